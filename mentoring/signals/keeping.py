"""What a review leaves for the next one, in `duo.ladder`: where the ladder stands, and how often each side writes.

Days of the ladder are ordinals (`date.toordinal`), in the row ISO dates; a day long before every duo is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mentoring.signals.facts import Usual
from mentoring.signals.ladder import Ladder, Step
from storage.words import Role

_NEVER = Ladder().nudged
_DAYS = ("day", "nudged", "quiet_until", "held_until")


@dataclass(frozen=True, slots=True)
class Kept:
    """`heard_at`: what was noticed up to then has moved the ladder already. `last_signs`: as in `Facts`."""

    ladder: Ladder = field(default_factory=Ladder)
    heard_at: datetime | None = None
    usual: Usual | None = None
    last_signs: Mapping[Role, date] = field(default_factory=dict)


def read_kept(row: Mapping[str, Any] | None) -> Kept:
    if not row:
        return Kept()
    days = {name: _ordinal(row.get(name)) for name in _DAYS}
    asked, heard, usual = row.get("asked"), row.get("heard_at"), row.get("usual")
    return Kept(
        Ladder(step=Step(row.get("step", Step.CALM)), asked=Role(asked) if asked else None, **days),
        datetime.fromisoformat(heard) if heard else None,
        _read_usual(usual) if usual else None,
        _read_days(row.get("last_signs", {})),
    )


def write_kept(kept: Kept) -> dict[str, Any]:
    row: dict[str, Any] = {name: _date(getattr(kept.ladder, name)) for name in _DAYS}
    row |= {"step": kept.ladder.step.value, "asked": kept.ladder.asked.value if kept.ladder.asked else None}
    row["heard_at"] = kept.heard_at.isoformat() if kept.heard_at else None
    if kept.usual is not None:
        usual = kept.usual
        row["usual"] = {
            "day": usual.day.isoformat(),
            "seeker": round(usual.seeker, 4),
            "mentor": round(usual.mentor, 4),
            "last": _days(usual.last),
        }
    if kept.last_signs:
        row["last_signs"] = _days(kept.last_signs)
    return {name: value for name, value in row.items() if value is not None}


def _read_usual(row: Mapping[str, Any]) -> Usual:
    return Usual(date.fromisoformat(row["day"]), row["seeker"], row["mentor"], _read_days(row.get("last", {})))


def _days(days: Mapping[Role, date]) -> dict[str, str]:
    return {role.value: day.isoformat() for role, day in days.items()}


def _read_days(row: Mapping[str, str]) -> dict[Role, date]:
    return {Role(role): date.fromisoformat(day) for role, day in row.items()}


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else _NEVER


def _date(ordinal: int) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal > 0 else None
