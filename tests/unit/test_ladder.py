"""Nudge the silent side, then the partner, then alert: in that order, at these distances."""

from __future__ import annotations

from dataclasses import replace

from mentoring.signals.explanations import Verdict
from mentoring.signals.ladder import (
    AFTER_WORRY,
    Deed,
    Ladder,
    Limits,
    Step,
    next_step,
    reassured,
    resolved,
    silence_of,
    worried,
)
from storage.words import Role

LIMITS = Limits()


def verdict(chance: float, by: Role = Role.SEEKER) -> Verdict:
    other = Role.MENTOR if by is Role.SEEKER else Role.SEEKER
    return Verdict(chance, {by: chance, other: 0.0}, None)


def test_nothing_is_done_about_a_duo_that_goes_well() -> None:
    assert next_step(Ladder(), verdict(LIMITS.watch / 2), 30, LIMITS) == (Ladder(), Deed.NOTHING)


def test_the_silent_side_is_asked_first_and_two_days_later_the_partner() -> None:
    watched = verdict(LIMITS.watch * 2, by=Role.MENTOR)
    ladder, deed = next_step(Ladder(), watched, 30, LIMITS)
    assert (deed, ladder.asked) == (Deed.NUDGE, Role.MENTOR)
    assert silence_of(ladder, 31, LIMITS) is None
    assert next_step(ladder, watched, 31, LIMITS)[1] is Deed.NOTHING
    assert silence_of(ladder, 32, LIMITS) is Role.MENTOR
    ladder, deed = next_step(ladder, watched, 32, LIMITS)
    assert (deed, ladder.asked, ladder.step) == (Deed.NUDGE, Role.SEEKER, Step.BOTH_ASKED)
    ladder, deed = next_step(ladder, watched, 34, LIMITS)
    assert (deed, ladder.step) == (Deed.NOTHING, Step.SILENT)


def test_who_says_that_all_is_well_is_left_in_peace() -> None:
    watched = verdict(LIMITS.watch * 2)
    ladder = reassured(next_step(Ladder(), watched, 30, LIMITS)[0], 31, LIMITS)
    quiet = [day for day in range(31, 60) if next_step(ladder, watched, day, LIMITS)[1] is Deed.NUDGE]
    assert quiet[0] == 31 + LIMITS.settled


def test_after_a_worried_answer_nobody_else_is_asked_for_some_days() -> None:
    ladder = worried(Ladder(step=Step.ONE_ASKED, day=30, asked=Role.SEEKER, nudged=30), 31)
    watched = verdict(LIMITS.watch * 2)
    asked = [day for day in range(32, 50) if next_step(ladder, watched, day, LIMITS)[1] is Deed.NUDGE]
    assert asked[0] == 31 + AFTER_WORRY


def test_two_who_did_not_answer_are_asked_again_soon() -> None:
    ladder, asked = Ladder(), []
    for day in range(30, 42):
        ladder, deed = next_step(ladder, verdict(LIMITS.watch * 2), day, LIMITS)
        asked += [(day, ladder.asked)] if deed is Deed.NUDGE else []
    first, second = Role.SEEKER, Role.MENTOR
    assert asked == [(30, first), (32, second), (36, first), (38, second)]


def test_an_alert_comes_once_and_not_again_within_two_weeks_of_its_end() -> None:
    sure = verdict(LIMITS.alarm)
    ladder, deed = next_step(Ladder(), sure, 30, LIMITS)
    assert deed is Deed.ALERT
    assert next_step(ladder, sure, 31, LIMITS)[1] is not Deed.ALERT
    after = resolved(33, LIMITS)
    again = [day for day in range(33, 80) if next_step(after, sure, day, LIMITS)[1] is Deed.ALERT]
    assert again[0] == 33 + LIMITS.hold + 1


def test_limits_move_when_something_is_done() -> None:
    bolder = replace(LIMITS, alarm=LIMITS.alarm / 2)
    assert next_step(Ladder(), verdict(bolder.alarm), 30, bolder)[1] is Deed.ALERT
    assert next_step(Ladder(), verdict(bolder.alarm), 30, LIMITS)[1] is not Deed.ALERT
