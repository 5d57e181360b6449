"""One duo as it went, whole, and what Tandem knew of it on any morning: nothing later than that.

Of the past the database does not tell everything. What is assumed: how a meeting went was told by the next morning, and
a meeting was planned a week before it. Messages are erased after 30 days (storage/retention.py), so of the days before
`wrote_from` an empty thread says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from mentoring.pauses import Pause
from mentoring.signals.facts import SIDES, Days, Facts, Happening, Meeting, Round, Usual
from mentoring.signals.history import ELSEWHERE_DAYS, WRITES
from storage.signals import EVENTS, MEETINGS, MESSAGES, ROUNDS
from storage.words import Met, Noticed, Role, SessionState

MORNING = time(6, 45)  # the middle of the reviews of a morning: mentoring/signals/next_look.py
UNSEEN = 56  # days: a fade takes four weeks at most (programme), and four more may pass until it is known
_PLANNED_DAYS = 7  # how long before a meeting it was known (assumption)
_OVER = 30  # days over which writing is averaged, as in mentoring/signals/history.py
_DAY = timedelta(days=1)

Answer = Callable[[Role, date], tuple[int, Noticed] | None]
"""What that side answers to a nudge of that day, after how many days; None: nothing."""


class End(StrEnum):
    """How a duo went in the end."""

    RUNNING = "running"
    COMPLETED = "completed"
    DROPPED_OUT = "dropped_out"  # it fell silent, had no time, or did not fit
    OTHER = "other"  # early, for a reason of which no sign tells before


@dataclass(frozen=True)
class Past:
    """Days are local dates of the organisation. `until`: the day the team ended it, or the last one known.

    `pauses`: those of the organisation and its own, merged; `rests`: its own alone. `fades_at`: when it began to fade,
    where that is known (made-up duos).
    """

    zone: str
    started: date
    here_since: date
    until: date
    end: End
    met: date | None = None
    under_way: date | None = None
    wrote: tuple[frozenset[date], frozenset[date]] = (frozenset(), frozenset())
    wrote_from: date = date.min
    meetings: tuple[Meeting, ...] = ()
    rounds: tuple[Round, ...] = ()
    happened: tuple[Happening, ...] = ()
    pauses: tuple[Pause, ...] = ()
    rests: tuple[Pause, ...] = ()
    fades_at: date | None = None

    @property
    def healthy_until(self) -> date:
        """An alert before that day is a false one. What is to come of a running duo, nobody knows."""
        if self.fades_at is not None:
            return self.fades_at
        unsure = timedelta(days=0 if self.end is End.COMPLETED else UNSEEN)
        return max(self.here_since, self.until - unsure)

    @property
    def days(self) -> Iterator[date]:
        day = self.here_since
        while day <= self.until:
            yield day
            day += _DAY

    @cached_property
    def counts(self) -> Days:
        return Days(self.pauses)

    @cached_property
    def place(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def usual(self) -> dict[date, tuple[float, float]]:
        """How often a day each side wrote before that day, of the days whose messages are known."""
        rates, found = [WRITES, WRITES], {}
        elsewhere = [one.day for one in self.happened if one.kind is Noticed.ELSEWHERE]
        for day in self.days:
            found[day] = (rates[0], rates[1])
            away = any(told <= day < told + ELSEWHERE_DAYS * _DAY for told in elsewhere)
            if day >= self.wrote_from and not away and not self.counts.pause_on(day):
                rates = [rate + ((day in wrote) - rate) / _OVER for rate, wrote in zip(rates, self.wrote, strict=True)]
        return found

    def morning(self, day: date) -> datetime:
        return datetime.combine(day, MORNING, self.place)

    def rests_on(self, day: date) -> bool:
        return any(pause.covers(day) for pause in self.rests)


def facts_on(past: Past, day: date, told: tuple[Happening, ...] = ()) -> Facts:
    """What was known that morning. `told`: what was noticed beside what the past tells, by whoever plays it."""
    now, known_from = past.morning(day), max(day - MESSAGES + _DAY, past.wrote_from)
    meetings = [_as_known(one, now) for one in past.meetings if _is_known(one, day)]
    happened = sorted((one for one in (*past.happened, *told) if now - EVENTS <= one.at <= now), key=_when)
    wrote = {side: frozenset(one for one in days if one < day) for side, days in zip(SIDES, past.wrote, strict=True)}
    cleared = max((one.at for one in happened if one.kind is Noticed.CLEARED), default=None)
    return Facts(
        now=now,
        today=day,
        zone=past.place,
        is_active=not past.rests_on(day),
        started=past.started,
        here_since=past.here_since,
        known_from=known_from,
        met=past.met if past.met and past.met < day else None,
        under_way=past.under_way if past.under_way and past.under_way < day else None,
        last_held=max((one.day for one in meetings if one.state is SessionState.HELD), default=None),
        wrote={side: frozenset(one for one in days if one >= known_from) | _last(days) for side, days in wrote.items()},
        meetings=meetings,
        rounds=_rounds(past, now),
        happened=happened,
        blocked=dict(_blocked(past, wrote, happened, now)),
        days=past.counts,
        usual=_usual(past, max(known_from, past.here_since)),
        cleared_at=cleared,
        seen_to_at=cleared,
    )


def _when(one: Happening) -> datetime:
    return one.at


def _last(days: frozenset[date]) -> frozenset[date]:
    return frozenset({max(days)}) if days else frozenset()


def _usual(past: Past, first: date) -> Usual | None:
    rates = past.usual.get(first)
    return Usual(first, *rates) if rates is not None else None


def _is_known(one: Meeting, day: date) -> bool:
    return day - MEETINGS <= one.day <= day + _PLANNED_DAYS * _DAY


def _as_known(one: Meeting, now: datetime) -> Meeting:
    """Before the next morning nobody has told how it went; who declined said so before."""
    if one.day < now.date() or one.state is SessionState.CANCELLED:
        return one
    return replace(one, state=SessionState.CONFIRMED, met=(Met.OPEN, Met.OPEN))


def _rounds(past: Past, now: datetime) -> list[Round]:
    """The last ones of each side; an answer that came later is none yet."""
    asked = [one for one in past.rounds if one.asked < now.date()]
    found = []
    for side in SIDES:
        for one in [one for one in asked if one.side is side][-ROUNDS:]:
            heard = one.answered_at is not None and one.answered_at <= now
            found.append(one if heard or one.answered_at is None else Round(one.side, one.asked))
    return found


def _blocked(
    past: Past, wrote: dict[Role, frozenset[date]], happened: list[Happening], now: datetime
) -> Iterator[tuple[Role, date]]:
    """Since when a side was gone; when it came back is not kept, but a sign of it shows that it did."""
    for side in SIDES:
        gone = [one for one in happened if one.kind is Noticed.BLOCKED and one.side is side]
        if not gone:
            continue
        since = gone[-1]
        answered = any(
            one.side is side and one.answered_at and since.at < one.answered_at <= now for one in past.rounds
        )
        if not answered and not any(one > since.day for one in wrote[side]):
            yield side, since.day
