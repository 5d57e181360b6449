"""What a report is made of, as plain values: what was read, and the figures with the numbers they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.milestones import Milestone
from mentoring.reports.periods import Period
from storage.words import DuoState, EndReason, Outcome, Question, Role


class Name(StrEnum):
    """What a figure tells; the words and definitions are in locales/messages/reports_words.py."""

    STARTED = "started"
    RAN = "ran"  # on at least one day of the period
    ACTIVE = "active"  # at the end of its last day
    COMPLETED = "completed"
    ENDED = "ended"  # early
    REASON = "reason"  # of these, by storage.words.EndReason
    BETWEEN = "between"  # handed over, and no other mentor has begun yet
    HANDED_OVER = "handed_over"
    SUCCESS = "success"
    NOT_YET = "not_yet"  # began less than 12 months before the end of the period
    STAYED_3 = "stayed_3"
    STAYED_6 = "stayed_6"
    HELD = "held"
    HELD_IN = "held_in"  # of these, by month
    CHANGE = "change"  # by storage.words.Question
    STEPS = "steps"
    STEP = "step"  # of these, by mentoring.milestones.Milestone
    ASKED = "asked"  # by role
    ANSWERED = "answered"  # by role
    LEFT = "left"
    LEAVING = "leaving"  # of these, by Leaving
    LATER_KNOWN = "later_known"
    LATER_WORK = "later_work"


class Leaving(StrEnum):
    """Where somebody stands who leaves: what the European Social Fund Plus asks for, and the rest."""

    WORK = "work"
    TRAINING = "training"
    EITHER = "either"  # job or training found, which of them was not noted
    SEEKING = "seeking"
    UNKNOWN = "unknown"  # something else, or nobody noted it


# A month has no month before beside it: those are the months of another period.
ALONE = frozenset({Name.HELD_IN})


class Measure(StrEnum):
    COUNT = "count"
    SHARE = "share"  # `value` of `base`
    MEAN = "mean"  # faces, over `base` people


MEASURES: Mapping[Name, Measure] = {
    **dict.fromkeys(
        (Name.SUCCESS, Name.STAYED_3, Name.STAYED_6, Name.ANSWERED, Name.LEAVING, Name.LATER_KNOWN, Name.LATER_WORK),
        Measure.SHARE,
    ),
    Name.CHANGE: Measure.MEAN,
}


def measure_of(name: Name) -> Measure:
    return MEASURES.get(name, Measure.COUNT)


@dataclass(frozen=True, slots=True)
class Key:
    """Which figure: its name, and which part where there are several."""

    name: Name
    part: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it was counted.

    `value`: a count, how many of `base`, or an average; None where there is nothing to count it from. `base`: the
    number it rests on: duos, meetings' duos, people (None: it counts duos itself). `people`: how many persons or duos
    stand behind it, which decides whether it may be shown to others.
    """

    value: float | None
    base: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report; `before` is of the period before. None: there is none, or it is hidden."""

    name: Name
    part: str
    value: float | None
    base: int | None
    before: float | None = None
    before_base: int | None = None
    is_hidden: bool = False
    base_is_hidden: bool = False
    before_is_hidden: bool = False
    before_base_is_hidden: bool = False

    @property
    def measure(self) -> Measure:
        return measure_of(self.name)

    @property
    def is_nothing(self) -> bool:
        """There is nothing to count it from."""
        return self.value is None and not self.is_hidden

    @property
    def before_is_nothing(self) -> bool:
        return self.before is None and not self.before_is_hidden

    @property
    def percent(self) -> float | None:
        return _percent(self.value, self.base)

    @property
    def before_percent(self) -> float | None:
        return _percent(self.before, self.before_base)


def _percent(value: float | None, base: int | None) -> float | None:
    return 100 * value / base if value is not None and base else None


@dataclass(frozen=True, slots=True)
class Report:
    """`organisation`: its name; None: the federation. `is_shared`: small cells are hidden, it may leave the team."""

    organisation: str | None
    period: Period
    before: Period
    until: date  # the day on which it was made, where the organisation works
    is_shared: bool
    duos: int  # that ever began; 0: there is nothing to tell yet
    figures: tuple[Figure, ...]

    def get(self, name: Name, part: str = "") -> Figure | None:
        return next((one for one in self.figures if (one.name, one.part) == (name, part)), None)

    def all(self, name: Name) -> tuple[Figure, ...]:
        return tuple(one for one in self.figures if one.name is name)


# -- what was read -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class DuoRow:
    """A duo that began; days are local ones of the organisation."""

    seeker_id: int
    started: date
    closed: date | None
    state: DuoState
    end_reason: EndReason | None = None
    outcome: Outcome | None = None
    later: Outcome | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that brought somebody nearer to work; `on_day` as it was noted (ISO)."""

    seeker_id: int
    milestone: Milestone
    on_day: date


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and how many persons or duos stand behind them."""

    count: int
    people: int


@dataclass(frozen=True, slots=True)
class Answers:
    asked: Tally
    answered: int


@dataclass(frozen=True, slots=True)
class Mean:
    """The average change of so many people."""

    change: float
    people: int


@dataclass(frozen=True, slots=True)
class Happened:
    """What was counted in the database for one period."""

    held: Tally
    held_by_month: Mapping[str, Tally]  # `2026-01`
    steps: Tally
    steps_by_kind: Mapping[Milestone, Tally]
    answers: Mapping[Role, Answers]
    change: Mapping[Question, Mean]
