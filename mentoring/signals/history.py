"""What was seen of a duo, day by day, each thing beside the habit it is to be measured by.

Days are numbered: those that count since the duo was first seen here. A pause has no number, so nothing goes on in it,
neither silence nor a holiday nor a fade.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mentoring.signals.explanations import Evidence
from mentoring.signals.facts import ANSWERS, SIDES, THEY_MET, WAITS, Facts, Meeting, Round, Usual
from mentoring.signals.model import USUAL, Model
from mentoring.signals.seen import Seen, What
from storage.words import Noticed, Role, SessionState

ELSEWHERE_DAYS = 42  # so long "they meet elsewhere" counts: six weeks
WRITES = 0.15  # how often a day somebody writes of whom nothing is known yet
_OVER = 30  # days over which that is averaged
_KEEPS = 5  # days after the first known one, of which the next review will know all messages
_WEEK = 7
_KNOWN_WEEKS = 9  # before the current one: storage/signals.py reads ten
_DAY = timedelta(days=1)
_Pair = tuple[float, float]
_SILENT: _Pair = (0.0, 0.0)


@dataclass
class Habits:
    """How often somebody does something of what was expected lately; begins with what is usual for all."""

    done: float
    of: float
    keep: float

    @property
    def share(self) -> float:
        return self.done / self.of

    def note(self, *, done: bool) -> None:
        self.done, self.of = self.done * self.keep + done, self.of * self.keep + 1


def answering() -> Habits:
    """Of one side's rounds of questions."""
    return Habits(1.36, 2.0, 0.9)


def meeting() -> Habits:
    """Of the weeks of a duo."""
    return Habits(1.2, 2.0, 0.875)


@dataclass(frozen=True, slots=True)
class Day:
    """`usual`: how often a day each side writes; 0 where a day without a message says nothing."""

    number: int
    date: date
    usual: _Pair
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The last days that count, oldest first, at most as many as an explanation may reach back.

    Nothing is known before the first. `kept` is what the next review needs of messages that will be forgotten by then.
    """

    days: tuple[Day, ...]
    kept: Usual | None

    def date_of(self, number: float | None) -> date | None:
        """The day of that number; None for one that lies before."""
        found = int(number) - self.days[0].number if number is not None and self.days else -1
        return self.days[found].date if 0 <= found < len(self.days) else None


def history_of(facts: Facts, model: Model = USUAL) -> History:
    """What was seen up to today; a question of the last two days that has no answer yet is not seen."""
    dates = facts.days.back_from(facts.today, facts.begins, model.window + 1)
    usual, kept = _usual(facts)
    if not dates:
        return History((), kept)
    walk = _Walk(facts, dates)
    for seen in (*_answers(walk), *_weeks(walk), *_meetings(walk), *_messages(walk), *_acts(walk), *_nudges(walk)):
        walk.seen[int(seen.day) - walk.first].append(seen)
    return History(
        tuple(
            Day(walk.first + place, day, usual.get(day, _SILENT), tuple(walk.seen[place]))
            for place, day in enumerate(dates)
        ),
        kept,
    )


def evidence_of(history: History, model: Model = USUAL) -> Evidence:
    """All of it weighed day by day, as somebody would who had watched the duo all the time."""
    evidence = Evidence(model)
    for place, day in enumerate(history.days):
        if not place:
            evidence.begin(day.number)
        evidence.go_to(day.number)
        for seen in day.seen:
            evidence.see(seen)
        evidence.writes = dict(zip(SIDES, day.usual, strict=True))
    return evidence


def elsewhere_until(facts: Facts) -> date | None:
    """Up to that day meetings and messages say nothing: the two were said to meet and talk elsewhere."""
    told = [one.day for one in facts.happened if one.kind is Noticed.ELSEWHERE]
    return max(told) + timedelta(days=ELSEWHERE_DAYS) - _DAY if told else None


class _Walk:
    """The dates that count, with their numbers."""

    def __init__(self, facts: Facts, dates: Sequence[date]) -> None:
        self.facts = facts
        self.first = self.number(dates[0])
        self.last = self.first + len(dates) - 1
        self.seen: list[list[Seen]] = [[] for _ in dates]
        self._places = {day: self.first + place for place, day in enumerate(dates)}
        self._elsewhere = elsewhere_until(facts)
        self._elsewhere_number = self.number(self._elsewhere) if self._elsewhere else -1

    def number(self, day: date) -> int:
        return self.facts.days.between(self.facts.here_since, day)

    def at(self, day: date) -> int | None:
        """The number of a day that is told of; None for one in a pause, or too long ago."""
        return self._places.get(day)

    def has(self, number: int) -> bool:
        return self.first <= number <= self.last

    def is_elsewhere(self, day: date) -> bool:
        return self._elsewhere is not None and day <= self._elsewhere

    def was_elsewhere(self, number: int) -> bool:
        return number <= self._elsewhere_number


# -- questions ---------------------------------------------------------------------------------------------------------
def _answers(walk: _Walk) -> Iterator[Seen]:
    habits = {side: answering() for side in SIDES}
    for one in walk.facts.rounds:
        if walk.facts.days.pause_on(one.asked):
            continue
        habit = habits[one.side]
        yield from _answer(walk, one, habit.share)
        if one.answered is not None or walk.facts.is_unanswered(one):
            habit.note(done=one.answered is not None)


def _answer(walk: _Walk, one: Round, habit: float) -> Iterator[Seen]:
    if one.answered is None:
        late = walk.number(one.asked) + WAITS
        if walk.at(one.asked) is not None and walk.has(late):
            yield Seen(What.UNANSWERED, late, one.side, habit)
        return
    day = walk.at(one.answered)
    if day is None:
        return
    yield Seen(What.ANSWERED, day, one.side, habit)
    if one.face:
        yield Seen(What.FACE, day, one.side, value=one.face)


# -- meetings ----------------------------------------------------------------------------------------------------------
def _weeks(walk: _Walk) -> Iterator[Seen]:
    """A week has a meeting on the day of the first one held, and has none on the day after its last."""
    facts = walk.facts
    if facts.met is None:
        return
    habit, zero = meeting(), walk.number(facts.met)
    by_week: dict[int, list[Meeting]] = {}
    for one in facts.meetings:
        by_week.setdefault((walk.number(one.day) - zero - 1) // _WEEK, []).append(one)
    last = (walk.last - zero - 1) // _WEEK
    for week in range(max(0, last - _KNOWN_WEEKS), last + 1):
        found, over = by_week.get(week, []), zero + (week + 1) * _WEEK + 1
        if walk.was_elsewhere(over - 1):
            continue
        held = next((one for one in found if one.state is SessionState.HELD), None)
        if held is None and (over > walk.last or any(_is_undecided(one) for one in found)):
            continue
        day = walk.at(held.day) if held else over
        if day is not None and walk.has(day):
            yield Seen(What.MET if held else What.NOT_MET, day, Role.SEEKER, habit.share)
        habit.note(done=held is not None)


def _is_undecided(one: Meeting) -> bool:
    """It is not told yet, or by each of the two otherwise."""
    return one.state.is_open or one.state is SessionState.DISPUTED


def _meetings(walk: _Walk) -> Iterator[Seen]:
    for one in walk.facts.meetings:
        day = walk.at(one.day)
        if day is None or walk.is_elsewhere(one.day):
            continue
        for side, met, declined in zip(SIDES, one.met, one.declined, strict=True):
            if met in THEY_MET:
                yield Seen(What.CONFIRMED, day, side)
            if declined and one.state is SessionState.CANCELLED:
                yield Seen(What.CANCELLED, day, side)
        for side in one.absent:
            yield Seen(What.ABSENT, day, side)


# -- messages ----------------------------------------------------------------------------------------------------------
def _messages(walk: _Walk) -> Iterator[Seen]:
    for side in SIDES:
        for written in walk.facts.wrote.get(side, ()):
            day = walk.at(written)
            if day is not None and not walk.is_elsewhere(written):
                yield Seen(What.WROTE, day, side)


def _acts(walk: _Walk) -> Iterator[Seen]:
    """A day with a message as well says no more than the message."""
    acts = {(one.side, one.day) for one in walk.facts.happened if one.kind is Noticed.ACTED}
    for side in SIDES:
        wrote = walk.facts.wrote.get(side, frozenset())
        for done in sorted(day for own, day in acts if own is side and day not in wrote):
            day = walk.at(done)
            if day is not None:
                yield Seen(What.ACTED, day, side)


def _usual(facts: Facts) -> tuple[dict[date, _Pair], Usual | None]:
    """How often a day each side writes, by day, for the days whose messages are known; and what to keep of it."""
    kept, found = facts.usual, {}
    seeker, mentor = (kept.seeker, kept.mentor) if kept else (WRITES, WRITES)
    first, until = max(facts.known_from, facts.here_since), elsewhere_until(facts)
    wrote = [facts.wrote.get(side, frozenset()) for side in SIDES]
    keeps = kept if kept and kept.day > first else None
    for place in range((facts.today - first).days + 1):
        day = first + _DAY * place
        if place == _KEEPS and keeps is None:
            keeps = Usual(day, seeker, mentor)
        if facts.days.pause_on(day) or (until is not None and day <= until):
            continue
        if kept is None or day >= kept.day:
            seeker += ((day in wrote[0]) - seeker) / _OVER
            mentor += ((day in wrote[1]) - mentor) / _OVER
        found[day] = (seeker, mentor)
    last = {side: max(days) for side, days in facts.wrote.items() if days}
    return found, replace(keeps, last=last) if keeps is not None else None


# -- nudges ------------------------------------------------------------------------------------------------------------
def _nudges(walk: _Walk) -> Iterator[Seen]:
    told = [one for one in walk.facts.happened if one.kind in ANSWERS]
    for one in told:
        day = walk.at(one.day)
        if day is not None and one.side is not None:
            yield Seen(What.NUDGE_WELL if ANSWERS[one.kind] else What.NUDGE_WORRY, day, one.side)
    for nudge in walk.facts.happened:
        if nudge.kind is not Noticed.NUDGED or nudge.side is None or walk.at(nudge.day) is None:
            continue
        late = walk.number(nudge.day) + WAITS
        heard = any(one.at >= nudge.at and walk.number(one.day) <= late for one in told)
        if walk.has(late) and not heard:
            yield Seen(What.NUDGE_SILENT, late, nudge.side)
