"""From facts to a level: urgent at once, at risk on two signals, watch on one; none without a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.signals.explanations import Verdict
from mentoring.signals.facts import SIDES, Facts, Happening
from mentoring.signals.history import history_of
from mentoring.signals.ladder import Limits
from mentoring.signals.levels import RANK, level_of
from mentoring.signals.reasons import Kind, Reason
from mentoring.signals.replay import verdict_of
from mentoring.thresholds import DEFAULTS
from storage.words import Level, Met, Noticed, Role
from tests.unit.signal_facts import (
    MENTOR,
    SEEKER,
    Life,
    answered,
    disputed,
    held,
    kinds_of,
    missed,
    noticed,
    on,
    planned,
    with_happened,
)

LIMITS = Limits()
CALM = Verdict(0.001, dict.fromkeys(SIDES, 0.0005), None)
NEARLY_SURE = Verdict(0.9, {SEEKER: 0.8, MENTOR: 0.1}, None)


def looked_at(facts: Facts) -> tuple[Level, tuple[Reason, ...]]:
    return level_of(facts, verdict_of(history_of(facts)), DEFAULTS)


def test_a_duo_that_goes_well_is_well_and_nothing_is_said_about_it() -> None:
    assert looked_at(Life().facts()) == (Level.WELL, ())


@pytest.mark.parametrize("silent", [(SEEKER,), (MENTOR,), (SEEKER, MENTOR)])
def test_three_weeks_without_one_side_are_a_risk_with_reasons_that_name_it(silent: tuple[Role, ...]) -> None:
    level, reasons = looked_at(Life(silent_since=49, silent=silent).facts())
    assert level is Level.AT_RISK
    assert {reason.side for reason in reasons if reason.kind is Kind.SILENCE} == set(silent)
    assert {"silence", "unanswered", "no_meeting"} <= set(kinds_of(reasons))


@pytest.mark.parametrize("kind", [Noticed.HELP, Noticed.WANTS_TO_STOP])
def test_what_somebody_asks_for_is_urgent_until_the_team_has_seen_to_it(kind: Noticed) -> None:
    asked = with_happened(Life().facts(), noticed(kind, 65, SEEKER))
    assert level_of(asked, CALM, DEFAULTS)[0] is Level.URGENT
    settled = replace(asked, seen_to_at=asked.now)
    assert level_of(settled, CALM, DEFAULTS)[0] is Level.WELL
    again = with_happened(Life().facts(), noticed(Noticed.CLEARED, 66), noticed(kind, 67, SEEKER))
    assert level_of(again, CALM, DEFAULTS)[0] is Level.URGENT


def test_the_lowest_face_is_urgent_until_a_better_one_follows() -> None:
    lowest = Life(days=60).facts(rounds=[answered(SEEKER, 50), answered(SEEKER, 57, face=1)])
    level, reasons = level_of(lowest, CALM, DEFAULTS)
    assert (level, reasons[0].kind, reasons[0].since) == (Level.URGENT, Kind.LOWEST_FACE, on(57))
    better = replace(lowest, rounds=[*lowest.rounds, answered(SEEKER, 59, face=4)])
    assert level_of(better, CALM, DEFAULTS)[0] is Level.WELL


def test_however_likely_a_fade_is_one_signal_alone_is_no_risk() -> None:
    facts = Life().facts(meetings=[planned(72)], last_held=on(60))
    assert level_of(facts, NEARLY_SURE, DEFAULTS) == (Level.WELL, ())
    assert level_of(replace(facts, meetings=[missed(69), planned(72)]), NEARLY_SURE, DEFAULTS)[0] is Level.WATCH
    two = replace(facts, meetings=[missed(69), planned(72)], rounds=[answered(SEEKER, 67, face=2)])
    assert level_of(two, NEARLY_SURE, DEFAULTS)[0] is Level.AT_RISK
    assert level_of(two, CALM, DEFAULTS)[0] is Level.WATCH


def test_a_block_is_a_risk_by_itself_and_so_are_two_contradictions() -> None:
    facts = Life().facts()
    assert level_of(replace(facts, blocked={MENTOR: on(69)}), CALM, DEFAULTS)[0] is Level.AT_RISK
    once = replace(facts, meetings=[*facts.meetings, disputed(66)])
    assert level_of(once, CALM, DEFAULTS)[0] is Level.WELL
    twice = replace(facts, meetings=[*facts.meetings, disputed(59), disputed(66)])
    assert level_of(twice, CALM, DEFAULTS)[0] is Level.AT_RISK


def test_who_would_like_to_talk_to_the_team_is_heard() -> None:
    assert level_of(with_happened(Life().facts(), noticed(Noticed.NUDGE_TEAM, 69, SEEKER)), CALM, DEFAULTS)[0] is (
        Level.AT_RISK
    )


def test_a_reassuring_answer_settles_a_watch_for_a_week() -> None:
    facts = Life().facts(meetings=[missed(66), planned(72)], last_held=on(60))
    assert level_of(facts, CALM, DEFAULTS)[0] is Level.WATCH
    assert level_of(with_happened(facts, noticed(Noticed.NUDGE_WELL, 68, SEEKER)), CALM, DEFAULTS)[0] is Level.WELL
    earlier = with_happened(facts, noticed(Noticed.NUDGE_WELL, 68 - LIMITS.settled, SEEKER))
    assert level_of(earlier, CALM, DEFAULTS)[0] is Level.WATCH


def test_a_duo_that_never_met_is_watched_after_ten_days_and_a_risk_after_twenty_one() -> None:
    def level(days: int, *, plans: bool = False) -> Level:
        life = Life(days=days, silent_since=0, silent=SIDES)
        meetings = [planned(days + 2)] if plans else []
        return looked_at(life.facts(met=None, under_way=None, rounds=[], meetings=meetings))[0]

    assert level(9) is Level.WELL
    assert level(10) is Level.WATCH
    assert level(21) is Level.AT_RISK


def test_a_duo_that_rests_or_has_ended_is_well() -> None:
    facts = Life(silent_since=30).facts(is_active=False)
    assert level_of(facts, NEARLY_SURE, DEFAULTS) == (Level.WELL, ())


_silent = st.sampled_from([(SEEKER,), (MENTOR,), SIDES])
_happened = st.lists(
    st.builds(noticed, st.sampled_from(list(Noticed)), st.integers(0, 80), st.sampled_from([SEEKER, MENTOR])),
    max_size=4,
)


@given(
    days=st.integers(1, 80),
    silence=st.integers(0, 45),
    silent=_silent,
    happened=_happened,
    fading=st.floats(0, 1),
    plans=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_there_is_no_level_without_a_reason(
    days: int, silence: int, silent: tuple[Role, ...], happened: list[Happening], fading: float, *, plans: bool
) -> None:
    """Whatever was noticed and however likely a fade is: who is not well is so for something with a day to it."""
    lived = Life(days=days, silent_since=days - silence, silent=silent).facts()
    facts = with_happened(lived, *[one for one in happened if one.day <= lived.today])
    if plans:
        facts = replace(facts, meetings=[*facts.meetings, planned(days + 2)])
    for verdict in (Verdict(fading, dict.fromkeys(SIDES, fading / 2), None), verdict_of(history_of(facts))):
        level, reasons = level_of(facts, verdict, DEFAULTS)
        assert (level is Level.WELL) == (reasons == ())
        assert all(reason.since <= facts.today for reason in reasons)


def test_who_plans_and_confirms_every_week_is_well_though_questions_and_threads_stay_empty() -> None:
    silent = Life(silent_since=45, silent=SIDES).facts()
    assert looked_at(silent)[0] is Level.AT_RISK
    acts = [noticed(Noticed.ACTED, day, side) for day in (52, 59, 66) for side in SIDES]
    weekly = [held(day, met=(Met.OPEN, Met.OPEN)) for day in (51, 58, 65)]
    meets = replace(silent, meetings=[*silent.meetings, *weekly, planned(72)], last_held=on(65), rounds=[])
    assert looked_at(with_happened(meets, *acts)) == (Level.WELL, ())
    assert verdict_of(history_of(with_happened(meets, *acts))).fading < verdict_of(history_of(meets)).fading


@given(
    days=st.integers(60, 90),  # so young a duo has no habits yet that silence could be held against
    silences=st.tuples(st.integers(0, 45), st.integers(0, 45)),
    silent=_silent,
    writes_every=st.integers(1, 12),
)
@settings(max_examples=60, deadline=None)
def test_more_silence_never_lowers_the_level(
    days: int, silences: tuple[int, int], silent: tuple[Role, ...], writes_every: int
) -> None:
    """The same day of the same duo, once after a shorter and once after a longer silence."""
    less, more = sorted(silences)
    levels = [
        looked_at(Life(days=days, silent_since=days - length, silent=silent, writes_every=writes_every).facts())[0]
        for length in (less, more)
    ]
    assert RANK[levels[0]] <= RANK[levels[1]]


@given(first=st.integers(20, 60), lasts=st.integers(1, 40), silent_for=st.integers(0, 30), silent=_silent)
def test_a_pause_freezes_it(first: int, lasts: int, silent_for: int, silent: tuple[Role, ...]) -> None:
    """On its last day everything is as it was on the day before it, except what is forgotten of messages."""
    before = Life(days=first - 1, silent_since=first - 1 - silent_for, silent=silent)
    during = replace(before, days=first - 1 + lasts, pauses=((first, first - 1 + lasts),))
    known = during.facts(
        known_from=before.facts().known_from, wrote=before.facts().wrote, meetings=before.facts().meetings
    )
    assert looked_at(known) == looked_at(before.facts())
