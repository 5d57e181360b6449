"""What was seen of a duo, day by day; and its verdict at once, which is that of somebody who watched all the time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.signals.facts import SIDES, Facts, Usual
from mentoring.signals.history import ELSEWHERE_DAYS, Day, History, evidence_of, history_of
from mentoring.signals.model import USUAL
from mentoring.signals.replay import verdict_of
from mentoring.signals.seen import Seen, What
from storage.words import Met, Noticed, Role, SessionState
from tests.unit.signal_facts import (
    DAY,
    MENTOR,
    SEEKER,
    Life,
    answered,
    at,
    disputed,
    held,
    missed,
    noticed,
    on,
    planned,
    unanswered,
    with_happened,
)


def seen(facts: Facts, *what: What) -> list[tuple[What, int, Role]]:
    """What of that was seen, with the day of the duo and the side."""
    history = history_of(facts)
    return [
        (one.what, (day.date - on(0)).days, one.side) for day in history.days for one in day.seen if one.what in what
    ]


# -- the verdict -------------------------------------------------------------------------------------------------------
_things = st.lists(
    st.tuples(
        st.sampled_from(list(What)), st.sampled_from(SIDES), st.sampled_from([0.1, 0.5, 0.7, 0.9]), st.integers(1, 5)
    ),
    max_size=3,
)
_usual = st.tuples(st.sampled_from([0.0, 0.1, 0.4]), st.sampled_from([0.0, 0.2, 0.6]))


@given(st.integers(0, 300), st.lists(st.tuples(_things, _usual), min_size=1, max_size=USUAL.window + 1))
def test_the_verdict_is_that_of_evidence_fed_day_by_day(
    first: int, days: list[tuple[list[tuple[What, Role, float, int]], tuple[float, float]]]
) -> None:
    history = History(
        tuple(
            Day(
                first + place,
                on(place),
                usual,
                tuple(Seen(what, first + place, side, habit, value) for what, side, habit, value in things),
            )
            for place, (things, usual) in enumerate(days)
        ),
        None,
    )
    slowly, at_once = evidence_of(history).verdict(), verdict_of(history)
    assert at_once.fading == pytest.approx(slowly.fading, rel=1e-9, abs=1e-12)
    assert at_once.by == pytest.approx(slowly.by, rel=1e-9, abs=1e-12)


@given(st.integers(0, 90), st.integers(0, 60), st.sampled_from([(SEEKER,), (MENTOR,), SIDES]))
def test_and_so_it_is_for_a_duo_that_lives(days: int, silence: int, silent: tuple[Role, ...]) -> None:
    history = history_of(Life(days=days, silent_since=days - silence, silent=silent).facts())
    slowly, at_once = evidence_of(history).verdict(), verdict_of(history)
    assert at_once.fading == pytest.approx(slowly.fading, rel=1e-9)
    assert at_once.since == slowly.since


def test_of_a_duo_that_has_just_begun_nothing_is_known() -> None:
    assert verdict_of(history_of(Life(days=0).facts())).fading == 0


def test_the_likeliest_beginning_is_a_day_of_the_calendar() -> None:
    facts = Life(days=70, silent_since=49).facts()
    history = history_of(facts)
    since = history.date_of(verdict_of(history).since)
    assert since is not None
    assert on(38) <= since <= on(54)


# -- questions ---------------------------------------------------------------------------------------------------------
def test_a_question_is_unanswered_after_two_days_until_it_is_answered() -> None:
    facts = Life(days=40).facts(rounds=[unanswered(SEEKER, 37)])
    told = (What.ANSWERED, What.UNANSWERED, What.FACE)
    assert seen(replace(facts, today=on(38)), *told) == []
    assert seen(replace(facts, today=on(39)), *told) == [(What.UNANSWERED, 39, SEEKER)]
    late = replace(unanswered(SEEKER, 37), answered=on(40), answered_at=at(40), face=3)
    assert seen(replace(facts, rounds=[late]), *told) == [(What.ANSWERED, 40, SEEKER), (What.FACE, 40, SEEKER)]


def test_the_habit_of_who_never_answers_wanes() -> None:
    facts = Life(days=60).facts(rounds=[unanswered(SEEKER, day) for day in range(4, 60, 7)])
    habits = [one.habit for day in history_of(facts).days for one in day.seen if one.what is What.UNANSWERED]
    assert len(habits) >= 5
    assert habits == sorted(habits, reverse=True)
    assert habits[-1] < 0.3


# -- meetings ----------------------------------------------------------------------------------------------------------
def test_a_week_with_a_meeting_is_seen_on_its_day_and_one_without_on_the_day_after_the_week() -> None:
    facts = Life(days=20).facts(meetings=[held(2), held(8)])
    assert seen(facts, What.MET, What.NOT_MET) == [(What.MET, 8, SEEKER), (What.NOT_MET, 17, SEEKER)]


@pytest.mark.parametrize("pending", [disputed(12), planned(12)])
def test_a_week_of_which_it_is_not_known_says_nothing(pending: object) -> None:
    facts = Life(days=20).facts(meetings=[held(2), held(8), pending])
    assert seen(facts, What.MET, What.NOT_MET) == [(What.MET, 8, SEEKER)]


def test_what_each_side_says_of_a_meeting_is_seen() -> None:
    called_off = replace(planned(14), state=SessionState.CANCELLED, declined=(False, True))
    one_sided = held(13, (Met.ELSEWHERE, Met.OPEN))
    facts = Life(days=20).facts(meetings=[held(12), one_sided, called_off, missed(15, by=SEEKER), missed(16)])
    assert seen(facts, What.CONFIRMED, What.CANCELLED, What.ABSENT) == [
        (What.CONFIRMED, 12, SEEKER),
        (What.CONFIRMED, 12, MENTOR),
        (What.CONFIRMED, 13, SEEKER),
        (What.CANCELLED, 14, MENTOR),
        (What.ABSENT, 15, SEEKER),
    ]


# -- messages ----------------------------------------------------------------------------------------------------------
def test_of_days_whose_messages_are_forgotten_silence_says_nothing() -> None:
    history = history_of(Life(days=70).facts())
    assert all(day.usual == (0.0, 0.0) for day in history.days if day.date <= on(40))
    assert all(day.usual > (0.0, 0.0) for day in history.days if day.date > on(40))


def test_what_is_kept_of_messages_takes_the_place_of_those_forgotten() -> None:
    nobody_writes = {side: frozenset[object]() for side in SIDES}
    facts = Life(days=100).facts(wrote=nobody_writes)
    kept = history_of(facts).kept
    assert kept is not None
    assert kept.day == facts.known_from + 5 * DAY
    usual = Usual(facts.known_from + DAY, 0.001, 0.5)
    days = history_of(replace(facts, usual=usual)).days
    assert days[-1].usual[0] < 0.001
    assert 0.1 < days[-1].usual[1] < 0.25
    assert history_of(replace(facts, usual=usual)).kept == usual


def test_the_last_day_on_which_somebody_wrote_is_kept_longer_than_its_message() -> None:
    kept = history_of(Life(days=70, silent_since=60).facts()).kept
    assert kept is not None
    assert kept.last[SEEKER] == on(57)


def test_reviewing_every_few_days_keeps_what_watching_all_the_time_would_know() -> None:
    usual, seeker = None, 0.15
    for day in range(1, 120):
        facts = Life(days=day, writes_every=5, silent_since=60).facts(usual=usual)
        seeker += ((on(day) in facts.wrote[SEEKER]) - seeker) / 30
        if day % 4 == 0:
            history = history_of(facts)
            usual = history.kept
            assert history.days[-1].usual[0] == pytest.approx(seeker, abs=0.06)


# -- pauses, and what the team or the two say --------------------------------------------------------------------------
def test_nothing_is_seen_in_a_pause_and_no_day_of_it_counts() -> None:
    facts = Life(days=60, pauses=((30, 44),)).facts()
    busy = replace(facts, wrote={SEEKER: frozenset(on(day) for day in range(60))}, meetings=[held(35), held(50)])
    history = history_of(busy)
    assert [day.date for day in history.days if on(30) <= day.date <= on(44)] == []
    assert [day.number for day in history.days] == list(range(45 - len(history.days) + 1, 46))
    assert (What.CONFIRMED, 35, SEEKER) not in seen(busy, What.CONFIRMED)


def test_what_the_team_cleared_begins_anew() -> None:
    facts = Life(days=70, silent_since=49).facts()
    assert verdict_of(history_of(facts)).fading > 0.3
    cleared = with_happened(facts, noticed(Noticed.CLEARED, 70))
    assert [day.date for day in history_of(cleared).days] == [on(70)]
    assert verdict_of(history_of(cleared)).fading == 0


def test_who_meets_elsewhere_is_missed_neither_in_the_thread_nor_at_meetings_for_six_weeks() -> None:
    silent = Life(days=70, silent_since=40, silent=SIDES).facts()
    told = with_happened(silent, noticed(Noticed.ELSEWHERE, 60, MENTOR))
    about = (What.MET, What.NOT_MET, What.WROTE, What.CONFIRMED)
    assert seen(told, *about) == []
    assert seen(told, What.UNANSWERED) == seen(silent, What.UNANSWERED) != []
    assert all(day.usual == (0.0, 0.0) for day in history_of(told).days)
    long_ago = with_happened(silent, noticed(Noticed.ELSEWHERE, 60 - ELSEWHERE_DAYS, MENTOR))
    assert seen(long_ago, *about) != []


def test_a_day_with_a_deed_is_seen_once_whether_or_not_they_wrote_as_well() -> None:
    facts = with_happened(
        Life(days=70, writes_every=3).facts(),
        *(noticed(Noticed.ACTED, day, SEEKER) for day in (66, 67)),  # they wrote on the 66th
        noticed(Noticed.ACTED, 67, SEEKER),
        noticed(Noticed.WAS_HERE, 68, SEEKER),
    )
    assert seen(facts, What.ACTED) == [(What.ACTED, 67, SEEKER)]
    assert (What.WROTE, 66, SEEKER) in seen(facts, What.WROTE)


# -- nudges ------------------------------------------------------------------------------------------------------------
def test_a_nudge_is_answered_or_unanswered_after_two_days() -> None:
    facts = Life(days=60).facts()
    nudge = noticed(Noticed.NUDGED, 50, SEEKER)
    told = (What.NUDGE_WELL, What.NUDGE_WORRY, What.NUDGE_SILENT)
    assert seen(with_happened(replace(facts, today=on(51)), nudge), *told) == []
    assert seen(with_happened(facts, nudge), *told) == [(What.NUDGE_SILENT, 52, SEEKER)]
    well = noticed(Noticed.NUDGE_MET, 51, SEEKER)
    assert seen(with_happened(facts, nudge, well), *told) == [(What.NUDGE_WELL, 51, SEEKER)]
    late = noticed(Noticed.NUDGE_NO_TIME, 55, SEEKER)
    assert seen(with_happened(facts, nudge, late), *told) == [
        (What.NUDGE_SILENT, 52, SEEKER),
        (What.NUDGE_WORRY, 55, SEEKER),
    ]


@given(st.integers(1, 400))
def test_the_days_of_a_history_follow_each_other_and_end_today(days: int) -> None:
    history = history_of(Life(days=days).facts())
    assert history.days[-1].date == on(days)
    assert len(history.days) == min(days, USUAL.window) + 1
    assert all(
        later.date - earlier.date == timedelta(1) and later.number - earlier.number == 1
        for earlier, later in zip(history.days, history.days[1:], strict=False)
    )


def test_an_answer_to_a_question_of_before_the_window_says_nothing_new() -> None:
    assert seen(Life(days=70).facts(rounds=[answered(SEEKER, 4)]), What.ANSWERED, What.UNANSWERED) == []
