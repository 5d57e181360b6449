"""From duos to figures: handovers, success, who stayed, where people stood when they left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.milestones import Milestone
from mentoring.reports.counting import cells_of
from mentoring.reports.making import Read, report_of
from mentoring.reports.paths import Path, paths_of
from mentoring.reports.periods import Period, plus_months
from mentoring.reports.values import DuoRow, Happened, Key, Leaving, Name, Report, StepRow, Tally
from storage.words import DuoState, EndReason, Outcome

MARCH = date(2026, 3, 10)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NOTHING = Happened(Tally(0, 0), {}, Tally(0, 0), {}, {}, {})
RUNNING = DuoRow(1, MARCH, None, DuoState.ACTIVE)


def over(closed: date, reason: EndReason, seeker: int = 1, started: date = MARCH) -> DuoRow:
    return DuoRow(seeker, started, closed, DuoState.ENDED, reason)


def finished(closed: date, outcome: Outcome, later: Outcome | None = None) -> DuoRow:
    return DuoRow(1, MARCH, closed, DuoState.COMPLETED, None, outcome, later)


def path(*duos: DuoRow, steps: tuple[StepRow, ...] = ()) -> Path:
    (found,) = paths_of(duos, steps)
    return found


def step(milestone: Milestone, on_day: date) -> StepRow:
    return StepRow(1, milestone, on_day)


def figures(*duos: DuoRow, period: Period = YEAR, steps: tuple[StepRow, ...] = ()) -> dict[Name, float | None]:
    """Those without parts."""
    cells = cells_of(paths_of(duos, steps), NOTHING, period)
    return {key.name: cell.value for key, cell in cells.items() if not key.part}


# -- handovers ---------------------------------------------------------------------------------------------------------
def test_a_handed_over_duo_and_the_next_one_are_one_path() -> None:
    first = over(date(2026, 5, 1), EndReason.HANDED_OVER)
    second = DuoRow(1, date(2026, 5, 20), None, DuoState.ACTIVE)
    found = figures(first, second)
    assert (found[Name.STARTED], found[Name.RAN], found[Name.ACTIVE]) == (1, 1, 1)
    assert (found[Name.ENDED], found[Name.HANDED_OVER], found[Name.BETWEEN]) == (0, 1, 0)


def test_between_two_mentors_is_neither_running_nor_ended() -> None:
    found = figures(over(date(2026, 5, 1), EndReason.HANDED_OVER))
    assert (found[Name.ACTIVE], found[Name.ENDED], found[Name.LEFT], found[Name.BETWEEN]) == (0, 0, 0, 1)
    assert found[Name.HANDED_OVER] == 0, "nobody went on with another mentor"


def test_somebody_goes_on_in_the_period_in_which_the_next_duo_begins() -> None:
    april, may = Period(date(2026, 4, 1), date(2026, 4, 30)), Period(date(2026, 5, 1), date(2026, 5, 31))
    duos = over(date(2026, 4, 28), EndReason.HANDED_OVER), DuoRow(1, date(2026, 5, 20), None, DuoState.ACTIVE)
    assert [figures(*duos, period=each)[Name.HANDED_OVER] for each in (april, may)] == [0, 1]


def test_who_was_handed_over_twice_may_have_gone_on_and_be_between_two_mentors() -> None:
    again = over(date(2026, 8, 1), EndReason.HANDED_OVER, started=date(2026, 5, 20))
    found = figures(over(date(2026, 5, 1), EndReason.HANDED_OVER), again)
    assert (found[Name.HANDED_OVER], found[Name.BETWEEN], found[Name.ACTIVE]) == (1, 1, 0)


def test_the_same_two_once_more_after_a_good_end_are_a_second_duo() -> None:
    again = DuoRow(1, date(2026, 10, 1), None, DuoState.ACTIVE)
    assert figures(finished(date(2026, 9, 1), Outcome.SEEKING), again)[Name.STARTED] == 2


def test_a_path_counts_from_its_first_duo() -> None:
    first = over(date(2026, 5, 1), EndReason.HANDED_OVER)
    second = DuoRow(1, date(2026, 5, 20), date(2026, 8, 1), DuoState.COMPLETED, None, Outcome.WORK)
    assert path(first, second).started == MARCH
    assert path(first, second).succeeded()
    assert figures(first, second, period=Period(date(2026, 5, 1), date(2026, 5, 31)))[Name.STARTED] == 0


def test_nobody_stays_who_was_handed_over_to_nobody() -> None:
    assert not path(over(date(2026, 5, 1), EndReason.HANDED_OVER)).stayed(3)


# -- success -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("milestone", [Milestone.CONTRACT_SIGNED, Milestone.TRAINING, Milestone.INTERNSHIP])
def test_a_contract_a_training_or_an_internship_within_twelve_months_is_success(milestone: Milestone) -> None:
    assert path(RUNNING, steps=(step(milestone, date(2027, 3, 10)),)).succeeded()
    assert not path(RUNNING, steps=(step(milestone, date(2027, 3, 11)),)).succeeded()
    assert not path(RUNNING, steps=(step(milestone, date(2026, 3, 9)),)).succeeded()


@pytest.mark.parametrize("milestone", [Milestone.JOB_OFFER, Milestone.TEMP_JOB, Milestone.INTERVIEW])
def test_an_offer_or_a_temp_job_alone_is_none(milestone: Milestone) -> None:
    assert not path(RUNNING, steps=(step(milestone, date(2026, 6, 1)),)).succeeded()


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_end_of_the_duo_tells_as_well(outcome: Outcome) -> None:
    good = outcome in {Outcome.WORK, Outcome.TRAINING, Outcome.INTERNSHIP}
    assert path(finished(date(2026, 9, 1), outcome)).succeeded() == good
    assert not path(finished(date(2027, 4, 1), outcome)).succeeded()


def test_an_early_end_for_work_is_success_and_other_reasons_are_not() -> None:
    assert path(over(date(2026, 9, 1), EndReason.WORK_FOUND)).succeeded()
    assert not path(over(date(2026, 9, 1), EndReason.SILENCE)).succeeded()


def test_a_later_answer_counts_where_its_six_months_are_within_the_twelve() -> None:
    assert path(finished(date(2026, 8, 1), Outcome.SEEKING, Outcome.WORK)).succeeded()
    assert not path(finished(date(2026, 10, 1), Outcome.SEEKING, Outcome.WORK)).succeeded()


def test_who_began_lately_is_in_no_share_and_told_apart() -> None:
    found = cells_of(paths_of([RUNNING]), NOTHING, YEAR)
    assert (found[Key(Name.SUCCESS)].value, found[Key(Name.SUCCESS)].base) == (None, 0)
    assert found[Key(Name.NOT_YET)].value == 1
    next_year = cells_of(paths_of([RUNNING]), NOTHING, Period(date(2027, 3, 1), date(2027, 3, 31)))
    assert (next_year[Key(Name.SUCCESS)].value, next_year[Key(Name.SUCCESS)].base) == (0, 1)
    assert next_year[Key(Name.NOT_YET)].value == 0


# -- who stayed --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("duo", "stayed"),
    [
        (RUNNING, (True, True)),
        (replace(RUNNING, state=DuoState.PAUSED), (True, True)),
        (over(date(2026, 7, 1), EndReason.SILENCE), (True, False)),
        (over(date(2026, 4, 1), EndReason.SILENCE), (False, False)),
        (over(date(2026, 6, 10), EndReason.SILENCE), (False, False)),
        (over(date(2026, 4, 1), EndReason.WORK_FOUND), (True, True)),
        (finished(date(2026, 4, 1), Outcome.SEEKING), (True, True)),
    ],
)
def test_who_runs_or_ended_well_has_stayed(duo: DuoRow, stayed: tuple[bool, bool]) -> None:
    assert (path(duo).stayed(3), path(duo).stayed(6)) == stayed


# -- where people stood ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("outcome", "leaving"),
    [
        (Outcome.WORK, Leaving.WORK),
        (Outcome.TRAINING, Leaving.TRAINING),
        (Outcome.INTERNSHIP, Leaving.TRAINING),
        (Outcome.SEEKING, Leaving.SEEKING),
        (Outcome.OTHER, Leaving.UNKNOWN),
    ],
)
def test_the_team_says_where_somebody_stands(outcome: Outcome, leaving: Leaving) -> None:
    assert path(finished(date(2026, 9, 1), outcome)).leaving() is leaving


def test_job_or_training_is_told_apart_by_the_last_step() -> None:
    ended = over(date(2026, 9, 1), EndReason.WORK_FOUND)
    training, contract = step(Milestone.TRAINING, date(2026, 6, 1)), step(Milestone.CONTRACT_SIGNED, date(2026, 8, 1))
    late = step(Milestone.CONTRACT_SIGNED, date(2026, 10, 1))
    assert path(ended).leaving() is Leaving.EITHER
    assert path(ended, steps=(training,)).leaving() is Leaving.TRAINING
    assert path(ended, steps=(training, contract)).leaving() is Leaving.WORK
    assert path(ended, steps=(training, late)).leaving() is Leaving.TRAINING


def test_six_months_later_counts_who_told_it() -> None:
    found = figures(finished(date(2026, 4, 1), Outcome.SEEKING, Outcome.WORK))
    assert (found[Name.LATER_KNOWN], found[Name.LATER_WORK]) == (1, 1)
    silent = figures(finished(date(2026, 4, 1), Outcome.SEEKING))
    assert (silent[Name.LATER_KNOWN], silent[Name.LATER_WORK]) == (0, None)


# -- little to count ---------------------------------------------------------------------------------------------------
def report(*duos: DuoRow) -> Report:
    read = Read("Duo Dijle", paths_of(duos), (YEAR, YEAR.before()), (NOTHING, NOTHING), YEAR.last)
    return report_of(read, is_shared=False)


def test_nobody_and_one_duo_divide_by_nothing() -> None:
    for made in (report(), report(RUNNING)):
        assert all(figure.percent is None or 0 <= figure.percent <= 100 for figure in made.figures)
        assert all(figure.value is not None or figure.base in {0, None} for figure in made.figures)


# -- what always adds up -----------------------------------------------------------------------------------------------
@st.composite
def some_duos(draw: st.DrawFn) -> list[DuoRow]:
    duos = []
    for seeker in range(draw(st.integers(0, 12))):
        day = date(2024, 1, 1) + (date(2026, 6, 1) - date(2024, 1, 1)) * draw(st.floats(0, 1))
        for _ in range(draw(st.integers(1, 3))):
            state = draw(st.sampled_from([DuoState.ACTIVE, DuoState.COMPLETED, DuoState.ENDED]))
            if state is DuoState.ACTIVE:
                duos.append(DuoRow(seeker, day, None, state))
                break
            closed = plus_months(day, draw(st.integers(0, 14)))
            reason = draw(st.sampled_from(EndReason)) if state is DuoState.ENDED else None
            outcome = draw(st.sampled_from(Outcome)) if state is DuoState.COMPLETED else None
            duos.append(DuoRow(seeker, day, closed, state, reason, outcome))
            day = plus_months(closed, draw(st.integers(0, 3)))
    return duos


@given(some_duos(), st.integers(0, 20))
def test_duos_add_up_from_month_to_month(duos: list[DuoRow], months: int) -> None:
    first = plus_months(date(2024, 6, 1), months)
    periods = [Period(plus_months(first, n), plus_months(first, n + 1)) for n in range(4)]
    periods = [Period(each.first, period_end(each)) for each in periods]
    paths = paths_of(duos)
    for before, now in pairwise(cells_of(paths, NOTHING, period) for period in periods):
        value = {key.name: int(cell.value or 0) for key, cell in now.items() if not key.part}
        assert value[Name.RAN] == int(before[Key(Name.ACTIVE)].value or 0) + value[Name.STARTED]
        assert value[Name.RAN] == value[Name.ACTIVE] + value[Name.LEFT] + value[Name.BETWEEN]
        assert value[Name.LEFT] == value[Name.COMPLETED] + value[Name.ENDED]
        assert value[Name.ENDED] == sum(int(c.value or 0) for k, c in now.items() if k.name is Name.REASON)
        assert value[Name.LEFT] == sum(int(c.value or 0) for k, c in now.items() if k.name is Name.LEAVING)


def period_end(period: Period) -> date:
    return date.fromordinal(period.last.toordinal() - 1)
