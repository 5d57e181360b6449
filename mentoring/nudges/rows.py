"""Nudges as rows: something to say to somebody when its moment comes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.dialects import postgresql, sqlite

from mentoring.work import Work
from storage.ids import new_id
from storage.tables import Duo, Nudge
from storage.words import NudgeKind, NudgeState

_nudge: Table = Nudge.__table__  # type: ignore[attr-defined]
_DAY = "%Y%m%d"


async def add_nudge(
    work: Work, duo: Duo, person_id: int, kind: NudgeKind, due_at: datetime, *, about: str = "", key: str
) -> None:
    """Notes what to say to that person at that moment (programme time), if it is still needed then.

    `key` names the reason: the same one nudges once. One that was dropped comes back with it.
    """
    values: dict[str, Any] = {
        "id": new_id(),
        "dedupe_key": key,
        "duo_id": duo.id,
        "person_id": person_id,
        "kind": kind,
        "about": about,
        "due_at": due_at,
        "state": NudgeState.WAITING,
        "created_at": work.now,
        "closed_at": None,
    }
    dialect = postgresql if work.store.is_postgres else sqlite
    again = {name: values[name] for name in ("due_at", "state", "created_at", "closed_at")}
    statement = dialect.insert(_nudge).values(values)
    await work.store.session.execute(
        statement.on_conflict_do_update(
            index_elements=["dedupe_key"], set_=again, where=_nudge.c.state == NudgeState.DROPPED
        )
    )


async def drop_nudges(work: Work, keys: Collection[str]) -> None:
    """What of these still waits is not said any more."""
    waiting = (_nudge.c.dedupe_key.in_(list(keys)), _nudge.c.state == NudgeState.WAITING)
    await work.store.session.execute(
        update(_nudge).where(*waiting).values(state=NudgeState.DROPPED, closed_at=work.now)
    )


def write_day(day: date) -> str:
    """A day as it stands in a row and in a button: `20261124`."""
    return day.strftime(_DAY)


def read_day(text: str) -> date:
    """The day again. Raises ValueError."""
    if len(text) != len("20261124"):  # strptime also takes single digits
        raise ValueError(text)
    return datetime.strptime(text, _DAY).date()  # noqa: DTZ007 - a day has no zone
