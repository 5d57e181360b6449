"""What was open on the old phone is asked again on the new one, once."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlmodel import select

from mentoring.actor import load_actor
from mentoring.messages.base import Message, from_params
from mentoring.messages.check_ins import QuestionShown
from mentoring.messages.meeting_answers import DidYouMeet
from mentoring.messages.pairing import Proposal
from mentoring.messages.reconnect import ReconnectLink
from mentoring.pairing import propose_duo
from mentoring.sessions.asking import ask_met
from mentoring.taps_reconnect import NewPhone
from storage.tables import Membership
from storage.words import OutboxState, Role
from tests.handlers.check_in_rounds import a_question_is_due, get_going, newest
from tests.handlers.gatherings import make_session, tick
from tests.handlers.people import make_person
from tests.handlers.scene import START, Scene
from tests.handlers.test_reconnect import heard
from tests.handlers.threads import ANNA, LENA, carry, make_pair, person_of

NEW = 921


async def coming(scene: Scene, user: int) -> list[Message]:
    """What waits to be sent to them, oldest first."""
    rows = [row for row in await scene.rows(user) if row.kind and row.state == OutboxState.PENDING]
    return [from_params(row.kind, json.loads(row.open(scene.database.vault, "params") or "{}")) for row in rows]


async def moves(scene: Scene, user: int, name: str, *, sent: bool = True) -> None:
    """The team makes a link, and that person follows it with another account; all was sent before, or nothing."""
    if sent:
        await carry(scene)
    person = await person_of(scene, user)
    async with scene.database.read() as store:
        statement = select(Membership.id).where(Membership.person_id == person.id)
        membership_id = (await store.session.execute(statement)).scalars().one()
    await scene.taps(LENA, NewPhone(membership_id))
    (link,) = [message for message in await heard(scene, LENA) if isinstance(message, ReconnectLink)]
    await scene.says(NEW, f"/start {link.link.partition('start=')[2]}")
    await scene.says(NEW, name)


async def test_the_weekly_question_comes_again(scene: Scene) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await get_going(scene, pair)
    await a_question_is_due(scene)
    await moves(scene, ANNA, "Anna")
    (again,) = [message for message in await coming(scene, NEW) if isinstance(message, QuestionShown)]
    assert again.asked.check_in_id == (await newest(scene, NEW)).id


async def test_did_you_meet_comes_again(scene: Scene) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    pair = await make_pair(scene, names=("Anna", "Bram"))
    meeting = START + timedelta(days=7, hours=8)
    session_id = await make_session(scene, pair.id, meeting, comes=True)
    await tick(scene, ask_met, at=meeting + timedelta(hours=1, minutes=30))
    await moves(scene, ANNA, "Anna")
    again = [message.session_id for message in await coming(scene, NEW) if isinstance(message, DidYouMeet)]
    assert again == [session_id]


async def test_a_question_that_is_still_on_its_way_comes_once(scene: Scene) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    pair = await make_pair(scene, names=("Anna", "Bram"))
    meeting = START + timedelta(days=7, hours=8)
    await make_session(scene, pair.id, meeting, comes=True)
    await tick(scene, ask_met, at=meeting + timedelta(hours=1, minutes=30))
    await moves(scene, ANNA, "Anna", sent=False)
    assert len([message for message in await coming(scene, NEW) if isinstance(message, DidYouMeet)]) == 1


async def test_an_open_proposal_comes_again(scene: Scene) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    seeker = await make_person(scene, ANNA, name="Anna")
    mentor = await make_person(scene, 31, Role.MENTOR)
    async with scene.database.write() as store:
        actor = await load_actor(store, LENA)
        assert actor is not None
        await propose_duo(actor, scene.work(store), seeker.membership_id, mentor.membership_id)
    await moves(scene, ANNA, "Anna")
    assert isinstance((await coming(scene, NEW))[-1], Proposal)
