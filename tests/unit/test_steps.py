from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.steps import Place, Step, is_optional, place_of, step_after, step_before, step_from, steps_for
from storage.words import Role

roles = st.sampled_from(list(Role))
words = st.none() | st.sampled_from(list(Step)) | st.text(max_size=9)


@pytest.mark.parametrize(
    ("role", "is_known", "count"),
    [
        (Role.SEEKER, False, 7),
        (Role.FEDERATION, False, 3),
        (Role.FEDERATION, True, 1),
        (Role.MENTOR, False, 8),
        (Role.COORDINATOR, False, 3),
        (Role.LEAD, False, 3),
        (Role.SEEKER, True, 5),
        (Role.MENTOR, True, 6),
        (Role.LEAD, True, 1),
    ],
)
def test_each_role_has_its_questions(role: Role, is_known: bool, count: int) -> None:
    assert len(steps_for(role, is_known=is_known)) == count


@given(roles, st.booleans())
def test_everybody_is_asked_whether_they_agree_and_never_after_their_answers(role: Role, is_known: bool) -> None:
    steps = steps_for(role, is_known=is_known)

    before = steps[: steps.index(Step.AGREEMENT)]
    assert set(before) <= {Step.LANGUAGE}


@given(roles, st.booleans(), words)
def test_the_welcome_goes_on_at_a_question_of_that_role_whatever_was_noted(
    role: Role, is_known: bool, noted: str | None
) -> None:
    steps = steps_for(role, is_known=is_known)

    assert step_from(noted, steps) in steps
    if noted in steps:
        assert step_from(noted, steps) == noted


def test_a_question_that_is_no_longer_asked_leads_to_the_next() -> None:
    known = steps_for(Role.SEEKER, is_known=True)

    assert step_from(Step.NAME, known) is Step.LANGUAGES
    assert step_from(Step.CAPACITY, known) is Step.TIMES


@given(roles, st.booleans())
def test_back_undoes_on_and_the_last_question_ends_it(role: Role, is_known: bool) -> None:
    steps = steps_for(role, is_known=is_known)

    for step in steps[:-1]:
        following = step_after(step, steps)
        assert following is not None
        assert step_before(following, steps) is step
    assert step_after(steps[-1], steps) is None
    assert step_before(steps[0], steps) is steps[0]


def test_places_are_counted_from_one() -> None:
    steps = steps_for(Role.SEEKER, is_known=False)

    assert place_of(Step.LANGUAGE, steps) == Place(1, 7)
    assert place_of(Step.TIMES, steps) == Place(7, 7)
    assert place_of(Step.LANGUAGE, steps).is_first


def test_only_what_is_for_matching_can_be_skipped() -> None:
    assert {step for step in Step if not is_optional(step)} == {Step.LANGUAGE, Step.AGREEMENT, Step.NAME}
