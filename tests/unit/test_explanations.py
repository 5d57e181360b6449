"""What explains a duo's silence: by example where a person would agree at once, by property for the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.signals.explanations import SIDES, Evidence
from mentoring.signals.model import USUAL, level_of
from mentoring.signals.seen import Seen, What
from storage.words import Role

SEEKER, MENTOR = SIDES


def evidence(**writes: float) -> Evidence:
    made = Evidence(writes={SEEKER: writes.get("seeker", 0.3), MENTOR: writes.get("mentor", 0.3)})
    made.begin(0)
    return made


def live_well(known: Evidence, until: int) -> None:
    """Days as they are in a duo that goes well: they write, meet, and mostly answer."""
    for day in range(known.day + 1, until + 1):
        known.go_to(day)
        if day % 3 == 0:
            known.see(Seen(What.WROTE, day, SIDES[day % 2]))
        if day % 7 == 0:
            known.see(Seen(What.MET, day, SEEKER, 0.7))
            for side in SIDES:
                known.see(Seen(What.ANSWERED, day, side, 0.7))


def fall_silent(known: Evidence, days: int, *, habit: float = 0.7) -> None:
    """The job seeker does nothing any more; the mentor goes on."""
    for day in range(known.day + 1, known.day + days + 1):
        known.go_to(day)
        if day % 4 == 0:
            known.see(Seen(What.WROTE, day, MENTOR))
        if day % 7 == 0:
            known.see(Seen(What.NOT_MET, day, SEEKER, habit))
            known.see(Seen(What.UNANSWERED, day, SEEKER, habit))
            known.see(Seen(What.ANSWERED, day, MENTOR, habit))


def test_nothing_is_suspected_of_a_duo_that_goes_well() -> None:
    known = evidence()
    live_well(known, 60)
    assert known.verdict().fading < 0.01


def test_silence_of_one_side_is_seen_and_whose_it_is() -> None:
    known = evidence()
    live_well(known, 40)
    before = known.verdict().fading
    fall_silent(known, 21)
    verdict = known.verdict()
    assert verdict.fading > 0.5 > before
    assert verdict.by[Role.SEEKER] > 10 * verdict.by[Role.MENTOR]
    assert verdict.since is not None
    assert 28 <= verdict.since <= 48


def test_a_week_of_silence_is_rather_a_holiday() -> None:
    known = evidence()
    live_well(known, 42)
    fall_silent(known, 8)
    assert known.verdict().fading < 0.15


def test_who_rarely_answers_is_missed_less() -> None:
    often, rarely = evidence(), evidence()
    for known, habit in ((often, 0.9), (rarely, 0.3)):
        live_well(known, 42)
        fall_silent(known, 14, habit=habit)
    assert often.verdict().fading > 2 * rarely.verdict().fading


def test_who_talks_elsewhere_is_not_suspected_for_an_empty_thread() -> None:
    """Nothing is written and nothing was ever written: only questions and meetings say something."""
    known = evidence(seeker=0.0, mentor=0.0)
    for day in range(1, 60):
        known.go_to(day)
        if day % 7 == 0:
            for side in SIDES:
                known.see(Seen(What.ANSWERED, day, side, 0.7))
    assert known.verdict().fading < 0.01


@pytest.mark.parametrize(
    ("what", "rises"), [(What.NUDGE_WELL, False), (What.NUDGE_SILENT, True), (What.NUDGE_WORRY, True)]
)
def test_the_answer_to_a_nudge_weighs(what: What, rises: bool) -> None:
    known = evidence()
    live_well(known, 42)
    fall_silent(known, 10)
    before = known.verdict().fading
    known.see(Seen(what, known.day, SEEKER))
    assert (known.verdict().fading > before) is rises


def test_a_partner_who_is_worried_weighs_most() -> None:
    known = evidence()
    live_well(known, 42)
    fall_silent(known, 10)
    known.see(Seen(What.NUDGE_WORRY, known.day, MENTOR))
    assert known.verdict().fading > 0.5


def test_who_comes_back_is_no_longer_suspected() -> None:
    known = evidence()
    live_well(known, 42)
    fall_silent(known, 18)
    suspected = known.verdict().fading
    live_well(known, known.day + 21)
    assert known.verdict().fading < suspected / 10


def test_what_the_team_has_cleared_up_counts_no_longer() -> None:
    known = evidence()
    fall_silent(known, 28)
    known.begin(28)
    assert known.verdict().fading == 0


_THINGS = st.tuples(
    st.sampled_from(list(What)), st.sampled_from(SIDES), st.floats(0, 1), st.integers(1, 5), st.integers(0, 5)
)


@given(st.lists(_THINGS, max_size=40))
def test_a_verdict_is_a_probability_whatever_was_seen(things: list[tuple[What, Role, float, int, int]]) -> None:
    known = evidence()
    for what, side, habit, value, days in things:
        known.go_to(known.day + days)
        known.see(Seen(what, known.day, side, habit, value))
    verdict = known.verdict()
    assert 0 <= verdict.fading <= 1
    assert verdict.fading == pytest.approx(sum(verdict.by.values()))


@given(st.sampled_from(USUAL.fade_days), st.floats(0, 40), st.floats(0, 40))
def test_a_fade_only_goes_down(lasts: int, one: float, other: float) -> None:
    early, late = sorted((one, other))
    assert 0 <= level_of(late, lasts) <= level_of(early, lasts) <= 1
