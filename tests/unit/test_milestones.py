from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.written_times import read_started_day
from mentoring.errors import StepNotUsableError, StepToComeError, StepTooLongAgoError, StepTooLongError
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.nudges.congratulate import read_step, write_step
from mentoring.progress.rules import LONGEST, can_undo, changes, checked_day, cleaned_step, days_offered
from mentoring.taps import read_tap
from mentoring.taps_progress import AfterFoundWork, StepDone
from storage.ids import MAX_ID
from storage.words import Question

TODAY, STARTED = date(2026, 11, 24), date(2026, 9, 1)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_step_can_be_of_today_of_before_the_duo_and_of_a_year_before_it() -> None:
    for day in (TODAY, STARTED, date(2025, 9, 1)):
        assert checked_day(day, TODAY, STARTED) == day


def test_a_step_is_not_of_tomorrow() -> None:
    with pytest.raises(StepToComeError):
        checked_day(date(2026, 11, 25), TODAY, STARTED)


def test_a_step_is_not_of_more_than_a_year_before_the_duo() -> None:
    with pytest.raises(StepTooLongAgoError):
        checked_day(date(2025, 8, 31), TODAY, STARTED)


def test_a_step_in_own_words_is_one_tidy_line() -> None:
    assert cleaned_step("  J'ai osé\n téléphoner \u202e") == "J'ai osé téléphoner"
    assert cleaned_step("é" * LONGEST) == "é" * LONGEST


@pytest.mark.parametrize("text", ["x" * 81, "mot " * 1000])
def test_more_than_eighty_characters_are_too_many_for_a_step(text: str) -> None:
    with pytest.raises(StepTooLongError):
        cleaned_step(text)


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u200d"])
def test_nothing_to_read_is_no_step(text: str) -> None:
    with pytest.raises(StepNotUsableError):
        cleaned_step(text)


@given(st.text(max_size=200))
def test_what_is_taken_as_a_step_always_fits_into_a_line(text: str) -> None:
    try:
        words = cleaned_step(text)
    except (StepTooLongError, StepNotUsableError):
        return
    assert 1 <= len(words) <= LONGEST
    assert "\n" not in words


def test_a_step_can_be_taken_back_for_a_day() -> None:
    assert can_undo(NOW, NOW + timedelta(hours=23, minutes=59))
    assert not can_undo(NOW, NOW + timedelta(days=1))


def test_the_days_with_a_button_are_those_before_yesterday() -> None:
    days = days_offered(TODAY)
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 22), date(2026, 11, 11), 12)


def test_change_is_the_first_answer_and_the_last_of_each_dimension() -> None:
    answers = [
        *((Question.MOTIVATION, 2), (Question.DUO, 1), (Question.NETWORK, 4), (Question.MOTIVATION, 5)),
        *((Question.DUO, 5), (Question.MOTIVATION, 4), (Question.CODES, 3)),
    ]
    assert changes(answers) == {Question.MOTIVATION: (2, 4)}, "once is no change, and the duo no dimension"


def test_a_temporary_job_and_a_trial_day_close_nothing() -> None:
    assert {
        *(Milestone.TRAINING, Milestone.INTERNSHIP, Milestone.JOB_OFFER, Milestone.CONTRACT_SIGNED),
    } == FOUND_WORK


@pytest.mark.parametrize("milestone", list(Milestone))
@pytest.mark.parametrize("step_id", [None, 1, MAX_ID])
def test_a_nudge_keeps_which_step_it_is_about(milestone: Milestone, step_id: int | None) -> None:
    about = write_step(milestone, step_id)
    assert read_step(about) == (milestone, step_id)
    assert len(about) <= 64


@pytest.mark.parametrize("about", ["moon_landing 3", "cv_ready x", ""])
def test_a_step_of_another_version_is_none(about: str) -> None:
    with pytest.raises(ValueError, match=r"not a valid|invalid literal"):
        read_step(about)


@pytest.mark.parametrize("milestone", list(Milestone))
def test_every_step_fits_into_a_button(milestone: Milestone) -> None:
    for tap in (StepDone(MAX_ID, milestone, "20261124"), AfterFoundWork(MAX_ID, goes_on=False)):
        assert read_tap(tap.pack()) == tap


@pytest.mark.parametrize(
    ("text", "ago"),
    [("hier", 1), ("Gisteren!", 1), ("gestern", 1), ("avant-hier", 2), ("vorgestern", 2), ("eergisteren", 2)],
)
def test_a_day_just_passed_can_be_written_as_it_is_said(text: str, ago: int) -> None:
    assert read_started_day(text, TODAY) == TODAY - timedelta(days=ago)
