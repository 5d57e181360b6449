"""Duos that ran before Tandem: joined by links or taken over by taps, begun when both are past the welcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from mentoring.invitations import issue, link_for
from mentoring.messages.arrival import Joined, WelcomeBack
from mentoring.messages.base import Message
from mentoring.messages.invitation import Forward, LabelNotUsable, Made
from mentoring.messages.pairing import Named, Proposal
from mentoring.messages.pairing_desk import WaitingList
from mentoring.messages.system import Cancelled, OutOfDate, WritePlease
from mentoring.messages.takeovers import (
    AskLabel,
    AskStart,
    BegunAtDesk,
    ChoosePartner,
    ConfirmInvitations,
    ConfirmTakeover,
    GoesOnHere,
    HalfState,
    LinkGone,
    PartnerAwaited,
    StartInFuture,
    StartTooLongAgo,
    StuckAtDesk,
    TakenOver,
    TakeoverCard,
)
from mentoring.messages.thread import ThreadOpened
from mentoring.people import NOT_TOLD, Situation
from mentoring.steps import Step
from mentoring.takeovers import Half, note_takeover
from mentoring.takeovers_open import tell_of_links_gone
from mentoring.taps_invitations import Revoke
from mentoring.taps_pairing import FindMentor, SendProposal
from mentoring.taps_people import TakeBack
from mentoring.taps_takeovers import (
    AskDrop,
    DropTakeover,
    InvitePartner,
    OpenTakeovers,
    OtherStart,
    PartnerPage,
    PlanCancel,
    PlanDone,
    PlanLanguage,
    PlanSince,
    RenewLinks,
    ShowTakeover,
    SkipLabel,
    TakeOver,
    TakeOverNew,
    TakeOverNow,
    TakeOverSince,
    TakeOverWith,
)
from mentoring.taps_welcome import Agree, GoOn, SpeakLanguage, TakeOfferedName
from storage.tables import Duo, Invitation, Membership, Organisation, Takeover, Thread
from storage.words import DuoState, InvitationState, MembershipState, Role
from tests.handlers.people import Made as Person
from tests.handlers.people import make_duo, make_organisation, make_person
from tests.handlers.scene import START, Scene

SEEKER, MENTOR, LENA, OTHER = 701, 702, 703, 704
SINCE = date(2026, 7, 6)  # twenty weeks before START
NOON = datetime(2026, 7, 6, 10, tzinfo=UTC)  # in Brussels


@dataclass
class House:
    """An organisation with its coordinator."""

    scene: Scene
    organisation_id: int
    lena: Person

    # -- arranging
    async def links(self, since: date = SINCE, *, labels: tuple[str, str] = ("Anna", "Jan B.")) -> tuple[str, str]:
        """The tokens of a mentee's and a mentor's link, of a duo that runs since then."""
        async with self.scene.database.write() as store:
            work = self.scene.work(store, f"links:{labels}")
            place = await store.session.get(Organisation, self.organisation_id)
            assert place is not None
            lena = self.lena.membership_id
            seeker = await issue(work, place, Role.SEEKER, label=labels[0], invited_by=lena)
            mentor = await issue(work, place, Role.MENTOR, label=labels[1], invited_by=lena)
            await note_takeover(
                work,
                place.id,
                seeker=Half(invitation_id=seeker.invitation.id),
                mentor=Half(invitation_id=mentor.invitation.id),
                started_on=since,
                coordinator_id=lena,
            )
            return seeker.token, mentor.token

    async def joins(self, user: int, token: str, role: Role) -> int:
        """Follows the link and goes through the whole welcome; returns the membership."""
        await self.scene.says(user, f"/start {token}")
        membership_id = (await self.memberships())[-1].id
        await self.welcomed(user, membership_id, role)
        return membership_id

    async def welcomed(self, user: int, membership_id: int, role: Role) -> None:
        await self.scene.taps(user, SpeakLanguage(membership_id, "fr"))
        await self.scene.taps(user, Agree(membership_id, agrees=True))
        await self.scene.taps(user, TakeOfferedName(membership_id))
        steps = [Step.LANGUAGES, Step.SECTORS, Step.REGIONS, Step.TIMES]
        for step in [*steps, Step.CAPACITY] if role is Role.MENTOR else steps:
            await self.scene.taps(user, GoOn(membership_id, step))

    # -- looking
    async def rows(self, kind: type[Any]) -> list[Any]:
        async with self.scene.database.read() as store:
            return list((await store.session.execute(select(kind).order_by(col(kind.id)))).scalars().all())

    async def memberships(self) -> list[Membership]:
        return await self.rows(Membership)

    async def duo(self) -> Duo:
        duos: list[Duo] = await self.rows(Duo)
        (duo,) = duos
        return duo

    async def takeover(self) -> Takeover:
        takeovers: list[Takeover] = await self.rows(Takeover)
        (found,) = takeovers
        return found

    async def heard(self, user: int, kind: type[Message]) -> list[Any]:
        return [message for message in await self.scene.messages(user) if isinstance(message, kind)]

    def sees(self, *texts: str) -> None:
        (edit,) = self.scene.edits()
        for text in texts:
            assert text in edit


@pytest.fixture
async def house(scene: Scene) -> House:
    organisation = await make_organisation(scene)
    return House(scene, organisation, await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena"))


# -- by links ----------------------------------------------------------------------------------------------------------
async def test_two_who_join_by_their_links_are_a_duo_with_its_real_start_and_without_a_proposal(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    await house.joins(SEEKER, seeker_token, Role.SEEKER)
    assert await house.rows(Duo) == []

    await house.joins(MENTOR, mentor_token, Role.MENTOR)

    duo = await house.duo()
    assert (duo.state, duo.started_at, duo.met_at, duo.under_way_since) == (DuoState.ACTIVE, NOON, NOON, NOON)
    assert (duo.seeker_goes_on, duo.mentor_goes_on) == ("yes", "yes")
    assert duo.coordinator_id == house.lena.membership_id
    assert (await house.takeover()).duo_id == duo.id
    for user in (SEEKER, MENTOR):
        assert len(await house.heard(user, TakenOver)) == 1
        assert await house.heard(user, Proposal) == await house.heard(user, ThreadOpened) == []
    (news,) = await house.heard(LENA, BegunAtDesk)
    assert (news.since, news.seeker.label, news.mentor.label) == (SINCE, "Anna", "Jan B.")


async def test_what_is_behind_the_duo_is_not_asked_and_what_is_ahead_comes(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    await house.joins(SEEKER, seeker_token, Role.SEEKER)
    await house.joins(MENTOR, mentor_token, Role.MENTOR)
    duo = await house.duo()
    assert duo.prompt == "closing"  # week 20: mid-term is over
    assert duo.prompt_at is not None
    assert START < duo.prompt_at < START + timedelta(weeks=8)
    assert duo.idle_at == START + timedelta(days=10)
    threads = await house.rows(Thread)
    assert all(START + timedelta(days=2) <= thread.next_check_in_at < START + timedelta(days=10) for thread in threads)


async def test_the_first_to_join_hears_that_the_partner_is_awaited_and_reads_it_again_at_start(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    await house.joins(SEEKER, seeker_token, Role.SEEKER)
    assert await house.scene.last(SEEKER) == PartnerAwaited(to=Role.SEEKER, organisation="Duo Dijle")
    (joined,) = await house.heard(LENA, Joined)
    assert joined.awaits == (Named(NOT_TOLD, "Jan B."),)
    assert "Jan B." in house.scene.rendered(joined, "en").text

    await house.scene.says(SEEKER, "/start")

    back = await house.scene.last(SEEKER)
    assert isinstance(back, WelcomeBack)
    assert [standing.situation for standing in back.standings] == [Situation.PARTNER_AWAITED]
    await house.joins(MENTOR, mentor_token, Role.MENTOR)
    assert await house.scene.last(MENTOR) == GoesOnHere(partner=f"P{SEEKER}")
    assert len(await house.heard(LENA, Joined)) == 1  # the news of the duo says the rest


async def two_mentees(house: House) -> tuple[str, str, str]:
    """The tokens of two mentees and their mentor, all of whom have yet to join."""
    anna, mentor = await house.links()
    async with house.scene.database.write() as store:
        work, lena = house.scene.work(store, "links:two"), house.lena.membership_id
        place = await store.session.get_one(Organisation, house.organisation_id)
        zoe = await issue(work, place, Role.SEEKER, label="Zoë, mardi", invited_by=lena)
        invited = (await store.session.execute(select(Takeover.mentor_invitation_id))).scalar_one()
        halves = (Half(invitation_id=zoe.invitation.id), Half(invitation_id=invited))
        await note_takeover(work, place.id, seeker=halves[0], mentor=halves[1], started_on=SINCE, coordinator_id=lena)
    return anna, zoe.token, mentor


async def test_a_mentor_whose_one_mentee_is_here_reads_that_the_other_one_is_awaited(house: House) -> None:
    anna, _, mentor = await two_mentees(house)
    await house.joins(SEEKER, anna, Role.SEEKER)
    await house.joins(MENTOR, mentor, Role.MENTOR)

    line = await house.scene.last(MENTOR)
    assert line == PartnerAwaited(to=Role.MENTOR, organisation="Duo Dijle", goes_on=True)
    text = house.scene.rendered(line, "en").text
    assert "your other mentee" in text
    assert "Zoë" not in text, "the team's label is the team's"


async def test_a_mentor_reads_the_first_name_of_a_mentee_who_is_about_to_join(house: House) -> None:
    anna, zoe, mentor = await two_mentees(house)
    await house.joins(SEEKER, anna, Role.SEEKER)
    await house.scene.says(OTHER, f"/start {zoe}")
    own = (await house.memberships())[-1].id
    await house.scene.taps(OTHER, SpeakLanguage(own, "fr"))
    await house.scene.taps(OTHER, Agree(own, agrees=True))
    await house.scene.taps(OTHER, TakeOfferedName(own))
    await house.joins(MENTOR, mentor, Role.MENTOR)

    awaited = PartnerAwaited(to=Role.MENTOR, organisation="Duo Dijle", names=(f"P{OTHER}",), goes_on=True)
    assert await house.scene.last(MENTOR) == awaited
    assert f"Your duo with P{OTHER}" in house.scene.rendered(awaited, "en").text


async def test_a_mentor_who_is_first_reads_of_both_and_the_team_by_which_labels(house: House) -> None:
    *_, mentor = await two_mentees(house)
    await house.joins(MENTOR, mentor, Role.MENTOR)

    assert await house.scene.last(MENTOR) == PartnerAwaited(to=Role.MENTOR, organisation="Duo Dijle", mentees=2)
    (joined,) = await house.heard(LENA, Joined)
    assert [who.label for who in joined.awaits] == ["Anna", "Zoë, mardi"]
    assert "Zoë, mardi" in house.scene.rendered(joined, "en").text


async def test_who_has_a_mentor_that_is_to_join_does_not_wait_and_cannot_be_proposed(house: House) -> None:
    seeker_token, _ = await house.links()
    seeker_id = await house.joins(SEEKER, seeker_token, Role.SEEKER)
    other = await make_person(house.scene, OTHER, Role.MENTOR)

    await house.scene.says(LENA, "/waiting")

    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert (shown.total, shown.to_come) == (0, 1)
    await house.scene.taps(LENA, SendProposal(seeker_id, other.membership_id))
    assert await house.rows(Duo) == []
    await house.scene.taps(LENA, FindMentor(seeker_id))
    assert isinstance(await house.scene.last(LENA), TakeoverCard)
    membership = next(m for m in await house.memberships() if m.id == seeker_id)
    assert (membership.news_at, membership.waits_long_at, membership.erase_at) == (None, None, None)


async def test_the_place_of_a_mentor_whose_mentee_is_to_join_is_taken(house: House) -> None:
    _, mentor_token = await house.links()
    await house.joins(MENTOR, mentor_token, Role.MENTOR)
    await make_person(house.scene, SEEKER)
    await house.scene.says(LENA, "/waiting")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert (shown.total, shown.free_places) == (1, 0)


async def test_a_mentor_with_more_duos_than_they_said_has_room_for_those_they_have(house: House) -> None:
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR, capacity=1)
    for number in range(2):
        seeker = await make_person(house.scene, 750 + number)
        await house.scene.taps(LENA, TakeOverNow(seeker.membership_id, mentor.membership_id, "20260706"))
    assert len(await house.rows(Duo)) == 2
    membership = next(m for m in await house.memberships() if m.id == mentor.membership_id)
    assert membership.capacity == 2


async def test_somebody_who_is_here_already_follows_the_link_and_it_is_used_up(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR)
    await house.joins(SEEKER, seeker_token, Role.SEEKER)

    await house.scene.says(MENTOR, f"/start {mentor_token}")

    assert (await house.duo()).mentor_id == mentor.membership_id
    states = {invitation.state for invitation in await house.rows(Invitation)}
    assert states == {InvitationState.USED}


async def test_one_account_on_both_sides_is_no_duo_and_the_team_hears_it(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    await house.joins(SEEKER, seeker_token, Role.SEEKER)
    await house.scene.says(SEEKER, f"/start {mentor_token}")
    mentor_id = (await house.memberships())[-1].id
    await house.scene.taps(SEEKER, Agree(mentor_id, agrees=True))
    for step in (Step.LANGUAGES, Step.SECTORS, Step.REGIONS, Step.TIMES, Step.CAPACITY):
        await house.scene.taps(SEEKER, GoOn(mentor_id, step))
    assert await house.rows(Duo) == []
    (news,) = await house.heard(LENA, StuckAtDesk)
    assert news.takeover.is_stuck


async def test_who_prefers_the_phone_is_told_to_the_team_and_can_still_change_their_mind(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    await house.joins(MENTOR, mentor_token, Role.MENTOR)
    await house.scene.says(SEEKER, f"/start {seeker_token}")
    seeker_id = (await house.memberships())[-1].id
    await house.scene.taps(SEEKER, SpeakLanguage(seeker_id, "fr"))
    await house.scene.taps(SEEKER, Agree(seeker_id, agrees=False))
    (news,) = await house.heard(LENA, StuckAtDesk)
    assert news.takeover.seeker.state is HalfState.BY_PHONE

    await house.scene.taps(SEEKER, Agree(seeker_id, agrees=True))
    await house.scene.taps(SEEKER, TakeOfferedName(seeker_id))
    for step in (Step.LANGUAGES, Step.SECTORS, Step.REGIONS, Step.TIMES):
        await house.scene.taps(SEEKER, GoOn(seeker_id, step))

    assert (await house.duo()).state == DuoState.ACTIVE


async def test_a_link_that_nobody_used_in_time_is_told_once_and_made_anew(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    await house.joins(SEEKER, seeker_token, Role.SEEKER)
    house.scene.advance(timedelta(days=31))
    for cause in ("1", "2"):
        async with house.scene.database.write() as store:
            await tell_of_links_gone(house.scene.work(store, cause))
    (news,) = await house.heard(LENA, LinkGone)
    assert news.takeover.mentor.state is HalfState.NO_LINK

    await house.scene.taps(LENA, RenewLinks(news.takeover.takeover_id))

    made, forward = (await house.scene.messages(LENA))[-2:]
    assert isinstance(made, Made)
    assert isinstance(forward, Forward)
    assert made.label == "Jan B."
    assert mentor_token not in made.link
    await house.joins(MENTOR, made.link.partition("start=")[2], Role.MENTOR)
    assert (await house.duo()).started_at == NOON


@pytest.mark.parametrize("way", ["card", "person"])
async def test_a_link_that_a_colleague_takes_back_is_told_to_whoever_looks_after_the_duo(
    house: House, way: str
) -> None:
    await house.links()
    await make_person(house.scene, OTHER, Role.COORDINATOR, name="Tom")
    async with house.scene.database.read() as store:
        ids = (await store.session.execute(select(Invitation.id).order_by(col(Invitation.id)))).scalars().all()
    tap = Revoke if way == "card" else TakeBack
    fields = (0,) if way == "card" else ()
    await house.scene.taps(OTHER, tap(ids[0], *fields))
    (told,) = [each for each in await house.scene.messages(LENA) if isinstance(each, LinkGone)]
    assert "A colleague has taken a link back" in house.scene.rendered(told).text
    await house.scene.taps(LENA, tap(ids[1], *fields))
    assert len([each for each in await house.scene.messages(LENA) if isinstance(each, LinkGone)]) == 1


async def test_a_link_that_still_works_is_shown_again_as_it_is(house: House) -> None:
    _, mentor_token = await house.links()
    await house.scene.taps(LENA, RenewLinks((await house.takeover()).id))
    links = [made.link for made in await house.heard(LENA, Made)]
    assert link_for("tandem_bot", mentor_token) in links
    assert len(links) == 2


async def test_a_dropped_one_begins_nothing_and_who_is_here_waits(house: House) -> None:
    seeker_token, mentor_token = await house.links()
    seeker_id = await house.joins(SEEKER, seeker_token, Role.SEEKER)
    takeover = await house.takeover()
    await house.scene.taps(LENA, AskDrop(takeover.id))
    for _ in range(2):
        await house.scene.taps(LENA, DropTakeover(takeover.id))
        house.sees("dropped")

    await house.joins(MENTOR, mentor_token, Role.MENTOR)

    assert await house.rows(Duo) == []
    membership = next(m for m in await house.memberships() if m.id == seeker_id)
    assert membership.news_at is not None
    await house.scene.says(LENA, "/waiting")
    assert (await house.heard(LENA, WaitingList))[-1].total == 1


# -- by taps -----------------------------------------------------------------------------------------------------------
async def test_two_who_are_here_are_taken_over_in_four_taps(house: House) -> None:
    seeker = await make_person(house.scene, SEEKER, name="Amina")
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR, name="Jan")
    ids = (seeker.membership_id, mentor.membership_id)

    await house.scene.taps(LENA, TakeOver(seeker.membership_id))
    choice = await house.scene.last(LENA)
    assert isinstance(choice, ChoosePartner)
    assert [one.who.name for one in choice.choices] == ["Jan"]
    await house.scene.taps(LENA, TakeOverWith(*ids))
    house.sees("When did the duo")
    await house.scene.taps(LENA, TakeOverSince(*ids, "20260706"))
    house.sees("6 July 2026")
    for _ in range(2):  # a second tap shows how it stands
        await house.scene.taps(LENA, TakeOverNow(*ids, "20260706"))
        house.sees("Amina", "Jan", "are a duo")

    assert (await house.duo()).started_at == NOON
    assert len(await house.heard(SEEKER, TakenOver)) == len(await house.heard(MENTOR, TakenOver)) == 1


async def test_a_mentor_chooses_among_mentees_without_a_duo(house: House) -> None:
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR, name="Jan")
    free = await make_person(house.scene, SEEKER, name="Amina")
    taken = await make_person(house.scene, OTHER, name="Bintou")
    await make_duo(house.scene, taken, await make_person(house.scene, 760, Role.MENTOR))

    await house.scene.taps(LENA, TakeOver(mentor.membership_id))

    choice = await house.scene.last(LENA)
    assert isinstance(choice, ChoosePartner)
    assert [one.membership_id for one in choice.choices] == [free.membership_id]


async def test_pages_hold_eight_and_one_that_is_not_there_is_the_last(house: House) -> None:
    seeker = await make_person(house.scene, SEEKER)
    for number in range(10):
        await make_person(house.scene, 760 + number, Role.MENTOR, name=f"M{number}")
    await house.scene.taps(LENA, PartnerPage(seeker.membership_id, 5))
    house.sees("9. ", "10. ", "M9")


async def test_another_day_is_written_and_wrong_ones_are_asked_again(house: House) -> None:
    seeker = await make_person(house.scene, SEEKER)
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR)
    await house.scene.taps(LENA, OtherStart(seeker.membership_id, mentor.membership_id))
    await house.scene.says(LENA, "1/3/2027")
    assert isinstance(await house.scene.last(LENA), StartInFuture)
    await house.scene.says(LENA, "1 mars 2014")
    assert isinstance(await house.scene.last(LENA), StartTooLongAgo)
    await house.scene.says(LENA, photo=[{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}])
    assert isinstance(await house.scene.last(LENA), WritePlease)

    await house.scene.says(LENA, "1 mars 2026")

    shown = await house.scene.last(LENA)
    assert isinstance(shown, ConfirmTakeover)
    assert shown.since == date(2026, 3, 1)


@pytest.mark.parametrize("day", ["20991231", "20260230", "x", "20101231"])
async def test_a_day_that_no_button_offers_begins_nothing(house: House, day: str) -> None:
    seeker = await make_person(house.scene, SEEKER)
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR)
    await house.scene.taps(LENA, TakeOverNow(seeker.membership_id, mentor.membership_id, day))
    assert await house.rows(Duo) == []
    assert house.scene.toasts() != []


async def test_a_mentee_in_a_duo_is_shown_as_such_and_not_taken_over(house: House) -> None:
    seeker = await make_person(house.scene, SEEKER, name="Amina")
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR, name="Jan")
    other = await make_person(house.scene, OTHER, Role.MENTOR, name="Mia")
    await make_duo(house.scene, seeker, mentor)
    await house.scene.taps(LENA, TakeOver(seeker.membership_id))
    assert "are a duo" in house.scene.rendered(await house.scene.last(LENA)).text
    await house.scene.taps(LENA, TakeOverNow(seeker.membership_id, other.membership_id, "20260706"))
    assert len(await house.rows(Duo)) == 1


async def test_people_of_two_organisations_are_no_duo_and_strangers_to_the_desk_learn_nothing(house: House) -> None:
    elsewhere = await make_organisation(house.scene, "Apides")
    seeker = await make_person(house.scene, SEEKER)
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR, organisation=elsewhere)
    await house.scene.taps(LENA, TakeOverNow(seeker.membership_id, mentor.membership_id, "20260706"))
    assert await house.rows(Duo) == []
    await house.links()
    takeover = await house.takeover()
    for tap in (ShowTakeover(takeover.id), RenewLinks(takeover.id), DropTakeover(takeover.id), TakeOverNew(elsewhere)):
        await house.scene.taps(SEEKER, tap)
        assert len(house.scene.toasts()) == 1
    assert (await house.takeover()).dropped_at is None


# -- inviting ----------------------------------------------------------------------------------------------------------
async def test_two_new_people_are_invited_in_one_go(house: House) -> None:
    await house.scene.taps(LENA, TakeOverNew(house.organisation_id))
    assert await house.scene.last(LENA) == AskLabel(role=Role.SEEKER)
    await house.scene.says(LENA, "Anna, mardi")
    assert await house.scene.last(LENA) == AskLabel(role=Role.MENTOR)
    await house.scene.says(LENA, "x" * 61)
    assert isinstance(await house.scene.last(LENA), LabelNotUsable)
    await house.scene.says(LENA, "Jan B.")
    assert isinstance(await house.scene.last(LENA), AskStart)
    await house.scene.says(LENA, "06/07/2026")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, ConfirmInvitations)
    assert (shown.seeker.who.label, shown.mentor.who.label, shown.since) == ("Anna, mardi", "Jan B.", SINCE)
    await house.scene.taps(LENA, PlanLanguage(Role.MENTOR))
    await house.scene.taps(LENA, PlanDone())

    made, forwards = await house.heard(LENA, Made), await house.heard(LENA, Forward)
    assert [(one.role, one.label) for one in made] == [(Role.SEEKER, "Anna, mardi"), (Role.MENTOR, "Jan B.")]
    assert [one.language for one in forwards] == ["fr", "nl"]
    await house.scene.taps(LENA, PlanDone())  # a second tap makes no second pair of links
    assert len(await house.rows(Invitation)) == 2
    for user, one in zip((SEEKER, MENTOR), made, strict=True):
        await house.joins(user, one.link.partition("start=")[2], one.role)
    assert (await house.duo()).started_at == NOON


async def test_the_partner_of_somebody_who_is_here_is_invited(house: House) -> None:
    seeker = await make_person(house.scene, SEEKER, name="Amina", language="nl")
    await house.scene.taps(LENA, InvitePartner(seeker.membership_id))
    await house.scene.taps(LENA, SkipLabel(Role.MENTOR))
    await house.scene.taps(LENA, SkipLabel(Role.MENTOR))  # tapped twice
    await house.scene.taps(LENA, PlanSince("20260706"))
    house.sees("Amina", "the mentor", "6 July 2026")
    await house.scene.taps(LENA, PlanDone())
    (made,), (forward,) = await house.heard(LENA, Made), await house.heard(LENA, Forward)
    assert (made.label, forward.language) == (None, "nl")
    await house.joins(MENTOR, made.link.partition("start=")[2], Role.MENTOR)
    assert (await house.duo()).seeker_id == seeker.membership_id


async def test_buttons_of_a_dialogue_that_was_left_do_nothing(house: House) -> None:
    await house.scene.taps(LENA, TakeOverNew(house.organisation_id))
    await house.scene.says(LENA, "/cancel")
    for tap in (SkipLabel(Role.SEEKER), PlanSince("20260706"), PlanLanguage(Role.SEEKER), PlanDone()):
        await house.scene.taps(LENA, tap)
        assert house.scene.toasts() == [house.scene.rendered(OutOfDate()).text]
    await house.scene.taps(LENA, PlanCancel())
    house.sees(house.scene.rendered(Cancelled()).text)
    assert await house.rows(Invitation) == []


async def test_the_list_says_who_has_yet_to_join(house: House) -> None:
    seeker_token, _ = await house.links()
    await house.joins(SEEKER, seeker_token, Role.SEEKER)
    await house.scene.taps(LENA, OpenTakeovers(house.organisation_id, 3))
    house.sees("1 duo that already runs", "Jan B.", "has yet to join")
    await house.scene.taps(LENA, ShowTakeover((await house.takeover()).id))
    house.sees("has a link, until", "6 July 2026")


async def test_two_of_whom_one_is_still_in_the_welcome_begin_when_it_is_finished(house: House) -> None:
    seeker_token, _ = await house.links(labels=("a", "b"))
    async with house.scene.database.write() as store:
        for takeover in (await store.session.execute(select(Takeover))).scalars():
            takeover.dropped_at = START
    await house.scene.says(SEEKER, f"/start {seeker_token}")
    seeker_id = (await house.memberships())[-1].id
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR)
    await house.scene.taps(LENA, TakeOverNow(seeker_id, mentor.membership_id, "20260706"))
    assert await house.rows(Duo) == []
    await house.welcomed(SEEKER, seeker_id, Role.SEEKER)
    assert (await house.duo()).mentor_id == mentor.membership_id
    await house.scene.taps(LENA, OpenTakeovers(house.organisation_id, 0))
    house.sees("No duo waits")
    member = next(m for m in await house.memberships() if m.id == seeker_id)
    assert member.state == MembershipState.READY


# -- in topics, and for somebody who was away --------------------------------------------------------------------------
async def test_in_topics_the_greeting_goes_into_the_topic_and_the_chat_says_where_to_write(topic_scene: Scene) -> None:
    organisation = await make_organisation(topic_scene)
    lena = await make_person(topic_scene, LENA, Role.COORDINATOR, language="en", name="Lena")
    house = House(topic_scene, organisation, lena)
    seeker_token, mentor_token = await house.links()
    await house.joins(SEEKER, seeker_token, Role.SEEKER)
    await house.joins(MENTOR, mentor_token, Role.MENTOR)
    assert await house.scene.last(MENTOR) == GoesOnHere(partner=f"P{SEEKER}", in_topic=True)
    threads = {thread.id for thread in await house.rows(Thread)}
    greetings = [row for user in (SEEKER, MENTOR) for row in await house.scene.rows(user) if row.kind == TakenOver.kind]
    assert {row.thread_id for row in greetings} == threads


async def test_a_mentor_who_writes_to_somebody_else_keeps_that_line_open(house: House) -> None:
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR, name="Jan")
    for number, name in enumerate(("Amina", "Bintou")):
        seeker = await make_person(house.scene, 750 + number, name=name)
        await house.scene.taps(LENA, TakeOverNow(seeker.membership_id, mentor.membership_id, "20260706"))
    first, second = await house.heard(MENTOR, TakenOver)
    assert (first.name, first.open_name) == ("Amina", None)
    assert (second.name, second.open_name) == ("Bintou", "Amina")


async def test_who_was_away_is_greeted_as_somebody_who_knows_the_other(house: House) -> None:
    seeker = await make_person(house.scene, SEEKER)
    mentor = await make_person(house.scene, MENTOR, Role.MENTOR)
    await house.scene.taps(LENA, TakeOverNow(seeker.membership_id, mentor.membership_id, "20260706"))
    for status in ("kicked", "member"):
        user = {"id": SEEKER, "is_bot": False, "first_name": "x"}
        old, new = ("member", "kicked") if status == "kicked" else ("kicked", "member")
        bot = {"id": house.scene.facts.id, "is_bot": True, "first_name": "Tandem"}
        await house.scene.feed(
            {
                "my_chat_member": {
                    "chat": {"id": SEEKER, "type": "private", "first_name": "x"},
                    "from": user,
                    "date": int(START.timestamp()),
                    "old_chat_member": _member(bot, old),
                    "new_chat_member": _member(bot, new),
                }
            }
        )
    rows = [row for row in await house.scene.rows(SEEKER) if row.kind == TakenOver.kind]
    assert [row.state for row in rows] == ["cancelled", "pending"]
    assert ThreadOpened.kind not in {row.kind for row in await house.scene.rows(SEEKER)}


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    return {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})
