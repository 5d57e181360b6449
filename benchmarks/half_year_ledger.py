"""Two books that are compared at the end: what should have reached people, and what did.

What should: reckoned here from the meetings and rounds as they stood, by rules written down anew and more simply than
the programme's own; where a change came so close to a moment that both answers are right, the book says "may". What
did: the messages on the phones, told apart by the outbox row that each came from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.quiet import moment_of

BRUSSELS = ZoneInfo("Europe/Brussels")
NEAR = timedelta(hours=15)  # a change, or quiet hours, so close to a moment: it may have come, or not


@dataclass(frozen=True, slots=True)
class Version:
    """A meeting as it stood for a while: at that sequence, with that start, from when to when (None: to the end)."""

    session_id: int
    sequence: int
    duo_id: int
    starts_at: datetime
    ends_at: datetime
    since: datetime
    people: tuple[int, ...]


@dataclass
class Standing:
    """A version, when it was last seen to stand, and who had not said two hours before that they come.

    `doubtful`: those of them whose quiet hours lie so that the second reminder may be moved or left out.
    """

    version: Version
    until: datetime
    undecided: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    closed: bool = False  # moved or cancelled


@dataclass
class Gaps:
    """When nobody carried anything: what was due then may have come late, or have become pointless."""

    spans: list[tuple[datetime, datetime]] = field(default_factory=list)

    def near(self, moment: datetime) -> bool:
        return any(begin - NEAR <= moment <= end + NEAR for begin, end in self.spans)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that Tandem began, on a phone. `whose` is the person, for weekly questions the thread."""

    whose: int
    kind: str
    at: datetime


@dataclass
class Line:
    """One line of the table."""

    planned: int = 0
    sent: int = 0
    moved: int = 0
    expired: int = 0
    doubled: int = 0
    lost: int = 0
    lost_ones: list[Expected] = field(default_factory=list)
    doubled_ones: list[Arrived] = field(default_factory=list)


@dataclass
class Expected:
    """Something owed within a span, at `natural` if nothing hinders; `may`: to send it and not to send it is right."""

    whose: int
    key: object
    first: datetime
    last: datetime
    natural: datetime
    may: bool = False


def compare(expected: Iterable[Expected], arrived: Iterable[Arrived], slack: timedelta) -> Line:
    """Each expectation is answered by the arrival nearest to its moment; what nobody was owed is doubled."""
    left: dict[int, list[Arrived]] = {}
    for message in arrived:
        left.setdefault(message.whose, []).append(message)
    line = Line()
    for owed in sorted(expected, key=lambda one: (one.may, one.natural)):
        mine = left.get(owed.whose, [])
        found = [message for message in mine if owed.first <= message.at <= owed.last]
        line.planned += not owed.may or bool(found)
        if not found:
            line.lost += not owed.may
            line.lost_ones += [] if owed.may else [owed]
            continue
        nearest = min(found, key=lambda message: abs(message.at - owed.natural))
        mine.remove(nearest)
        line.sent += 1
        line.moved += abs(nearest.at - owed.natural) > slack
    line.doubled_ones = [message for rest in left.values() for message in rest]
    line.doubled = len(line.doubled_ones)
    return line


def days_before(standings: Iterable[Standing], zones: Mapping[int, ZoneInfo], gaps: Gaps) -> list[Expected]:
    """A reminder for each person and local day on which a meeting of theirs stood: one, however many there were."""
    owed: dict[tuple[int, date], Expected] = {}
    for standing in standings:
        version = standing.version
        for person in version.people:
            zone = zones[person]
            local = version.starts_at.astimezone(zone)
            natural = moment_of(local.date() - timedelta(days=1), local.hour * 60 + local.minute, zone)
            if standing.closed and standing.until < natural - timedelta(days=1):
                continue
            surely = version.since < natural - NEAR and not standing.closed and not gaps.near(natural)
            one = Expected(person, (person, local.date()), natural - NEAR, version.starts_at, natural, not surely)
            known = owed.get((person, local.date()))
            if known is not None:
                one.first, one.last = min(known.first, one.first), max(known.last, one.last)
                one.natural, one.may = min(known.natural, one.natural), known.may and one.may
            owed[person, local.date()] = one
    return list(owed.values())


def hours_before(standings: Iterable[Standing], gaps: Gaps) -> list[Expected]:
    """A second reminder to who had not said that they come, two hours before; quiet hours may swallow or move it."""
    found = []
    for standing in standings:
        version = standing.version
        natural = version.starts_at - timedelta(hours=2)
        for person in standing.undecided:
            surely = version.since < natural - NEAR and not standing.closed and not gaps.near(natural)
            surely = surely and person not in standing.doubtful
            first, last = version.starts_at - timedelta(hours=16), version.starts_at
            found.append(Expected(person, (version.session_id, person), first, last, natural, not surely))
    return found


def asked_after(standings: Iterable[Standing], pair_of: Mapping[int, tuple[int, int]]) -> list[Expected]:
    """Both are asked whether they met, after each meeting that stood when it ended."""
    found = []
    for standing in standings:
        version = standing.version
        if standing.closed and standing.until < version.ends_at:
            continue
        natural = version.ends_at + timedelta(minutes=30)
        for person in pair_of[version.duo_id]:
            key = (version.session_id, person)
            found.append(Expected(person, key, natural, natural + timedelta(days=4), natural))
    return found


def asked_weekly(
    thread_id: int, begin: datetime, end: datetime, weekday: int, full: Collection[date], gaps: Gaps
) -> list[Expected]:
    """One question a week to a side of a duo that is under way; in a week that is full already it may wait."""
    found = []
    day = begin.astimezone(BRUSSELS).date()
    while day.weekday() != weekday:
        day += timedelta(days=1)
    while (natural := moment_of(day, 17 * 60 + 30, BRUSSELS)) < end - timedelta(days=3):
        early = natural < begin + timedelta(days=4)
        may = early or day in full or gaps.near(natural)
        last = natural + timedelta(days=4)
        found.append(Expected(thread_id, (thread_id, day), natural - timedelta(hours=1), last, natural, may))
        day += timedelta(days=7)
    return found
