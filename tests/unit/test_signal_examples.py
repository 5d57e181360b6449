"""Duos as a coordinator knows them, through all rules: who is called about, and who is left in peace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mentoring.signals.facts import Facts
from mentoring.signals.history import history_of
from mentoring.signals.ladder import Limits
from mentoring.signals.levels import level_of
from mentoring.signals.reasons import Kind
from mentoring.signals.replay import verdict_of
from mentoring.thresholds import DEFAULTS
from storage.words import Level, Noticed, Role
from tests.unit.signal_facts import MENTOR, SEEKER, Life, answered, disputed, kinds_of, noticed, on, with_happened


def level(facts: Facts) -> Level:
    return level_of(facts, verdict_of(history_of(facts)), DEFAULTS)[0]


def days_until_risk(life: Life) -> int | None:
    """Days of silence until the team hears of it, if nobody answers nudges; None: not within five weeks."""
    for day in range(life.silent_since, life.silent_since + 36):
        if level(replace(life, days=day).facts()) is Level.AT_RISK:
            return day - life.silent_since
    return None


@pytest.mark.parametrize("away", [(SEEKER,), (MENTOR,)])
def test_a_week_of_holiday_of_which_nobody_was_told_is_no_alarm(away: tuple[Role, ...]) -> None:
    levels = [level(Life(days=day, silent_since=42, silent=away).facts()) for day in range(42, 50)]
    assert Level.AT_RISK not in levels


def test_a_pause_is_no_alarm_however_long_the_silence_in_it() -> None:
    resting = [level(Life(days=day, pauses=((42, 76),)).facts()) for day in range(42, 90)]
    assert set(resting) == {Level.WELL}


@pytest.mark.parametrize("silent", [(SEEKER,), (SEEKER, MENTOR)])
def test_who_leaves_from_one_day_to_the_next_is_called_about_within_three_weeks(silent: tuple[Role, ...]) -> None:
    days = days_until_risk(Life(silent_since=49, silent=silent))
    assert days is not None
    assert 5 <= days <= 21


def test_a_partner_who_says_that_there_is_no_contact_brings_the_alert_forward() -> None:
    silent = Life(days=59, silent_since=49).facts()
    assert level(silent) is not Level.AT_RISK
    assert level(with_happened(silent, noticed(Noticed.NUDGE_NO_CONTACT, 58, MENTOR))) is Level.AT_RISK


def test_a_duo_that_talks_elsewhere_and_answers_is_left_in_peace() -> None:
    nobody_writes = {side: frozenset[object]() for side in (SEEKER, MENTOR)}
    rounds = [answered(side, day) for side in (SEEKER, MENTOR) for day in range(4, 70, 7)]
    quiet = Life().facts(wrote=nobody_writes, meetings=[], last_held=on(2), rounds=rounds)
    told = with_happened(quiet, noticed(Noticed.ELSEWHERE, 30, SEEKER))
    assert level(told) is Level.WELL
    assert level(quiet) is not Level.AT_RISK


def test_a_duo_that_contradicts_itself_twice_is_called_about_although_both_are_there() -> None:
    lively = Life(days=70).facts()
    once = replace(lively, meetings=[*lively.meetings, disputed(60)])
    twice = replace(lively, meetings=[*lively.meetings, disputed(60), disputed(67)])
    assert level(once) is Level.WELL
    assert level(twice) is Level.AT_RISK


def test_a_late_first_meeting_is_a_risk_unless_somebody_said_lately_that_all_is_well() -> None:
    """Who never plans a meeting here would be called about every three weeks."""
    late = Life(days=30).facts(met=None, meetings=[], last_held=None)
    silent = verdict_of(history_of(late))
    assert level_of(late, silent, DEFAULTS)[0] is Level.AT_RISK
    for said, expected in ((9, Level.AT_RISK), (10, Level.WATCH), (25, Level.WELL)):
        reassured = with_happened(late, noticed(Noticed.NUDGE_WELL, said, MENTOR))
        assert level(reassured) is expected, said
    worried = with_happened(late, noticed(Noticed.NUDGE_WELL, 25, MENTOR), noticed(Noticed.NUDGE_NO_TIME, 26, SEEKER))
    assert level(worried) is Level.AT_RISK
    assert Kind.FIRST_MEETING_LATE.value in kinds_of(level_of(worried, silent, DEFAULTS)[1])


def test_four_weeks_without_a_sign_of_one_side_are_a_risk_unless_the_partner_said_lately_that_all_is_well() -> None:
    long = Life(days=70, silent_since=40).facts()
    calm = replace(verdict_of(history_of(long)), fading=0.001)
    assert level_of(long, calm, DEFAULTS)[0] is Level.AT_RISK
    for said, expected in ((50, Level.AT_RISK), (60, Level.WATCH)):
        reassured = with_happened(long, noticed(Noticed.NUDGE_WELL, said, MENTOR))
        assert level_of(reassured, calm, DEFAULTS)[0] is expected, said


def test_one_signal_alone_is_never_a_risk_however_sure_the_sum_is() -> None:
    facts = Life(days=70, face=2).facts(rounds=[answered(SEEKER, 60, face=2)])
    sure = replace(verdict_of(history_of(facts)), fading=0.99)
    assert level_of(facts, sure, DEFAULTS, Limits())[0] is Level.WATCH
