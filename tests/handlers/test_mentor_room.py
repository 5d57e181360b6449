"""A mentor without time is left in peace until somebody says that there is room again; a mentee without time too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.desk.groups import PeopleGroup
from mentoring.desk.person_card import live_duos
from mentoring.group_pairing.group import read_group
from mentoring.messages.duos import DuoFacts
from mentoring.messages.endings_goodbye import StopsHere
from mentoring.messages.pairing import NoCapacity
from mentoring.messages.pairing_desk import SeekerCard, WaitingList
from mentoring.messages.people import PersonFacts, Status
from mentoring.messages.profile import ProfileCard
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.messages.waiting_news import StillLooking
from mentoring.taps_duos import DuoCard
from mentoring.taps_endings import EndFor, FinishAs
from mentoring.taps_pairing import FindMentor, SendProposal
from mentoring.taps_people import MentorRoom, PersonCard, ShowPeople
from mentoring.taps_welcome import SetCapacity
from mentoring.waiting_news import begin_waiting, send_news
from storage.tables import Duo, Membership
from storage.words import EndReason, MembershipState, Outcome, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, EVA, LENA, OMAR, Pair, make_pair

FATOU, STRANGER = 506, 909
MONTH = timedelta(days=30)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Anna", "Bram"))
    await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena")
    scene.advance(timedelta(weeks=6))
    return made


@pytest.fixture
async def fatou(scene: Scene, pair: Pair) -> Made:
    """Waits for a mentor."""
    return await make_person(scene, FATOU, name="Fatou")


async def duo_of(scene: Scene, pair: Pair) -> Duo:
    async with scene.database.read() as store:
        return await store.session.get_one(Duo, pair.id)


async def mentor_of(scene: Scene, pair: Pair) -> Membership:
    async with scene.database.read() as store:
        return await store.session.get_one(Membership, (await duo_of(scene, pair)).mentor_id)


async def card_of(scene: Scene, membership_id: int) -> PersonFacts:
    await scene.taps(LENA, PersonCard(membership_id))
    shown = await scene.last(LENA)
    assert isinstance(shown, PersonFacts)
    return shown


async def suggested(scene: Scene, fatou: Made) -> list[str]:
    await scene.taps(LENA, FindMentor(fatou.membership_id))
    shown = await scene.last(LENA)
    assert isinstance(shown, SeekerCard)
    return [one.who.name for one in shown.suggestions]


async def news_until_now(scene: Scene, pair: Pair) -> list[StillLooking]:
    async with scene.database.write() as store:
        await send_news(scene.work(store, f"news:{scene.clock.now()}"))
    return [message for message in await scene.messages(BRAM) if isinstance(message, StillLooking)]


async def end(scene: Scene, pair: Pair, reason: EndReason) -> None:
    await scene.taps(LENA, EndFor(pair.id, reason))


async def test_nobody_is_proposed_to_a_mentor_whose_duo_ended_for_want_of_time(
    scene: Scene, pair: Pair, fatou: Made
) -> None:
    await end(scene, pair, EndReason.MENTOR_NO_TIME)
    mentor = await mentor_of(scene, pair)

    assert await suggested(scene, fatou) == []
    async with scene.database.write() as store:
        group = await read_group(scene.work(store, "look"), mentor.organisation_id)
        assert list(group.mentors) == []
    await scene.says(LENA, "/waiting")
    waiting = await scene.last(LENA)
    assert isinstance(waiting, WaitingList)
    assert waiting.free_places == 0
    await scene.taps(LENA, SendProposal(fatou.membership_id, mentor.id))
    assert scene.toasts() == [scene.rendered(NoCapacity()).text]
    scene.advance(MONTH)
    assert await news_until_now(scene, pair) == []


async def test_the_team_reads_it_on_both_cards_and_changes_it_with_one_tap(
    scene: Scene, pair: Pair, fatou: Made
) -> None:
    await end(scene, pair, EndReason.MENTOR_NO_TIME)
    mentor = await mentor_of(scene, pair)
    assert "Bram has no room now and gets no proposals" in scene.edits()[0]
    facts = await card_of(scene, mentor.id)
    assert (facts.status, facts.has_no_room) == (Status.NO_ROOM, True)
    taps = [button.tap for row in scene.rendered(facts).buttons for button in row]
    assert MentorRoom(mentor.id, has_room=True) in taps
    await scene.taps(LENA, ShowPeople(mentor.organisation_id, PeopleGroup.ROOM, 0, ""))
    assert "Bram" not in scene.edits()[0]
    await scene.taps(LENA, ShowPeople(mentor.organisation_id, PeopleGroup.MENTORS, 0, ""))
    assert "no room now" in scene.edits()[0]

    for _ in range(2):
        await scene.taps(LENA, MentorRoom(mentor.id, has_room=True))
    assert "Free places: 1" in scene.edits()[0]
    assert await suggested(scene, fatou) == ["Bram"]
    await scene.taps(LENA, DuoCard(pair.id))
    shown = await scene.last(LENA)
    assert isinstance(shown, DuoFacts)
    assert not shown.mentor_has_no_room
    scene.advance(MONTH)
    assert len(await news_until_now(scene, pair)) == 1


async def test_the_mentor_reads_it_in_the_goodbye_and_says_when_there_is_room_again(
    scene: Scene, pair: Pair, fatou: Made
) -> None:
    await end(scene, pair, EndReason.MENTOR_NO_TIME)
    (goodbye,) = [message for message in await scene.messages(BRAM) if isinstance(message, StopsHere)]
    assert "/profile" in scene.rendered(goodbye).text
    mentor = await mentor_of(scene, pair)
    await scene.says(BRAM, "/profile")
    card = await scene.last(BRAM)
    assert isinstance(card, ProfileCard)
    assert "No room now" in scene.rendered(card).text

    await scene.taps(BRAM, SetCapacity(mentor.id, 2))
    assert await suggested(scene, fatou) == ["Bram"]
    await scene.taps(BRAM, SetCapacity(mentor.id, 0))
    assert await suggested(scene, fatou) == []


async def test_without_time_there_is_no_room_either_when_another_duo_of_theirs_ends_later(
    scene: Scene, pair: Pair, fatou: Made
) -> None:
    other = await make_pair(scene, seeker=OMAR, names=("Omar", "Bram"))
    mentor = await mentor_of(scene, pair)
    await scene.taps(BRAM, SetCapacity(mentor.id, 2))
    await end(scene, pair, EndReason.MENTOR_NO_TIME)
    assert (await card_of(scene, mentor.id)).status is Status.IN_DUO
    async with scene.database.write() as store:
        assert [duo.id for duo in await live_duos(scene.work(store, "look"), mentor.id)] == [other.id]

    await scene.taps(LENA, FinishAs(other.id, Outcome.WORK))
    assert await suggested(scene, fatou) == []
    scene.advance(MONTH)
    assert await news_until_now(scene, pair) == []
    await scene.taps(LENA, MentorRoom(mentor.id, has_room=True))
    assert await suggested(scene, fatou) == ["Bram"]


async def test_a_mentor_with_a_duo_has_room_for_one_more_when_the_team_says_so(
    scene: Scene, pair: Pair, fatou: Made
) -> None:
    mentor = await mentor_of(scene, pair)
    await scene.taps(LENA, MentorRoom(mentor.id, has_room=False))
    assert "No room now" in scene.edits()[0]
    assert await suggested(scene, fatou) == []
    await scene.taps(LENA, MentorRoom(mentor.id, has_room=True))
    assert await suggested(scene, fatou) == ["Bram"]


@pytest.mark.parametrize("reason", [EndReason.SEEKER_NO_TIME, EndReason.NO_MATCH])
async def test_another_reason_takes_no_room_and_lets_no_mentee_wait(
    scene: Scene, pair: Pair, fatou: Made, reason: EndReason
) -> None:
    await end(scene, pair, reason)
    mentee = (await duo_of(scene, pair)).seeker_id
    await scene.says(LENA, "/waiting")
    waiting = await scene.last(LENA)
    assert isinstance(waiting, WaitingList)
    assert [line.membership_id for line in waiting.seekers] == [fatou.membership_id]
    assert (await card_of(scene, mentee)).status is Status.FINISHED
    await scene.taps(LENA, ShowPeople(waiting.organisation_id, PeopleGroup.WAITING, 0, ""))
    assert "Anna" not in scene.edits()[0]
    async with scene.database.read() as store:
        membership = await store.session.get_one(Membership, mentee)
    assert (membership.news_at, membership.waits_long_at) == (None, None)
    assert await suggested(scene, fatou) == ["Bram"]


async def test_only_the_own_team_changes_it_and_only_of_a_mentor_who_is_ready(scene: Scene, pair: Pair) -> None:
    duo = await duo_of(scene, pair)
    await make_person(scene, STRANGER, Role.LEAD, language="en", organisation=await make_organisation(scene, "FMDO"))
    for user, membership_id in ((STRANGER, duo.mentor_id), (ANNA, duo.mentor_id), (LENA, duo.seeker_id), (LENA, 7)):
        await scene.taps(user, MentorRoom(membership_id, has_room=False))
        assert scene.edits() == []
        assert len(scene.toasts()) == 1
    assert scene.toasts() == [scene.rendered(NotHere()).text]
    eva = await make_person(scene, EVA, Role.MENTOR, name="Eva", state=MembershipState.WELCOMING)
    await scene.taps(LENA, MentorRoom(eva.membership_id, has_room=False))
    assert scene.toasts() == [scene.rendered(OutOfDate()).text]
    assert (await mentor_of(scene, pair)).capacity == 1


async def test_news_of_waiting_falls_silent_while_there_is_no_room(scene: Scene, pair: Pair) -> None:
    eva = await make_person(scene, EVA, Role.MENTOR, name="Eva")
    async with scene.database.write() as store:
        await begin_waiting(scene.work(store, "begin"), await store.session.get_one(Membership, eva.membership_id))
    await scene.taps(LENA, MentorRoom(eva.membership_id, has_room=False))
    async with scene.database.read() as store:
        membership = await store.session.get_one(Membership, eva.membership_id)
    assert membership.news_at is None
    assert membership.erase_at is not None, "who is never paired is erased all the same"
