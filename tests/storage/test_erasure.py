"""Somebody is erased in one organisation, on both databases: what goes, what stays for others, who they are after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clocks import StandingClock
from mentoring.actor import load_actor
from mentoring.answering import answer_proposal
from mentoring.erasure import erase_membership
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.invitations import issue, redeem
from mentoring.messages.pairing import NotGoingOn
from mentoring.messages.waiting_news import Erased
from mentoring.pairing import propose_duo
from mentoring.takeovers import Half, note_takeover
from mentoring.work import Work
from storage.database import Database
from storage.ids import new_id
from storage.tables import (
    Card,
    CheckIn,
    DialogueState,
    Duo,
    DuoEvent,
    Invitation,
    LineSide,
    Membership,
    MentorTick,
    MessageMap,
    Organisation,
    Outbox,
    Person,
    Takeover,
    TeamLine,
    Thread,
    Visitor,
)
from storage.words import DuoState, InvitationState, MembershipState, OutboxState, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person

AMINA, JAN, LENA = 501, 502, 503
GOODBYE = Erased(to=Role.SEEKER, organisation="Duo Dijle", months=6)


@dataclass
class Town:
    database: Database
    clock: StandingClock
    organisation_id: int = 0
    acts: int = 0

    async def does(self, use_case: Any, *values: Any, user: int | None = None, **named: Any) -> Any:
        """A use case in a transaction of its own, by that person where one is named."""
        self.acts += 1
        async with self.database.write() as store:
            work = Work(store, self.clock.now(), self.clock.now(), f"act:{self.acts}", bot_username="tandem_bot")
            if user is None:
                return await use_case(work, *values, **named)
            return await use_case(await load_actor(store, user), work, *values, **named)

    async def add(self, *rows: Any) -> None:
        async with self.database.write() as store:
            store.session.add_all(rows)

    async def rows(self, kind: type[Any]) -> list[Any]:
        async with self.database.read() as store:
            return list((await store.session.execute(select(kind))).scalars().all())

    async def count(self, kind: type[Any]) -> int:
        async with self.database.read() as store:
            return int((await store.session.execute(select(func.count()).select_from(kind))).scalar_one())

    async def outbox(self, kind: str) -> list[Outbox]:
        return [row for row in await self.rows(Outbox) if row.kind == kind]


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Town:
    town = Town(database, clock)
    town.organisation_id = await make_organisation(town)
    await make_person(town, LENA, Role.COORDINATOR)
    return town


async def invited(town: Town, user: int) -> int:
    """Somebody who came by a link, with label and reference; past the welcome. Returns the membership."""
    async with town.database.write() as store:
        work = Work(store, town.clock.now(), town.clock.now(), f"invited:{user}")
        place = await store.session.get(Organisation, town.organisation_id)
        assert place is not None
        issued = await issue(work, place, Role.SEEKER, label="Anna K.", reference="D-17")
        actor, membership = await redeem(work, issued.token, user, "nl")
        actor.person.seal(store.vault, "first_name", "Anna")
        membership.state = MembershipState.READY
        return membership.id


async def leave_traces(town: Town, who: int) -> None:
    """Everything that may hang on an account without a duo."""
    async with town.database.write() as store:
        membership = await store.session.get(Membership, who)
        assert membership is not None
        now, person_id, vault = town.clock.now(), membership.person_id, store.vault
        line = TeamLine(id=new_id(), organisation_id=town.organisation_id, person_id=person_id, created_at=now)
        dialogue = DialogueState(key=vault.lookup("dialogue", f"{AMINA}:{AMINA}:0"), state="x", updated_at=now)
        store.session.add_all([line, dialogue, Card(person_id=person_id, anchor="session:1", updated_at=now)])
        await store.session.flush()
        store.session.add(LineSide(line_id=line.id, person_id=person_id, membership_id=who, created_at=now))
        store.session.add(
            MessageMap(
                conversation_id=line.id,
                source_person_id=person_id,
                source_message_id=1,
                copy_person_id=1,
                outbox_id=1,
                created_at=now,
            )
        )


# -- who never was in a duo --------------------------------------------------------------------------------------------
async def test_of_somebody_who_was_never_paired_nothing_stays_and_they_are_a_stranger_again(town: Town) -> None:
    who = await invited(town, AMINA)
    await leave_traces(town, who)
    await town.does(erase_membership, who, goodbye=GOODBYE)

    assert await town.count(Person) == 1  # the coordinator
    assert [m.role for m in await town.rows(Membership)] == [Role.COORDINATOR]
    for kind in (TeamLine, LineSide, MessageMap, DialogueState, Card, Visitor):
        assert await town.count(kind) == 0
    (invitation,) = await town.rows(Invitation)
    named = (invitation.label_sealed, invitation.reference_sealed, invitation.reference_lookup, invitation.used_by)
    assert (invitation.state, named) == (InvitationState.USED, (None,) * 4)
    (goodbye,) = await town.rows(Outbox)
    assert (goodbye.kind, goodbye.person_id, goodbye.language) == (Erased.kind, None, "nl")
    again = await invited(town, AMINA)
    assert again != who


async def test_whoever_blocked_the_bot_is_erased_without_a_word(town: Town) -> None:
    who = await make_person(town, AMINA)
    async with town.database.write() as store:
        person = await store.session.get(Person, who.person_id)
        assert person is not None
        person.unreachable_since = town.clock.now()
    await town.does(erase_membership, who.membership_id, goodbye=GOODBYE)
    assert await town.count(Outbox) == 0


async def test_an_open_proposal_is_withdrawn_and_its_other_side_hears_the_kind_line(town: Town) -> None:
    amina, jan = await make_person(town, AMINA), await make_person(town, JAN, Role.MENTOR)
    sent = await town.does(propose_duo, amina.membership_id, jan.membership_id, user=LENA)
    await town.add(DuoEvent(duo_id=sent.duo_id, kind="x", at=town.clock.now()))
    await town.does(answer_proposal, sent.duo_id, True, user=JAN)
    await town.does(erase_membership, amina.membership_id)
    assert await town.count(Duo) == await town.count(DuoEvent) == 0
    (line,) = await town.outbox(NotGoingOn.kind)
    assert line.person_id == jan.person_id


async def test_a_mentors_ticks_go_and_the_partner_of_a_duo_to_come_waits_again(town: Town) -> None:
    jan, amina = await make_person(town, JAN, Role.MENTOR), await invited(town, AMINA)
    lena = next(m.id for m in await town.rows(Membership) if m.role == Role.COORDINATOR)
    await town.add(
        MentorTick(membership_id=jan.membership_id, point="training", ticked_by=lena, ticked_at=town.clock.now())
    )
    async with town.database.write() as store:
        membership = await store.session.get(Membership, amina)
        assert membership is not None
        membership.state = MembershipState.WELCOMING
    await town.does(
        note_takeover,
        town.organisation_id,
        seeker=Half(membership_id=amina),
        mentor=Half(membership_id=jan.membership_id),
        started_on=town.clock.now().date(),
        coordinator_id=None,
    )
    await town.does(erase_membership, amina)
    assert await town.count(Takeover) == 0
    left = next(m for m in await town.rows(Membership) if m.id == jan.membership_id)
    assert left.news_at is not None
    await town.does(erase_membership, jan.membership_id)
    assert await town.count(MentorTick) == 0


async def test_what_waits_to_be_told_to_the_team_about_them_is_not_told(town: Town) -> None:
    who = await make_person(town, AMINA)
    lena = next(m for m in await town.rows(Membership) if m.role == Role.COORDINATOR)

    async def tell(work: Work) -> None:
        await work.post(lena.person_id, GOODBYE, key=f"waiting:{who.membership_id}:erased-soon:2026-01-01")
        await work.post(lena.person_id, GOODBYE, key="waiting:1:erased-soon:2026-01-01")

    await town.does(tell)
    await town.does(erase_membership, who.membership_id)
    states = sorted(row.state for row in await town.outbox(Erased.kind))
    assert states == [OutboxState.CANCELLED, OutboxState.PENDING]
    assert [row.params_sealed is None for row in await town.rows(Outbox) if row.state == OutboxState.CANCELLED] == [
        True
    ]


# -- who was in one ----------------------------------------------------------------------------------------------------
async def test_a_duo_that_has_ended_stays_as_figures_without_names(town: Town) -> None:
    amina, jan = await invited(town, AMINA), await make_person(town, JAN, Role.MENTOR)
    membership = next(m for m in await town.rows(Membership) if m.id == amina)
    seeker = Made(AMINA, membership.person_id, amina, town.organisation_id)
    duo_id = await make_duo(town, seeker, jan)
    with pytest.raises(OutOfDateError):
        await town.does(erase_membership, amina)  # it runs
    async with town.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        duo.state = DuoState.ENDED
        thread = Thread(
            id=new_id(),
            duo_id=duo_id,
            person_id=seeker.person_id,
            membership_id=amina,
            partner_person_id=jan.person_id,
            topic_id=77,
            created_at=town.clock.now(),
        )
        store.session.add(thread)
        await store.session.flush()
        note = CheckIn(
            thread_id=thread.id,
            duo_id=duo_id,
            person_id=seeker.person_id,
            role=Role.SEEKER,
            number=1,
            asked_at=town.clock.now(),
        )
        note.seal(store.vault, "note", "all is well")
        store.session.add(note)

    await town.does(erase_membership, amina, goodbye=GOODBYE)

    shell = next(m for m in await town.rows(Membership) if m.id == amina)
    kept = (shell.label_sealed, shell.reference_sealed, shell.reference_lookup, shell.profile_sealed, shell.agreed_at)
    assert (shell.state, kept) == (MembershipState.LEFT, (None,) * 5)
    person = next(p for p in await town.rows(Person) if p.id == seeker.person_id)
    assert (person.user_lookup, person.user_sealed, person.first_name_sealed) == (None, None, None)
    assert [row.note_sealed for row in await town.rows(CheckIn)] == [None]
    assert [row.topic_id for row in await town.rows(Thread)] == [None]
    assert await town.count(Duo) == 1
    assert await invited(town, AMINA) != amina  # they may come anew


async def test_another_role_keeps_the_person_and_its_own_data(town: Town) -> None:
    elsewhere = await make_organisation(town, "Apides")
    here = await make_person(town, AMINA, label="Anna")
    there = await make_person(town, AMINA, Role.MENTOR, organisation=elsewhere, label="A. K.")
    await town.does(erase_membership, here.membership_id, goodbye=GOODBYE)
    left = next(m for m in await town.rows(Membership) if m.person_id == there.person_id)
    assert (left.id, left.label_sealed is not None) == (there.membership_id, True)
    (goodbye,) = await town.outbox(Erased.kind)
    assert goodbye.person_id == there.person_id
    await town.does(erase_membership, there.membership_id)
    assert await town.count(Person) == 1


async def test_staff_leave_a_shell_that_others_rows_point_to(town: Town) -> None:
    lena = next(m for m in await town.rows(Membership) if m.role == Role.COORDINATOR)
    await town.does(erase_membership, lena.id)
    (shell,) = await town.rows(Membership)
    (person,) = await town.rows(Person)
    assert (shell.state, person.user_lookup, person.first_name_sealed) == (MembershipState.LEFT, None, None)


async def test_who_is_gone_is_not_found(town: Town) -> None:
    who = await make_person(town, AMINA)
    await town.does(erase_membership, who.membership_id)
    with pytest.raises(NotFoundError):
        await town.does(erase_membership, who.membership_id)
