"""Chats to which nothing goes for a while, because Telegram said so: for one chat, or for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Table, case, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Store
from storage.outbox import PENDING
from storage.tables import ChatHold, Outbox

EVERYBODY = "*"
LONGEST_WAIT = timedelta(minutes=15)
"""How far ahead, in real time, a lease, a hold or a back-off may lie. The courier's own pauses are shorter; where
Telegram wants more, it is asked again after so long. What lies further ahead was written while the clock was wrong."""
_hold: Table = ChatHold.__table__  # type: ignore[attr-defined]
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]


async def hold(store: Store, chat_key: str, until: datetime) -> None:
    """Nothing goes to that chat (or to EVERYBODY) before that moment in real time. A longer hold stays."""
    dialect = postgresql if store.is_postgres else sqlite
    statement = dialect.insert(_hold).values(chat_key=chat_key, until=until)
    longest = case((_hold.c.until > statement.excluded.until, _hold.c.until), else_=statement.excluded.until)
    await store.session.execute(statement.on_conflict_do_update(index_elements=["chat_key"], set_={"until": longest}))


async def drop_old_holds(store: Store, real_now: datetime) -> None:
    """Forgets holds that are over, and lets nothing wait longer than LONGEST_WAIT from that moment."""
    longest = real_now + LONGEST_WAIT
    await store.session.execute(delete(_hold).where(_hold.c.until <= real_now))
    await store.session.execute(update(_hold).where(_hold.c.until > longest).values(until=longest))
    await store.session.execute(
        update(_outbox).where(PENDING, _outbox.c.not_before > longest).values(not_before=longest)
    )
