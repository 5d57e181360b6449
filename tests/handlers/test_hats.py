"""One account with several roles, in several organisations: every list and question says which one it is about."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from bot.courier.judging import under_hat
from locales.rendering import Rendered
from mentoring.hats import hat_for
from mentoring.messages.arrival import WelcomeBack
from mentoring.messages.pairing import ProposalAccepted
from mentoring.messages.profile import WhichHat
from mentoring.messages.session_lists import SessionList, TeamList
from mentoring.messages.thread import Chats
from mentoring.people import Situation
from mentoring.profile import Question
from mentoring.taps_colleagues import GiveAll, SetDeputy
from mentoring.taps_pairing import AnswerProposal, ChooseMentor, OpenProposals, SendProposal, ShowSeeker
from mentoring.taps_people import GivePerson, PersonCard
from mentoring.taps_welcome import ChangeAnswers, ChangeCapacity, OpenProfile
from mentoring.threads import open_threads
from mentoring.work import HAT
from storage.tables import Duo, Membership
from storage.words import DuoState, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

BOTH, OTHER, THIRD, STAFF = 601, 602, 603, 604


class Town:
    """One account that is a mentor at Apides and a mentee at FMDO, with a partner of the same name in each."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    async def build(self) -> None:
        self.apides, self.fmdo = [await make_organisation(self.scene, name) for name in ("Apides", "FMDO")]
        self.mentor = await make_person(
            self.scene, BOTH, Role.MENTOR, name="Kim", language="en", organisation=self.apides
        )
        self.seeker = await make_person(self.scene, BOTH, organisation=self.fmdo)
        self.amina = await make_person(self.scene, OTHER, name="Amina", language="en", organisation=self.apides)
        self.other_amina = await make_person(
            self.scene, THIRD, Role.MENTOR, name="Amina", language="en", organisation=self.fmdo
        )
        self.lena = await make_person(
            self.scene, STAFF, Role.COORDINATOR, name="Lena", language="en", organisation=self.apides
        )

    async def begin(self, seeker: Made, mentor: Made) -> int:
        duo_id = await make_duo(self.scene, seeker, mentor, DuoState.ACTIVE)
        async with self.scene.database.write() as store:
            duo = await store.session.get(Duo, duo_id)
            assert duo is not None
            await open_threads(self.scene.work(store, f"begin:{duo_id}"), duo)
        return duo_id


@pytest.fixture
async def town(scene: Scene) -> Town:
    town = Town(scene)
    await town.build()
    return town


async def test_start_says_role_and_organisation_in_each_line(town: Town) -> None:
    await town.scene.says(BOTH, "/start")
    back = await town.scene.last(BOTH)
    assert isinstance(back, WelcomeBack)
    assert [s.situation for s in back.standings] == [Situation.WAITING, Situation.WAITING]
    text = town.scene.rendered(back).text
    assert "Mentor · Apides: the team is looking for a mentee for you." in text
    assert "Mentee · FMDO: the team is looking for a mentor for you." in text


async def test_start_of_somebody_with_one_role_stays_short(town: Town) -> None:
    await town.scene.says(OTHER, "/start")
    text = town.scene.rendered(await town.scene.last(OTHER)).text
    assert "\nApides: the team is looking for a mentor for you." in text


async def test_help_says_role_and_organisation_above_each_purpose(town: Town) -> None:
    await town.scene.says(BOTH, "/help")
    text = town.scene.rendered(await town.scene.last(BOTH)).text
    assert "<b>Mentor · Apides</b>" in text
    assert "<b>Mentee · FMDO</b>" in text


async def test_partners_of_one_name_in_two_organisations_carry_the_organisation_wherever_they_are_named(
    town: Town,
) -> None:
    await town.begin(town.amina, town.mentor)
    await town.scene.says(BOTH, "/chats")
    alone = await town.scene.last(BOTH)
    assert isinstance(alone, Chats)
    assert [line.name for line in alone.lines] == ["Amina"]

    await town.begin(town.seeker, town.other_amina)

    await town.scene.says(BOTH, "/chats")
    both = await town.scene.last(BOTH)
    assert isinstance(both, Chats)
    assert [line.name for line in both.lines] == ["Amina (Apides)", "Amina (FMDO)"]
    await town.scene.says(BOTH, "/sessions")
    meetings = await town.scene.last(BOTH)
    assert isinstance(meetings, SessionList)
    assert [duo.name for duo in meetings.duos] == ["Amina (Apides)", "Amina (FMDO)"]


async def test_the_questions_of_the_profile_name_the_role_they_are_about(town: Town) -> None:
    scene = town.scene
    await scene.says(BOTH, "/profile")
    assert isinstance(await scene.last(BOTH), WhichHat)
    await scene.taps(BOTH, OpenProfile(town.mentor.membership_id))
    assert "Mentor · Apides" in scene.edits()[0]
    await scene.taps(BOTH, ChangeAnswers(town.seeker.membership_id, Question.SECTORS, 0))
    assert scene.edits()[0].startswith("Mentee · FMDO\n")
    await scene.taps(BOTH, ChangeCapacity(town.mentor.membership_id))
    assert scene.edits()[0].startswith("Mentor · Apides\n")
    await scene.taps(OTHER, ChangeAnswers(town.amina.membership_id, Question.SECTORS, 0))
    assert "Apides" not in scene.edits()[0]


async def test_news_to_somebody_of_two_teams_stands_below_the_name_of_the_organisation(town: Town) -> None:
    scene = town.scene
    mentor = await make_person(scene, 605, Role.MENTOR, name="Jan", organisation=town.apides)
    await make_person(scene, STAFF, Role.LEAD, organisation=town.fmdo)
    await scene.taps(STAFF, SendProposal(town.amina.membership_id, mentor.membership_id))
    async with scene.database.read() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
    for user in (OTHER, 605):
        await scene.taps(user, AnswerProposal(duo.id, yes=True))
    rows = [row for row in await scene.rows(STAFF) if row.kind == ProposalAccepted.kind]
    (row,) = rows
    params = json.loads(row.open(scene.database.vault, "params") or "{}")
    assert params[HAT] == "Apides"
    assert under_hat(Rendered("Both said yes."), params[HAT]).text == "<b>Apides</b>\nBoth said yes."
    assert under_hat(Rendered("Both said yes."), None).text == "Both said yes."


async def test_people_of_one_organisation_get_no_such_line(town: Town) -> None:
    async with town.scene.database.write() as store:
        work = town.scene.work(store)
        assert await hat_for(work, town.amina.person_id, town.apides) is None
        assert await hat_for(work, town.mentor.person_id, town.apides) == "Apides"


async def test_the_meetings_of_two_teams_are_told_apart(town: Town) -> None:
    scene = town.scene
    await make_person(scene, STAFF, Role.LEAD, organisation=town.fmdo)
    await town.begin(town.amina, town.mentor)
    await town.begin(town.seeker, town.other_amina)
    await scene.says(STAFF, "/sessions")
    shown = await scene.last(STAFF)
    assert isinstance(shown, TeamList)
    assert [duo.name for duo in shown.unmet] == ["Amina + Kim (Apides)", "Kim + Amina (FMDO)"]


async def test_a_coordinator_who_is_a_mentor_elsewhere_acts_for_the_own_team_alone(town: Town) -> None:
    scene = town.scene
    await make_person(scene, STAFF, Role.MENTOR, organisation=town.fmdo)
    before = len(await scene.messages(STAFF))
    await scene.taps(STAFF, PersonCard(town.seeker.membership_id))
    assert len(await scene.messages(STAFF)) == before
    await scene.taps(STAFF, PersonCard(town.amina.membership_id))
    assert len(await scene.messages(STAFF)) == before + 1


async def test_every_screen_of_pairing_names_the_organisation_to_somebody_of_two_teams(town: Town) -> None:
    scene = town.scene
    mentor = await make_person(scene, 605, Role.MENTOR, name="Jan", organisation=town.apides)
    pair = (town.amina.membership_id, mentor.membership_id)
    await make_person(scene, STAFF, Role.LEAD, organisation=town.fmdo)
    await scene.taps(STAFF, ShowSeeker(pair[0]))
    assert "<b>Apides</b>" in scene.edits()[0]
    await scene.taps(STAFF, ChooseMentor(*pair))
    assert "<b>Apides</b>" in scene.edits()[0]
    await scene.taps(STAFF, SendProposal(*pair))
    await scene.taps(STAFF, OpenProposals(0, town.apides))
    assert "<b>Apides</b>" in scene.edits()[0]


async def test_every_tap_of_the_desk_acts_in_the_organisation_of_its_person(town: Town) -> None:
    """A coordinator of two teams cannot pair, give or hand over across them."""
    scene = town.scene
    lead = await make_person(scene, STAFF, Role.LEAD, organisation=town.fmdo)
    await scene.taps(STAFF, SendProposal(town.amina.membership_id, town.other_amina.membership_id))
    await scene.taps(STAFF, GivePerson(town.amina.membership_id, lead.membership_id, 0))
    await scene.taps(STAFF, SetDeputy(town.lena.membership_id, lead.membership_id))
    await scene.taps(STAFF, GiveAll(town.lena.membership_id, lead.membership_id))
    async with scene.database.read() as store:
        assert (await store.session.execute(select(Duo))).first() is None
        amina = await store.session.get(Membership, town.amina.membership_id)
        lena = await store.session.get(Membership, town.lena.membership_id)
        assert amina is not None
        assert lena is not None
        assert (amina.coordinator_id, lena.deputy_id) == (None, None)
