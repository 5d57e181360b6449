"""What is done about a duo that may be fading: a nudge to the silent side, one to the partner, then an alert.

The order and the two days are the programme's ("Noticing a duo that fades"). Pure: whoever calls it (a job, the cohort
of the benchmarks) does what it says and keeps the state it returns. Days are whole numbers from any fixed day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from mentoring.signals.explanations import Verdict
from storage.words import Role

AFTER_WORRY = 4  # days without nudges after an answer that all is not well
_PARTNER = {Role.SEEKER: Role.MENTOR, Role.MENTOR: Role.SEEKER}


@dataclass(frozen=True, slots=True)
class Limits:
    """When something is done. The chances were chosen with benchmarks/cohort.py."""

    watch: float = 0.009  # the chance of a fade at which people are asked
    alarm: float = 0.054  # and at which the coordinator hears of it
    patience: int = 2  # days for answering a nudge
    again: int = 2  # days after a round of nudges that nobody answered until the next
    settled: int = 3  # days without nudges after "all is well"
    hold: int = 14  # days in which a resolved reason does not come back (programme)


class Step(StrEnum):
    CALM = "calm"
    ONE_ASKED = "one_asked"  # the silent side
    BOTH_ASKED = "both_asked"
    SILENT = "silent"  # neither said that all is well


class Deed(StrEnum):
    NOTHING = "nothing"
    NUDGE = "nudge"  # whom: `Ladder.asked`
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a duo stands. `day` is when that step began, `asked` who was nudged last."""

    step: Step = Step.CALM
    day: int = -1000
    asked: Role | None = None
    nudged: int = -1000
    quiet_until: int = -1000
    held_until: int = -1000


def reassured(ladder: Ladder, today: int, limits: Limits) -> Ladder:
    """One of the two said that all is well."""
    return replace(ladder, step=Step.CALM, day=today, quiet_until=today + limits.settled)


def worried(ladder: Ladder, today: int) -> Ladder:
    """One of the two said that it does not go well: nobody else needs to be asked."""
    return replace(ladder, step=Step.SILENT, day=today, quiet_until=today + AFTER_WORRY)


def resolved(today: int, limits: Limits) -> Ladder:
    """The team looked after it."""
    return Ladder(quiet_until=today + limits.settled, held_until=today + limits.hold, day=today)


def silence_of(ladder: Ladder, today: int, limits: Limits) -> Role | None:
    """Whose nudge has gone unanswered for as long as an answer takes, today; it is something seen (NUDGE_SILENT)."""
    waits = ladder.step in {Step.ONE_ASKED, Step.BOTH_ASKED} and today - ladder.day >= limits.patience
    return ladder.asked if waits else None


def next_step(ladder: Ladder, verdict: Verdict, today: int, limits: Limits) -> tuple[Ladder, Deed]:
    """What is to be done today, once what was seen today is weighed, `silence_of` included."""
    if verdict.fading >= limits.alarm and today > ladder.held_until:
        return replace(ladder, held_until=today + limits.hold), Deed.ALERT
    if silence_of(ladder, today, limits) is not None:
        if ladder.step is Step.BOTH_ASKED:
            return replace(ladder, step=Step.SILENT, day=today), Deed.NOTHING
        assert ladder.asked is not None, "somebody was asked"
        return replace(ladder, step=Step.BOTH_ASKED, day=today, asked=_PARTNER[ladder.asked]), Deed.NUDGE
    if ladder.step is Step.SILENT and today - ladder.day >= limits.again:
        ladder = replace(ladder, step=Step.CALM, day=today)
    may_ask = today >= ladder.quiet_until and today > ladder.held_until and today - ladder.nudged >= limits.again
    if ladder.step is Step.CALM and verdict.fading >= limits.watch and may_ask:
        silent = max(verdict.by, key=lambda side: verdict.by[side])
        return replace(ladder, step=Step.ONE_ASKED, day=today, asked=silent, nudged=today), Deed.NUDGE
    return ladder, Deed.NOTHING
