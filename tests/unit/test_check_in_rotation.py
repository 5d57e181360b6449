from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.check_ins.rotation import DIMENSIONS, occasion_of, questions_of, weeks_since
from storage.words import Occasion, Question, Role


def rounds(role: Role, weeks: int, *, midterm: int = 12, closing: int = 26) -> list[tuple[Occasion, list[Question]]]:
    """The rounds of a side that is asked every week from the first on."""
    asked: Counter[Occasion] = Counter()
    found = []
    for week in range(weeks):
        occasion = occasion_of(role, asked, week, midterm, closing)
        found.append((occasion, list(questions_of(role, occasion, asked[Occasion.WEEKLY]))))
        asked[occasion] += 1
    return found


def test_all_six_are_asked_once_at_the_start_at_midterm_and_at_the_end() -> None:
    occasions = [occasion for occasion, _ in rounds(Role.SEEKER, 40)]

    special = {week: occasion for week, occasion in enumerate(occasions) if occasion is not Occasion.WEEKLY}
    assert special == {0: Occasion.START, 12: Occasion.MIDTERM, 26: Occasion.END}
    assert all(
        len(questions) == (1 if occasion is Occasion.WEEKLY else 6) for occasion, questions in rounds(Role.SEEKER, 40)
    )


def test_the_weeks_alternate_between_the_duo_and_a_dimension_in_turn() -> None:
    weekly = [questions[0] for occasion, questions in rounds(Role.SEEKER, 14) if occasion is Occasion.WEEKLY]

    assert weekly[::2] == [Question.DUO] * 6
    assert weekly[1::2] == list(DIMENSIONS)
    assert len(DIMENSIONS) == 6


@given(st.integers(0, 200))
def test_any_twelve_ordinary_rounds_have_every_dimension(first: int) -> None:
    asked = {questions_of(Role.SEEKER, Occasion.WEEKLY, first + n)[0] for n in range(12)}

    assert asked == set(Question)


def test_mentors_are_always_asked_how_the_duo_goes() -> None:
    assert set(map(str, rounds(Role.MENTOR, 40))) == {str((Occasion.WEEKLY, [Question.DUO]))}


@pytest.mark.parametrize(
    ("week", "asked", "expected"),
    [
        (30, {}, Occasion.START),  # a duo that was paused from the start
        (30, {Occasion.START: 1}, Occasion.END),  # paused over the mid-term
        (20, {Occasion.START: 1}, Occasion.MIDTERM),
        (27, {Occasion.START: 1, Occasion.MIDTERM: 1}, Occasion.END),
        (27, {Occasion.START: 1, Occasion.END: 1}, Occasion.WEEKLY),
    ],
)
def test_a_moment_that_was_missed_is_made_up_for_where_it_still_has_sense(
    week: int, asked: dict[Occasion, int], expected: Occasion
) -> None:
    assert occasion_of(Role.SEEKER, asked, week, 12, 26) is expected


def test_weeks_are_counted_by_the_calendar_of_the_organisation() -> None:
    brussels = ZoneInfo("Europe/Brussels")
    began = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)  # the 21st in Brussels
    a_week_later = datetime(2026, 10, 27, 23, 0, tzinfo=UTC)  # the 28th, after the clocks have changed

    assert weeks_since(began, a_week_later, brussels) == 1
    assert weeks_since(began, a_week_later - timedelta(minutes=1), brussels) == 0


@pytest.mark.parametrize(
    ("missed", "asked", "week", "occasion"),
    [
        (1, {}, 1, Occasion.START),  # a week late is still the beginning
        (4, {}, 4, Occasion.WEEKLY),
        (4, {}, 12, Occasion.MIDTERM),
        (17, {}, 17, Occasion.WEEKLY),  # mid-term is behind
        (17, {}, 26, Occasion.END),
        (17, {Occasion.END: 1}, 27, Occasion.WEEKLY),
        (30, {}, 31, Occasion.WEEKLY),  # so is the end
        (-1, {}, 0, Occasion.START),  # a duo that began here
    ],
)
def test_of_a_duo_that_ran_before_only_what_is_ahead_is_asked(
    missed: int, asked: dict[Occasion, int], week: int, occasion: Occasion
) -> None:
    assert occasion_of(Role.SEEKER, asked, week, 12, 26, missed) is occasion
