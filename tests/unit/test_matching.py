from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mentoring import matching
from mentoring.matching import Candidate, Reason, ReasonKind, fit, in_common, suggest
from mentoring.profile import SPOKEN_LANGUAGES, Moment, Profile, Region, Sector


def codes(options: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(map(str, options))), max_size=4, unique=True).map(tuple)  # type: ignore[call-overload]


profiles = st.builds(
    Profile, languages=codes(SPOKEN_LANGUAGES[:6]), sectors=codes(Sector), regions=codes(Region), times=codes(Moment)
)
seekers = st.builds(Candidate, membership_id=st.just(1), person_id=st.just(1), profile=profiles)
mentors = st.lists(
    st.builds(
        Candidate,
        membership_id=st.integers(2, 10_000),
        person_id=st.integers(1, 50),
        profile=profiles,
        free_places=st.integers(-1, 12),
        declined_before=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda mentor: mentor.membership_id,
)


def seeker(**profile: tuple[str, ...]) -> Candidate:
    return Candidate(1, 1, Profile(**profile))


def mentor(number: int, free_places: int = 1, *, declined: bool = False, **profile: tuple[str, ...]) -> Candidate:
    return Candidate(number, number, Profile(**profile), free_places, declined)


def kinds(reasons: tuple[Reason, ...]) -> list[ReasonKind]:
    return [reason.kind for reason in reasons]


def test_the_order_of_importance_is_language_sector_region_times_room() -> None:
    amina = seeker(languages=("fr",), sectors=("it",), regions=("brussels",), times=("evening",))
    ranked = suggest(
        amina,
        [
            mentor(2, languages=("nl",), free_places=5),
            mentor(3, languages=("nl",), free_places=5, times=("evening",)),
            mentor(4, languages=("nl",), free_places=5, times=("evening",), regions=("brussels",)),
            mentor(5, languages=("nl",), free_places=1, sectors=("it",)),
            mentor(6, languages=("fr",), free_places=1),
        ],
        limit=9,
    )
    assert [suggestion.mentor.membership_id for suggestion in ranked] == [6, 5, 4, 3, 2]


def test_each_weight_outweighs_all_that_follow_together() -> None:
    room = matching.FREE_PLACE * matching.MOST_FREE_PLACES
    assert room < matching.COMMON_TIME
    assert matching.COMMON_TIME + room < matching.COMMON_REGION
    assert matching.COMMON_REGION + matching.COMMON_TIME + room < matching.COMMON_SECTOR


def test_reasons_name_what_is_in_common_and_how_much_room_there_is() -> None:
    amina = seeker(languages=("fr", "ar"), sectors=("it",), times=("evening", "weekend"))
    reasons = fit(amina, mentor(2, 3, languages=("ar", "nl", "fr"), times=("weekend",))).reasons
    assert [reason.written() for reason in reasons] == ["language:fr,ar", "times:weekend", "free:3"]


def test_two_who_told_their_languages_without_a_common_one_are_flagged() -> None:
    reasons = fit(seeker(languages=("fr",)), mentor(2, languages=("nl",))).reasons
    assert reasons[0] == Reason(ReasonKind.NO_LANGUAGE)
    assert reasons[0].kind.is_warning


def test_somebody_who_skipped_the_languages_is_flagged_otherwise() -> None:
    for pair in ((seeker(), mentor(2, languages=("nl",))), (seeker(languages=("fr",)), mentor(2))):
        reasons = fit(*pair).reasons
        assert reasons[0].kind is ReasonKind.LANGUAGE_UNKNOWN
        assert reasons[0].kind.is_warning


def test_who_said_no_before_comes_after_a_fresh_mentor_and_is_flagged() -> None:
    amina = seeker(languages=("fr",), sectors=("it",))
    fresh = mentor(3, languages=("fr",))
    before = mentor(2, 5, languages=("fr",), sectors=("it",), declined=True)
    other_language = mentor(4, 5, languages=("nl",), sectors=("it",))
    ranked = suggest(amina, [before, other_language, fresh], limit=3)
    assert [suggestion.mentor.membership_id for suggestion in ranked] == [3, 2, 4]
    assert kinds(ranked[1].reasons)[-1] is ReasonKind.DECLINED


def test_a_mentor_without_room_and_the_seeker_as_mentor_are_never_suggested() -> None:
    amina = seeker(languages=("fr",))
    herself = Candidate(7, amina.person_id, Profile(languages=("fr",)), 3)
    assert suggest(amina, [mentor(2, 0), mentor(3, -1), herself], limit=3) == []


@given(seekers, mentors)
def test_a_common_language_always_goes_before_none(amina: Candidate, people: list[Candidate]) -> None:
    ranked = suggest(amina, people, limit=len(people))
    shares = [bool(in_common(amina.profile.languages, s.mentor.profile.languages)) for s in ranked]
    assert shares == sorted(shares, reverse=True)


@given(seekers, mentors, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_given(
    amina: Candidate, people: list[Candidate], chance: random.Random
) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert suggest(amina, people, limit=20) == suggest(amina, shuffled, limit=20)


@given(seekers, mentors, st.integers(1, 5))
def test_pages_put_together_are_the_whole_list_each_mentor_once(
    amina: Candidate, people: list[Candidate], size: int
) -> None:
    whole = suggest(amina, people, limit=len(people))
    pages = [suggest(amina, people, limit=size, offset=start) for start in range(0, len(people), size)]
    assert [s for page in pages for s in page] == whole
    possible = {m.membership_id for m in people if m.free_places > 0 and m.person_id != amina.person_id}
    assert {s.mentor.membership_id for s in whole} == possible
    assert all(len(page) <= size for page in pages)


@given(seekers, profiles, profiles, st.integers(1, 8), st.integers(0, 4), st.booleans())
def test_having_more_in_common_never_makes_a_pair_fit_less(
    amina: Candidate, less: Profile, added: Profile, places: int, more_places: int, declined: bool
) -> None:
    more = Profile(
        less.languages + added.languages,
        less.sectors + added.sectors,
        less.regions + added.regions,
        less.times + added.times,
    )
    before = Candidate(2, 2, less, places, declined)
    after = Candidate(2, 2, more, places + more_places, declined)
    assert fit(amina, after).score >= fit(amina, before).score
