"""Where the weekly questions begin and end."""

from __future__ import annotations

from mentoring.work import Work
from storage.tables import Duo


async def begin_check_ins(work: Work, duo: Duo) -> None:
    """From `duo.under_way_since` on both sides are asked: the first round is all six dimensions to the seeker."""
    del work, duo


async def end_check_ins(work: Work, duo: Duo) -> None:
    """The duo has ended: nothing is asked any more, what is open lapses."""
    del work, duo
