"""A new phone or account: the link, the first name, the move, and back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from mentoring.errors import LinkNotValidError
from mentoring.invitations import redeem
from mentoring.messages.arrival import LinkNotValid, Stranger
from mentoring.messages.base import Message, from_params
from mentoring.messages.reconnect import (
    AccountOfSomebodyElse,
    AlreadyHere,
    ReconnectByLead,
    ReconnectBySomebodyElse,
    ReconnectDone,
    Reconnected,
    ReconnectForward,
    ReconnectLink,
    ReconnectNoName,
    ReconnectNotice,
    ReconnectStopped,
    ReconnectUsedUp,
    ThreadGoesOn,
    WhichName,
    WrongName,
    WrongNameTooOften,
)
from mentoring.messages.system import Cancelled, NotHere, WritePlease
from mentoring.taps_reconnect import DropReconnect, LeaveReconnect, NewPhone, NotThem, StopReconnect
from mentoring.threads import open_threads
from storage.tables import Card, DialogueState, Duo, Invitation, MessageMap, Outbox, Person, Thread
from storage.words import InvitationState, OutboxState, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

ANNA, AMINA, KARIM = 11, 21, 31
NEW, OTHER = 921, 922


async def duo(scene: Scene) -> tuple[Made, Made, Made]:
    """A coordinator and a running duo with its threads."""
    anna = await make_person(scene, ANNA, Role.COORDINATOR, language="en")
    amina = await make_person(scene, AMINA, name="Amélie Anne")
    karim = await make_person(scene, KARIM, Role.MENTOR, name="Karim")
    duo_id = await make_duo(scene, amina, karim, coordinator=anna)
    async with scene.database.write() as store:
        found = await store.session.get(Duo, duo_id)
        assert found is not None
        await open_threads(scene.work(store, "open"), found)
    return anna, amina, karim


async def heard(scene: Scene, user: int) -> list[Message]:
    """What was posted to them and not taken back, oldest first."""
    rows = [row for row in await scene.rows(user) if row.kind and row.params_sealed is not None]
    return [from_params(row.kind, json.loads(row.open(scene.database.vault, "params") or "{}")) for row in rows]


async def last(scene: Scene, user: int) -> Message:
    return (await heard(scene, user))[-1]


async def link_of(scene: Scene, made: Made, by: int = ANNA) -> str:
    """The team asks for a link; returns its payload."""
    await scene.taps(by, NewPhone(made.membership_id))
    shown = [message for message in await heard(scene, by) if isinstance(message, ReconnectLink)]
    return shown[-1].link.partition("start=")[2]


async def invitation(scene: Scene) -> Invitation:
    async with scene.database.read() as store:
        found = await store.session.execute(select(Invitation).order_by(col(Invitation.id).desc()))
        return found.scalars().all()[0]


async def user_of(scene: Scene, made: Made) -> str | None:
    async with scene.database.read() as store:
        person = await store.session.get(Person, made.person_id)
        assert person is not None
        return person.open(store.vault, "user")


async def pending(scene: Scene, made: Made) -> list[Outbox]:
    async with scene.database.read() as store:
        where = col(Outbox.person_id) == made.person_id, col(Outbox.state) == OutboxState.PENDING
        return list((await store.session.execute(select(Outbox).where(*where).order_by(col(Outbox.id)))).scalars())


async def test_the_link_is_shown_with_a_text_to_forward_and_two_taps_make_one(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    first = await link_of(scene, amina)
    assert await link_of(scene, amina) == first
    assert isinstance(await last(scene, ANNA), ReconnectForward)
    assert isinstance(await last(scene, AMINA), ReconnectNotice)
    made = await invitation(scene)
    assert (made.reconnects_id, made.expires_at - scene.clock.now()) == (amina.person_id, timedelta(hours=48))


async def test_whoever_knows_the_name_goes_on_in_the_new_chat(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    await scene.says(AMINA, "hello")
    token = await link_of(scene, amina)
    await scene.says(NEW, f"/start {token}")
    assert isinstance(await last(scene, NEW), WhichName)
    await scene.says(NEW, "  amelie  ANNE ")
    assert await user_of(scene, amina) == str(NEW)
    said = [type(message) for message in await heard(scene, NEW)]
    assert said[-2:] == [Reconnected, ThreadGoesOn]
    assert isinstance(await last(scene, ANNA), ReconnectDone)
    assert (await invitation(scene)).state == InvitationState.USED
    await scene.says(NEW, "it is me")
    async with scene.database.read() as store:
        (kept,) = (await store.session.execute(select(MessageMap))).scalars().all()
    assert kept.source_person_id == amina.person_id, "the line is still open; what went before is forgotten"


async def test_the_old_account_is_a_stranger_and_nothing_goes_there(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    await scene.says(NEW, f"/start {await link_of(scene, amina)}")
    await scene.says(NEW, "Amélie Anne")
    await scene.says(KARIM, "Are you there?")
    await scene.says(AMINA, "hello?")
    assert [type(m) for m in await heard(scene, AMINA)] == [Stranger]
    await scene.says(AMINA, "hello?")
    assert [type(m) for m in await heard(scene, AMINA)] == [Stranger]
    assert any(row.call == "copy" for row in await pending(scene, amina)), "the mentor's words go to the new chat"


async def test_what_was_tied_to_the_old_chat_is_forgotten(topic_scene: Scene) -> None:
    scene = topic_scene
    _, amina, _ = await duo(scene)
    async with scene.database.write() as store:
        for thread in (await store.session.execute(select(Thread))).scalars():
            thread.topic_id = 77
        store.session.add(
            Card(person_id=amina.person_id, anchor="session:1", message_id=5, updated_at=scene.clock.now())
        )
    await scene.says(AMINA, "hello", topic=77)
    async with scene.database.write() as store:
        keys = [store.vault.lookup("dialogue", f"{AMINA}:{AMINA}:{topic}") for topic in (0, 77)]
        store.session.add_all(DialogueState(key=key, state="x", updated_at=scene.clock.now()) for key in keys)
    token = await link_of(scene, amina)
    await scene.says(NEW, f"/start {token}")
    await scene.says(NEW, "Amélie Anne")
    async with scene.database.read() as store:
        threads = (await store.session.execute(select(Thread.person_id, Thread.topic_id))).all()
        assert dict(threads)[amina.person_id] is None
        assert len([topic for _, topic in threads if topic == 77]) == 1, "the partner's topic stays"
        assert (await store.session.execute(select(Card))).scalars().all() == []
        assert (await store.session.execute(select(MessageMap))).scalars().all() == []
        left = (await store.session.execute(select(DialogueState.state))).scalars().all()
        assert [state for state in left if state is not None] == []
    welcome = await heard(scene, NEW)
    assert [m.lost for m in welcome if isinstance(m, Reconnected)] == [True], "her last words had not left yet"


async def test_three_wrong_names_end_the_link_and_the_team_hears_it(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    token = await link_of(scene, amina)
    await scene.says(NEW, f"/start {token}")
    await scene.says(NEW, photo=[{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}])
    assert isinstance(await last(scene, NEW), WritePlease)
    for left in (2, 1):
        await scene.says(NEW, "Fatima")
        assert await last(scene, NEW) == WrongName(left=left)
    await scene.says(NEW, "...")
    assert isinstance(await last(scene, NEW), WrongNameTooOften)
    assert isinstance(await last(scene, ANNA), ReconnectUsedUp)
    await scene.says(NEW, f"/start {token}")
    assert isinstance(await last(scene, NEW), LinkNotValid)
    assert await user_of(scene, amina) == str(AMINA)


async def test_the_question_is_left_by_a_button_or_a_command(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    token = await link_of(scene, amina)
    await scene.says(NEW, f"/start {token}")
    await scene.taps(NEW, LeaveReconnect())
    await scene.says(NEW, "Amélie Anne")
    assert isinstance(await last(scene, NEW), Stranger)
    await scene.says(NEW, f"/start {token}")
    await scene.says(NEW, "/cancel")
    assert isinstance(await last(scene, NEW), Cancelled)
    assert (await invitation(scene)).state == InvitationState.OPEN


async def test_an_account_of_somebody_else_uses_nothing_up(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    elsewhere = await make_organisation(scene, "Samen Sterk")
    await make_person(scene, OTHER, organisation=elsewhere)
    token = await link_of(scene, amina)
    for user in (KARIM, OTHER):
        await scene.says(user, f"/start {token}")
        assert isinstance(await last(scene, user), AccountOfSomebodyElse)
    assert isinstance(await last(scene, ANNA), ReconnectBySomebodyElse)
    await scene.says(AMINA, f"/start {token}")
    assert isinstance(await last(scene, AMINA), AlreadyHere)
    assert (await invitation(scene)).state == InvitationState.OPEN


async def test_of_two_at_once_the_first_name_wins(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    token = await link_of(scene, amina)
    for user in (NEW, OTHER):
        await scene.says(user, f"/start {token}")
    for user in (NEW, OTHER):
        await scene.says(user, "Amélie Anne")
    assert await user_of(scene, amina) == str(NEW)
    assert isinstance(await last(scene, OTHER), LinkNotValid)


async def test_a_link_is_not_valid_after_two_days_or_once_it_was_used(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    token = await link_of(scene, amina)
    await scene.says(NEW, f"/start {token}")
    scene.advance(timedelta(hours=48))
    await scene.says(NEW, "Amélie Anne")
    assert isinstance(await last(scene, NEW), LinkNotValid)
    token = await link_of(scene, amina)
    await scene.says(NEW, f"/start {token}")
    await scene.says(NEW, "Amélie Anne")
    await scene.says(OTHER, f"/start {token}")
    assert isinstance(await last(scene, OTHER), LinkNotValid)
    await scene.says(NEW, f"/start {token}")
    assert isinstance(await last(scene, NEW), AlreadyHere)


async def test_that_was_not_her_detaches_the_account_at_once(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    await scene.says(NEW, f"/start {await link_of(scene, amina)}")
    await scene.says(NEW, "Amélie Anne")
    for _ in range(2):
        await scene.taps(ANNA, NotThem((await invitation(scene)).id))
        assert "disconnected" in scene.edits()[0]
    assert await user_of(scene, amina) is None
    assert await pending(scene, amina) == []
    await scene.says(NEW, "hello")
    assert isinstance(await last(scene, NEW), Stranger)
    await scene.says(OTHER, f"/start {await link_of(scene, amina)}")
    await scene.says(OTHER, "Amélie Anne")
    assert await user_of(scene, amina) == str(OTHER)


async def test_that_was_not_her_is_for_a_day_and_for_the_last_account(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    await scene.says(NEW, f"/start {await link_of(scene, amina)}")
    await scene.says(NEW, "Amélie Anne")
    first = (await invitation(scene)).id
    scene.advance(timedelta(hours=1))
    await scene.says(OTHER, f"/start {await link_of(scene, amina)}")
    await scene.says(OTHER, "Amélie Anne")
    await scene.taps(ANNA, NotThem(first))
    assert await user_of(scene, amina) == str(OTHER)
    scene.advance(timedelta(hours=24))
    await scene.taps(ANNA, NotThem((await invitation(scene)).id))
    assert await user_of(scene, amina) == str(OTHER)


async def test_a_reconnect_link_is_never_an_invitation(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    token = await link_of(scene, amina)
    async with scene.database.write() as store:
        with pytest.raises(LinkNotValidError):
            await redeem(scene.work(store), token, NEW, "fr")


async def test_the_link_is_taken_back_by_the_team_or_stopped_by_the_person(scene: Scene) -> None:
    _, amina, _ = await duo(scene)
    token = await link_of(scene, amina)
    await scene.taps(ANNA, DropReconnect((await invitation(scene)).id))
    await scene.says(NEW, f"/start {token}")
    assert isinstance(await last(scene, NEW), LinkNotValid)
    token = await link_of(scene, amina)
    await scene.taps(KARIM, StopReconnect((await invitation(scene)).id))
    assert (await invitation(scene)).state == InvitationState.OPEN
    await scene.taps(AMINA, StopReconnect((await invitation(scene)).id))
    assert isinstance(await last(scene, ANNA), ReconnectStopped)
    await scene.says(NEW, f"/start {token}")
    assert isinstance(await last(scene, NEW), LinkNotValid)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEAD])
async def test_only_a_lead_moves_the_account_of_a_colleague(scene: Scene, role: Role) -> None:
    anna = await make_person(scene, ANNA, role, language="en")
    ben = await make_person(scene, 12, Role.COORDINATOR, name="Ben")
    await scene.taps(ANNA, NewPhone(ben.membership_id))
    expected = ReconnectForward if role is Role.LEAD else ReconnectByLead
    assert isinstance(await last(scene, ANNA), expected)
    elsewhere = await make_person(scene, 13, organisation=await make_organisation(scene, "Samen Sterk"))
    for nobodys in (elsewhere, anna):
        await scene.taps(ANNA, NewPhone(nobodys.membership_id))
        assert scene.toasts() == [scene.rendered(NotHere()).text]


async def test_who_has_told_no_name_gets_an_invitation_instead(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.COORDINATOR)
    nameless = await make_person(scene, AMINA)
    async with scene.database.write() as store:
        person = await store.session.get(Person, nameless.person_id)
        assert person is not None
        person.first_name_sealed = None
    await scene.taps(ANNA, NewPhone(nameless.membership_id))
    assert isinstance(await last(scene, ANNA), ReconnectNoName)
