"""Which facts are named, since when and with which numbers; and what is kept between reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.signals.facts import SIDES, Facts, Usual
from mentoring.signals.keeping import Kept, read_kept, write_kept
from mentoring.signals.ladder import Ladder, Step
from mentoring.signals.reasons import Kind, Reason, from_json, last_signs, reasons_of
from mentoring.thresholds import DEFAULTS
from storage.words import Noticed, Role
from tests.unit.signal_facts import (
    MENTOR,
    SEEKER,
    Life,
    answered,
    at,
    disputed,
    held,
    kinds_of,
    missed,
    noticed,
    on,
    planned,
    unanswered,
    with_happened,
)


def named(facts: Facts, kind: Kind, **thresholds: int) -> list[tuple[Role | None, date, dict[str, int]]]:
    found = reasons_of(facts, replace(DEFAULTS, **thresholds))
    return [(one.side, one.since, dict(one.numbers)) for one in found if one.kind is kind]


def lively(**changes: Any) -> Facts:
    """Ten weeks in which all goes well, with a meeting to come."""
    facts = Life(days=70).facts()
    return replace(facts, **{"meetings": [*facts.meetings, planned(73)], **changes})


def test_nothing_speaks_against_a_duo_that_goes_well() -> None:
    assert reasons_of(lively(), DEFAULTS) == ()


def test_the_first_meeting_is_late_by_the_organisations_own_days() -> None:
    facts = Life(days=12).facts(met=None, under_way=None, meetings=[planned(14)], rounds=[])
    assert named(facts, Kind.FIRST_MEETING_LATE) == [(None, on(0), {"days": 12})]
    assert named(facts, Kind.FIRST_MEETING_LATE, watch_first_session_days=13) == []


def test_no_meeting_is_named_without_contact_after_two_weeks_and_with_contact_after_three() -> None:
    silent = lively(meetings=[planned(73)], last_held=on(56), wrote={side: frozenset() for side in SIDES})
    assert named(silent, Kind.NO_MEETING) == [(None, on(56), {"days": 14})]
    in_contact = replace(silent, wrote={SEEKER: frozenset({on(60)}), MENTOR: frozenset()})
    assert named(in_contact, Kind.NO_MEETING) == []
    assert named(with_happened(silent, noticed(Noticed.ACTED, 60, SEEKER)), Kind.NO_MEETING) == []
    assert named(with_happened(silent, noticed(Noticed.WAS_HERE, 60, SEEKER)), Kind.NO_MEETING) != []
    assert named(replace(in_contact, last_held=on(49)), Kind.NO_MEETING) == [(None, on(49), {"days": 21})]
    told = with_happened(replace(in_contact, last_held=on(49)), noticed(Noticed.NUDGE_MET, 65, MENTOR))
    assert named(told, Kind.NO_MEETING) == []


def test_meetings_missed_in_a_row_are_counted_and_whose_fault_both_agree_on_is_said() -> None:
    facts = lively(meetings=[held(48), missed(55, by=SEEKER), missed(62, by=SEEKER), planned(73)])
    assert named(facts, Kind.MISSED_MEETINGS) == [(SEEKER, on(55), {"times": 2})]
    assert named(facts, Kind.MISSED_MEETINGS, watch_missed=3) == []
    shared = replace(facts, meetings=[missed(55, by=SEEKER), missed(62, by=MENTOR)])
    assert named(shared, Kind.MISSED_MEETINGS)[0][0] is None
    over = replace(facts, meetings=[missed(55), held(62)])
    assert named(over, Kind.MISSED_MEETINGS) == []


def test_contradictions_are_counted_until_the_team_has_seen_to_them() -> None:
    facts = lively(meetings=[disputed(50), disputed(60), planned(73)])
    assert named(facts, Kind.CONTRADICTION) == [(None, on(50), {"times": 2})]
    assert named(replace(facts, seen_to_at=at(55)), Kind.CONTRADICTION) == [(None, on(60), {"times": 1})]


def test_questions_unanswered_in_a_row_are_named_of_somebody_who_usually_answers() -> None:
    before = [answered(SEEKER, day) for day in range(4, 53, 7)]
    silent = [unanswered(SEEKER, day) for day in (53, 60, 67)]
    facts = lively(rounds=[*before, *silent])
    assert named(facts, Kind.UNANSWERED) == [(SEEKER, on(53), {"times": 3, "usual": 95})]
    assert named(facts, Kind.UNANSWERED, watch_unanswered=4, risk_unanswered=5) == []
    fresh = lively(rounds=[*before, *silent[:1], unanswered(SEEKER, 69)])
    assert named(fresh, Kind.UNANSWERED) == []
    never = lively(rounds=[unanswered(SEEKER, day) for day in range(4, 69, 7)])
    ((_, _, numbers),) = named(never, Kind.UNANSWERED)  # all the time, by somebody of whom nothing else was known
    assert "usual" not in numbers, "what is usual for all is nobody's own habit"
    rarely = [answered(SEEKER, day) if day % 3 == 0 else unanswered(SEEKER, day) for day in range(4, 53, 7)]
    assert named(lively(rounds=[*rarely, *silent]), Kind.UNANSWERED) == []


def test_no_sign_of_one_side_at_all_is_silence_and_any_sign_ends_it() -> None:
    facts = Life(days=70, silent_since=56, silent=(MENTOR,)).facts()
    ((side, since, numbers),) = named(facts, Kind.SILENCE)
    assert (side, since, numbers) == (MENTOR, on(53), {"days": 17})
    for sign in (
        replace(facts, wrote={**facts.wrote, MENTOR: frozenset({on(68)})}),
        replace(facts, meetings=[*facts.meetings, held(68)]),
        replace(facts, rounds=[*facts.rounds, answered(MENTOR, 68)]),
        with_happened(facts, noticed(Noticed.NUDGE_NO_TIME, 68, MENTOR)),
        with_happened(facts, noticed(Noticed.ACTED, 68, MENTOR)),
        with_happened(facts, noticed(Noticed.WAS_HERE, 68, MENTOR)),
        replace(facts, last_signs={MENTOR: on(68)}),
        replace(facts, last_held=on(68)),
    ):
        assert named(sign, Kind.SILENCE) == []
    assert named(with_happened(facts, noticed(Noticed.NUDGED, 68, MENTOR)), Kind.SILENCE) != []
    assert named(with_happened(facts, noticed(Noticed.ACTED, 68, SEEKER)), Kind.SILENCE) != []  # the other one's


def test_a_last_sign_stays_known_when_what_told_it_is_read_no_more() -> None:
    facts = Life(days=70, silent_since=56, silent=(MENTOR,)).facts()
    kept = last_signs(facts)
    assert kept == {SEEKER: on(69), MENTOR: on(53)}
    later = Life(days=100, silent_since=0, silent=(MENTOR,)).facts(rounds=[], meetings=[], last_held=None)
    assert named(later, Kind.SILENCE)[0][1] == on(0)
    assert [since for side, since, _ in named(replace(later, last_signs=kept), Kind.SILENCE) if side is MENTOR] == [
        on(53)
    ]
    assert last_signs(replace(later, last_signs=kept))[MENTOR] == on(53)


def test_a_meeting_that_turns_out_not_to_have_been_is_no_sign_of_who_said_nothing() -> None:
    assert last_signs(lively(wrote={}, rounds=[], meetings=[held(60)], last_held=on(60))) == {}


@pytest.mark.parametrize(
    ("faces", "kinds"),
    [
        ((4, 4), []),
        ((4, 2), ["falling_answers", "low_answers"]),
        ((2, 2), ["low_answers"]),
        ((5, 3), ["falling_answers"]),
        ((4, 1), ["lowest_face", "falling_answers"]),
    ],
)
def test_low_and_falling_faces_are_named(faces: tuple[int, int], kinds: list[str]) -> None:
    rounds = [answered(MENTOR, 60, faces[0]), answered(MENTOR, 67, faces[1])]
    assert kinds_of(reasons_of(lively(rounds=rounds), DEFAULTS)) == kinds


def test_nothing_planned_for_ten_days_is_named() -> None:
    facts = lively(meetings=[held(60)], last_held=on(60))
    assert named(facts, Kind.NOTHING_PLANNED) == [(None, on(60), {"days": 10})]
    assert named(replace(facts, meetings=[held(61)]), Kind.NOTHING_PLANNED) == []


def test_what_was_answered_to_a_nudge_is_counted_until_a_better_answer() -> None:
    worry, team = noticed(Noticed.NUDGE_NO_TIME, 60, SEEKER), noticed(Noticed.NUDGE_TEAM, 66, SEEKER)
    assert named(with_happened(lively(), worry, team), Kind.WORRIED) == [(SEEKER, on(60), {"no_time": 1, "team": 1})]
    assert named(with_happened(lively(), worry, noticed(Noticed.NUDGE_WELL, 66, SEEKER)), Kind.WORRIED) == []
    assert len(named(with_happened(lively(), worry, noticed(Noticed.NUDGE_WELL, 66, MENTOR)), Kind.WORRIED)) == 1


def test_what_weighs_most_comes_first() -> None:
    facts = with_happened(
        Life(days=70, silent_since=40).facts(blocked={SEEKER: on(65)}),
        noticed(Noticed.WANTS_TO_STOP, 66, SEEKER),
        noticed(Noticed.HELP, 67, MENTOR),
    )
    assert kinds_of(reasons_of(facts, DEFAULTS)) == [
        "help",
        "wants_to_stop",
        "blocked",
        "unanswered",
        "no_meeting",
        "nothing_planned",
    ]


def test_where_they_meet_elsewhere_silence_is_no_reason_but_what_was_said_is() -> None:
    facts = Life(days=70, silent_since=30, silent=SIDES).facts()
    told = with_happened(facts, noticed(Noticed.ELSEWHERE, 69), noticed(Noticed.NUDGE_NO_TIME, 70, SEEKER))
    assert kinds_of(reasons_of(told, DEFAULTS)) == ["worried", "unanswered", "unanswered"]


def test_what_the_team_cleared_counts_anew() -> None:
    facts = Life(days=70, silent_since=30, silent=SIDES).facts()
    cleared = with_happened(facts, noticed(Noticed.CLEARED, 68))
    assert reasons_of(cleared, DEFAULTS) == ()
    later = with_happened(facts, noticed(Noticed.CLEARED, 52))
    assert named(later, Kind.SILENCE) == [(side, on(52), {"days": 18}) for side in (MENTOR, SEEKER)]


# -- kept --------------------------------------------------------------------------------------------------------------
_reasons = st.builds(
    Reason,
    st.sampled_from(list(Kind)),
    st.sampled_from([*SIDES, None]),
    st.dates(),
    st.dictionaries(st.sampled_from(["days", "times"]), st.integers(0, 500)),
)


@given(st.lists(_reasons, max_size=5))
def test_reasons_come_back_from_an_alert_as_they_were(reasons: list[Reason]) -> None:
    assert from_json([reason.to_json() for reason in reasons]) == tuple(reasons)


def test_a_kind_of_a_later_version_is_left_out() -> None:
    row = Reason(Kind.HELP, SEEKER, on(3), {}).to_json()
    assert from_json([{**row, "kind": "of_a_later_version"}, row]) == (Reason(Kind.HELP, SEEKER, on(3), {}),)


_days = st.integers(date(2026, 1, 1).toordinal(), date(2030, 1, 1).toordinal()) | st.just(-1000)
_ladders = st.builds(Ladder, st.sampled_from(list(Step)), _days, st.sampled_from([*SIDES, None]), _days, _days, _days)


@given(_ladders, st.none() | st.datetimes(timezones=st.just(UTC)))
def test_the_ladder_comes_back_as_it_was(ladder: Ladder, heard: datetime | None) -> None:
    kept = Kept(ladder, heard, Usual(on(3), 0.25, 0.1, {SEEKER: on(2)}), {SEEKER: on(2), MENTOR: on(1)})
    assert read_kept(write_kept(kept)) == kept
    assert read_kept(None) == Kept()
