"""Messages out: the courier carries the outbox's rows to Telegram. Only here is python-telegram-bot known.

    claim -> prepare -> send -> mark

`courier.py` turns the wheel; `briefing.py` reads what sending needs; `judging.py` decides once more whether a row still
is to be sent; `calls.py` makes the Bot API call; `verdicts.py` says what an answer means; `marking.py` writes it down.
"""

from __future__ import annotations

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # before the library looks: waits are timedeltas

from bot.courier.courier import Courier

__all__ = ["Courier"]
