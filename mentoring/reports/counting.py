"""From rows to figures. Every rule is in words in locales/messages/reports_words.py: change both together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from mentoring.milestones import Milestone
from mentoring.reports.paths import LATER_MONTHS, SUCCESS_MONTHS, Path
from mentoring.reports.periods import Period, plus_months
from mentoring.reports.values import Cell, Happened, Key, Leaving, Name
from storage.words import DuoState, EndReason, Outcome, Question, Role

REASONS = tuple(reason for reason in EndReason if reason is not EndReason.HANDED_OVER)
DIMENSIONS = tuple(question for question in Question if question is not Question.DUO)
Cells = Mapping[Key, Cell]
_MONTH_ENDS = timedelta(days=3)  # by so much months differ in length


def cells_of(paths: Sequence[Path], happened: Happened, period: Period) -> Cells:
    """All figures of a period, in the order in which they are read. `period` ends today at the latest."""
    return {
        **_duos(paths, period),
        **_reached(paths, period),
        **_meetings(happened, period),
        **_steps(happened),
        **_changes(happened),
        **_answers(happened),
        **_leavers(paths, period),
    }


def _count(number: int) -> Cell:
    """A number of duos or people: it rests on itself."""
    return Cell(number, None, number)


def _share(number: int, base: int) -> Cell:
    """`number` of `base` people; nothing where there is nobody."""
    return Cell(number if base else None, base, number)


# -- duos --------------------------------------------------------------------------------------------------------------
def _duos(paths: Sequence[Path], period: Period) -> dict[Key, Cell]:
    ran = [path for path in paths if _ran(path, period)]
    closed = [path for path in ran if path.closed is not None and path.closed <= period.last]
    ended = [path for path in closed if path.last.state is DuoState.ENDED and not path.is_between]
    reasons = Counter(path.last.end_reason or EndReason.OTHER for path in ended)
    return {
        Key(Name.STARTED): _count(sum(path.started in period for path in ran)),
        Key(Name.RAN): _count(len(ran)),
        Key(Name.ACTIVE): _count(len(ran) - len(closed)),
        Key(Name.COMPLETED): _count(sum(path.last.state is DuoState.COMPLETED for path in closed)),
        Key(Name.ENDED): _count(len(ended)),
        **{Key(Name.REASON, reason): Cell(reasons[reason], len(ended), reasons[reason]) for reason in REASONS},
        Key(Name.BETWEEN): _count(sum(path.is_between for path in closed)),
        Key(Name.HANDED_OVER): _count(sum(_went_on(path, period) for path in ran)),
    }


def _ran(path: Path, period: Period) -> bool:
    return path.started <= period.last and (path.closed is None or path.closed >= period.first)


def _went_on(path: Path, period: Period) -> bool:
    """Once or more often, on the day on which the next duo began: whoever is only asked has not gone on."""
    return any(duo.started in period for duo in path.duos[1:])


# -- after so many months ----------------------------------------------------------------------------------------------
def _reached(paths: Sequence[Path], period: Period) -> dict[Key, Cell]:
    """Of those whose months were over within the period: whoever began later cannot be counted yet."""
    year = list(_began(paths, period, SUCCESS_MONTHS))
    three, six = list(_began(paths, period, 3)), list(_began(paths, period, 6))
    return {
        Key(Name.SUCCESS): _share(sum(path.succeeded() for path in year), len(year)),
        Key(Name.NOT_YET): _count(sum(1 for _ in _young(paths, period.last))),
        Key(Name.STAYED_3): _share(sum(path.stayed(3) for path in three), len(three)),
        Key(Name.STAYED_6): _share(sum(path.stayed(6) for path in six), len(six)),
    }


def _began(paths: Iterable[Path], period: Period, months: int) -> Iterator[Path]:
    """Those whose so many months were over in the period."""
    near = _near(period, months)
    return (path for path in paths if path.started in near and plus_months(path.started, months) in period)


def _near(period: Period, months: int) -> Period:
    """All days that can be so many months before one of the period: most paths are told apart by comparing alone."""
    return Period(plus_months(period.first, -months) - _MONTH_ENDS, plus_months(period.last, -months) + _MONTH_ENDS)


def _young(paths: Iterable[Path], day: date) -> Iterator[Path]:
    """Those that are not twelve months old on that day."""
    near = Period(plus_months(day, -SUCCESS_MONTHS) - _MONTH_ENDS, day)
    return (path for path in paths if path.started in near and day < plus_months(path.started, SUCCESS_MONTHS))


# -- meetings, steps, answers ------------------------------------------------------------------------------------------
def _meetings(happened: Happened, period: Period) -> dict[Key, Cell]:
    cells = {Key(Name.HELD): Cell(happened.held.count, happened.held.people, happened.held.people)}
    for month in period.months():
        found = happened.held_by_month.get(month)
        people = found.people if found else 0
        cells[Key(Name.HELD_IN, month)] = Cell(found.count if found else 0, people, people)
    return cells


def _steps(happened: Happened) -> dict[Key, Cell]:
    cells = {Key(Name.STEPS): Cell(happened.steps.count, happened.steps.people, happened.steps.people)}
    for milestone in Milestone:
        found = happened.steps_by_kind.get(milestone)
        people = found.people if found else 0
        cells[Key(Name.STEP, milestone)] = Cell(found.count if found else 0, people, people)
    return cells


def _changes(happened: Happened) -> dict[Key, Cell]:
    cells = {}
    for question in DIMENSIONS:
        mean = happened.change.get(question)
        people = mean.people if mean else 0
        cells[Key(Name.CHANGE, question)] = Cell(mean.change if mean else None, people, people)
    return cells


def _answers(happened: Happened) -> dict[Key, Cell]:
    cells = {}
    for role in (Role.SEEKER, Role.MENTOR):
        found = happened.answers.get(role)
        asked, people = (found.asked.count, found.asked.people) if found else (0, 0)
        answered = found.answered if found else 0
        cells[Key(Name.ASKED, role)] = Cell(asked, people, people)
        cells[Key(Name.ANSWERED, role)] = Cell(answered if asked else None, asked, people)
    return cells


# -- who left ----------------------------------------------------------------------------------------------------------
def _leavers(paths: Sequence[Path], period: Period) -> dict[Key, Cell]:
    left = [path for path in paths if (day := _left(path)) is not None and day in period]
    stands = Counter(path.leaving() for path in left)
    near = _near(period, LATER_MONTHS)
    gone = [(path, day) for path in paths if (day := _left(path)) is not None and day in near]
    before = [path for path, day in gone if plus_months(day, LATER_MONTHS) in period]
    known = [path.last.later for path in before if path.last.later is not None]
    return {
        Key(Name.LEFT): _count(len(left)),
        **{Key(Name.LEAVING, each): _share(stands[each], len(left)) for each in Leaving},
        Key(Name.LATER_KNOWN): _share(len(known), len(before)),
        Key(Name.LATER_WORK): _share(sum(where is Outcome.WORK for where in known), len(known)),
    }


def _left(path: Path) -> date | None:
    """The day on which the mentoring was over for them."""
    return None if path.is_between else path.closed
