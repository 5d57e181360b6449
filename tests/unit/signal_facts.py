"""A duo as values, for the tests of signals: it goes well until somebody falls silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentoring.pauses import Pause, merged
from mentoring.signals.facts import SIDES, Days, Facts, Happening, Meeting, Round
from storage.words import Met, Noticed, Role, SessionState

ZONE = ZoneInfo("UTC")
START = date(2026, 1, 5)  # a Monday
DAY = timedelta(days=1)
SEEKER, MENTOR = SIDES


def on(day: int) -> date:
    """The date of a day of the duo; 0 is its first one."""
    return START + day * DAY


def at(day: int, hour: int = 12) -> datetime:
    return datetime.combine(on(day), time(hour), tzinfo=UTC)


@dataclass(frozen=True)
class Life:
    """How a duo lives. From `silent_since` on, those of `silent` do nothing any more; together they meet no more."""

    days: int = 70
    silent_since: int = 10_000
    silent: tuple[Role, ...] = (SEEKER,)
    writes_every: int = 3
    face: int = 4
    pauses: tuple[tuple[int, int], ...] = ()  # first and last day

    def is_silent(self, side: Role, day: int) -> bool:
        return side in self.silent and day >= self.silent_since

    def rests(self, day: int) -> bool:
        return any(first <= day <= last for first, last in self.pauses)

    def facts(self, **changes: Any) -> Facts:
        """All of it at noon of the last day. Messages of 30 days are known, meetings of ten weeks."""
        meetings = list(self._meetings())
        pauses = merged(Pause(on(first), on(last)) for first, last in self.pauses)
        made = Facts(
            now=at(self.days),
            today=on(self.days),
            zone=ZONE,
            is_active=True,
            started=START,
            here_since=START,
            known_from=on(self.days - 29),
            met=START + 2 * DAY if self.days >= 2 else None,
            under_way=START + 2 * DAY if self.days >= 2 else None,
            last_held=max((one.day for one in meetings), default=None),
            wrote={side: frozenset(self._wrote(side)) for side in SIDES},
            meetings=[one for one in meetings if one.day > on(self.days - 70)],
            rounds=list(self._rounds()),
            days=Days(tuple(pauses)),
        )
        return replace(made, **changes)

    def _lived(self) -> Iterator[tuple[int, int]]:
        """Each day that counts, with its number of those."""
        count = 0
        for day in range(self.days + 1):
            if not self.rests(day):
                yield day, count
                count += 1

    def _wrote(self, side: Role) -> Iterator[date]:
        for day, count in self._lived():
            turn = (count + SIDES.index(side)) % self.writes_every == 0
            if turn and day > self.days - 30 and not self.is_silent(side, day):
                yield on(day)

    def _meetings(self) -> Iterator[Meeting]:
        for day, count in self._lived():
            if count % 7 == 2 and not any(self.is_silent(side, day) for side in SIDES):
                yield held(day)

    def _rounds(self) -> Iterator[Round]:
        for side in SIDES:
            for day, count in self._lived():
                if count % 7 == 4:
                    silent = self.is_silent(side, day)
                    yield unanswered(side, day) if silent else answered(side, day, self.face)


def held(day: int, met: tuple[Met, Met] = (Met.YES, Met.YES)) -> Meeting:
    return Meeting(on(day), at(day, 10), SessionState.HELD, met)


def missed(day: int, by: Role | None = None) -> Meeting:
    """`by`: who did not come, as the other says; None: both say that they did not meet."""
    met = tuple(Met.OPEN if side is by else Met.NO for side in SIDES)
    return Meeting(on(day), at(day, 10), SessionState.MISSED, met)  # type: ignore[arg-type]


def disputed(day: int) -> Meeting:
    return Meeting(on(day), at(day, 10), SessionState.DISPUTED, (Met.YES, Met.NO))


def planned(day: int) -> Meeting:
    return Meeting(on(day), at(day, 18), SessionState.CONFIRMED)


def answered(side: Role, day: int, face: int = 4) -> Round:
    return Round(side, on(day), on(day), at(day, 11), face)


def unanswered(side: Role, day: int) -> Round:
    return Round(side, on(day))


def noticed(kind: Noticed, day: int, side: Role | None = None) -> Happening:
    return Happening(kind, side, on(day), at(day, 11))


def with_happened(facts: Facts, *happened: Happening) -> Facts:
    cleared = [one.at for one in happened if one.kind is Noticed.CLEARED]
    moment = max(cleared, default=None)
    return replace(facts, happened=list(happened), cleared_at=moment, seen_to_at=moment)


def kinds_of(reasons: Sequence[Any]) -> list[str]:
    return [reason.kind.value for reason in reasons]
