"""The best pairs of a group: what a pair is worth, which pairs are chosen, what a tap makes of a draft."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.group_pairing.assign import assign
from mentoring.group_pairing.draft import Draft, Place, holder_to_swap, in_order, leave_out, take, usage
from mentoring.group_pairing.scores import score_table
from mentoring.matching import FREE_PLACE, MOST_FREE_PLACES, Candidate, ReasonKind, fit
from mentoring.profile import Moment, Profile, Region, Sector

FRENCH, DUTCH = Profile(languages=("fr",)), Profile(languages=("nl",))


def some(options: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(options), unique=True, max_size=3).map(tuple)


profiles = st.builds(
    Profile,
    languages=some(("fr", "nl", "ar")),
    sectors=some(tuple(Sector)[:3]),
    regions=some(tuple(Region)[:3]),
    times=some(tuple(Moment)),
)


def seeker(number: int, profile: Profile = FRENCH) -> Candidate:
    return Candidate(number, number, profile)


def mentor(number: int, profile: Profile = FRENCH, places: int = 1) -> Candidate:
    return Candidate(100 + number, 100 + number, profile, places)


@given(profiles, profiles, st.integers(1, 9), st.booleans())
def test_a_cell_is_worth_what_fit_says_without_the_free_places(
    mine: Profile, theirs: Profile, places: int, declined: bool
) -> None:
    table = score_table([seeker(1, mine)], [mentor(1, theirs, places)], {1: {101}} if declined else {})
    said = fit(seeker(1, mine), Candidate(101, 101, theirs, places, declined_before=declined))
    if ReasonKind.NO_LANGUAGE in {reason.kind for reason in said.reasons}:
        assert table.scores == ((None,),)
    else:
        assert table.scores == ((said.score - FREE_PLACE * min(places, MOST_FREE_PLACES),),)
        assert table.declined == (((0, 0),) if declined else ())


def test_nobody_is_paired_with_themselves() -> None:
    both = Candidate(1, 7, FRENCH), Candidate(2, 7, FRENCH, 1)
    assert score_table(both[:1], both[1:], {}).scores == ((None,),)


def table(scores: list[list[int | None]], **more: Any) -> dict[str, Any]:
    plain = {"places": [1] * len(scores[0]), "declined": [], "free_place": 1, "most_free_places": 5}
    return {"scores": scores, **plain, **more}


def test_the_best_mentor_of_the_first_goes_to_whom_it_helps_more() -> None:
    """One by one the first takes 240 and leaves 0: together it is 230 + 210."""
    assert dict(assign(table([[240, 230], [210, None]]))) == {0: 1, 1: 0}


def test_as_many_as_possible_get_a_mentor_before_anything_else() -> None:
    assert dict(assign(table([[275, 0], [200, None]]))) == {0: 1, 1: 0}


def test_who_has_no_language_in_common_waits_on() -> None:
    assert assign(table([[None, None], [None, 200]])) == [(1, 1)]
    assert assign(table([[None]])) == []


def test_of_two_who_fit_as_well_the_one_who_waits_longer_gets_the_mentor() -> None:
    assert assign(table([[200], [200], [200]])) == [(0, 0)]
    assert assign(table([[200], [200], [201]])) == [(2, 0)], "only where it makes no other difference"


def test_who_declined_each_other_comes_last_but_before_nobody() -> None:
    assert dict(assign(table([[140, 0], [200, None]], declined=[[0, 0]]))) == {0: 1, 1: 0}
    assert dict(assign(table([[140], [0]], declined=[[0, 0]]))) == {1: 0}
    assert dict(assign(table([[140]], declined=[[0, 0]]))) == {0: 0}


def test_people_spread_over_mentors_who_fit_as_well() -> None:
    chosen = assign(table([[200, 200], [200, 200]], places=[3, 3]))
    assert sorted(m for _, m in chosen) == [0, 1]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.none() | st.integers(0, 275), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_other_solution_is_better(scores: list[list[int | None]]) -> None:
    chosen = assign(table(scores))
    found = (len(chosen), sum(scores[s][m] or 0 for s, m in chosen))
    assert found == max(_solutions(scores))


def _solutions(scores: list[list[int | None]]) -> list[tuple[int, int]]:
    """How many pairs and which total, of every way to give three mentors to them."""
    mentors: list[int | None] = [0, 1, 2, *([None] * len(scores))]
    found = []
    for order in permutations(mentors, len(scores)):
        worth = [scores[s][m] for s, m in enumerate(order) if m is not None]
        real = [value for value in worth if value is not None]
        found.append((len(real), sum(real)))
    return found


def test_an_empty_group_has_no_pairs() -> None:
    assert assign(table([[]], places=[])) == []
    assert assign({"scores": [], "places": [], "declined": [], "free_place": 1, "most_free_places": 5}) == []


# -- a draft ---------------------------------------------------------------------------------------------------------
DRAFT: Draft = (Place(1, 101, ("language:fr",)), Place(2, 102, ("language:fr",)), Place(3))


def reasons_of(seeker_id: int, mentor_id: int) -> tuple[str, ...]:
    return (f"free:{seeker_id}{mentor_id}",)


def pairs(draft: Draft) -> dict[int, int | None]:
    return {place.seeker_id: place.mentor_id for place in draft}


def test_taking_a_free_mentor_changes_one_pair() -> None:
    after = take(DRAFT, 1, 103, 1, reasons_of)
    assert pairs(after) == {1: 103, 2: 102, 3: None}
    assert after[0].reasons == ("free:1103",)


def test_taking_a_mentor_who_is_taken_swaps_the_two() -> None:
    after = take(DRAFT, 1, 102, 1, reasons_of)
    assert pairs(after) == {1: 102, 2: 101, 3: None}
    assert [place.reasons for place in after[:2]] == [("free:1102",), ("free:2101",)]
    assert pairs(take(DRAFT, 3, 102, 1, reasons_of)) == {1: 101, 2: None, 3: 102}


def test_a_mentor_with_another_place_is_not_swapped() -> None:
    assert pairs(take(DRAFT, 1, 102, 2, reasons_of)) == {1: 102, 2: 102, 3: None}
    assert holder_to_swap(DRAFT, 1, 102, 2) is None


def test_taking_the_mentor_one_has_or_for_somebody_else_changes_nothing() -> None:
    assert take(DRAFT, 1, 101, 1, reasons_of) == DRAFT
    assert take(DRAFT, 9, 101, 1, reasons_of) == DRAFT


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(101, 104) | st.none()), max_size=12))
def test_no_mentor_ever_has_more_than_their_places(taps: list[tuple[int, int | None]]) -> None:
    draft = tuple(Place(number) for number in range(1, 5))
    for seeker_id, mentor_id in taps:
        draft = leave_out(draft, seeker_id) if mentor_id is None else take(draft, seeker_id, mentor_id, 1, reasons_of)
    assert [place.seeker_id for place in draft] == [1, 2, 3, 4], "nobody is lost"
    assert max(usage(draft).values(), default=0) <= 1


def test_pairs_to_look_at_are_read_first_and_who_waits_on_last() -> None:
    flagged = Place(4, 104, ("language-unknown", "free:1"))
    assert [place.seeker_id for place in in_order((*DRAFT, flagged))] == [4, 1, 2, 3]


@pytest.mark.parametrize("sent", [None, True, False])
def test_a_place_is_read_back_as_it_was_written(sent: bool | None) -> None:
    place = Place(1, 101, ("language:fr", "free:2"), sent)
    assert Place.read(place.written()) == place
