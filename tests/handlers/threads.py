"""Duos with open threads, and a courier that carries everything at once, for scenes of the private thread."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from mentoring.threads import close_threads, open_threads
from storage import delivery
from storage.tables import Duo, LineSide, Membership, MessageMap, Outbox, Person, Thread
from storage.words import Call, DuoState, OutboxState, Role
from tests.handlers.people import Made, make_duo, make_person
from tests.handlers.scene import Scene

ANNA, OMAR, LENA, BRAM, EVA = 501, 502, 503, 601, 602
RELAYS = {Call.COPY, Call.ALBUM, Call.EDIT, Call.REACTION}


@dataclass(frozen=True)
class Pair:
    """A duo: its two threads by the Telegram id of the person whose they are."""

    id: int
    threads: dict[int, int]
    topics: dict[int, int]


async def make_pair(
    scene: Scene, seeker: int = ANNA, mentor: int = BRAM, *, names: tuple[str, str] | None = None
) -> Pair:
    """A running duo whose greetings have been sent, with topics where the scene has them."""
    people = {
        seeker: await _somebody(scene, seeker, Role.SEEKER, names[0] if names else f"P{seeker}"),
        mentor: await _somebody(scene, mentor, Role.MENTOR, names[1] if names else f"P{mentor}"),
    }
    duo_id = await make_duo(scene, people[seeker], people[mentor])
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        await open_threads(scene.work(store, f"test:{duo_id}"), duo)
    await carry(scene)
    async with scene.database.read() as store:
        rows = (await store.session.execute(select(Thread).where(Thread.duo_id == duo_id))).scalars().all()
    by_person = {row.person_id: row for row in rows}
    threads = {user: by_person[made.person_id] for user, made in people.items()}
    return Pair(
        duo_id,
        {user: thread.id for user, thread in threads.items()},
        {user: thread.topic_id or 0 for user, thread in threads.items()},
    )


async def _somebody(scene: Scene, user: int, role: Role, name: str) -> Made:
    async with scene.database.read() as store:
        lookup = store.vault.lookup("user", user)
        person = (await store.session.execute(select(Person).where(Person.user_lookup == lookup))).scalar_one_or_none()
    if person is None or role is Role.SEEKER:
        return await make_person(scene, user, role, name=name)
    async with scene.database.read() as store:
        membership = (
            (await store.session.execute(select(Membership).where(Membership.person_id == person.id))).scalars().first()
        )
        assert membership is not None
        return Made(user, person.id, membership.id, membership.organisation_id)


async def end(scene: Scene, pair: Pair, state: DuoState = DuoState.ENDED) -> None:
    """The duo ends, the way a use case ends it."""
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        duo.state = state
        await close_threads(scene.work(store, f"end:{pair.id}"), duo)
    await carry(scene)


async def set_state(scene: Scene, pair: Pair, state: DuoState) -> None:
    async with scene.database.write() as store:
        await store.session.execute(update(Duo).where(Duo.id == pair.id).values(state=state))


async def carry(scene: Scene) -> dict[int, int]:
    """Sends what is pending, albums too: gives every message the next id of its chat, every topic an id.

    Returns the last id by row.
    """
    now = scene.clock.now()
    sent: dict[int, int] = {}
    params = select(Outbox.params_sealed)
    async with scene.database.write() as store:
        later = now + timedelta(minutes=1)
        while rows := await delivery.claim(
            store, owner="test", now=now, real_now=later, lease=timedelta(minutes=5), limit=100
        ):
            for row in rows:
                user = await _user_of(store, row.person_id)
                count = len(row.params["message_ids"]) if row.call is Call.ALBUM else 1
                ids = tuple(_next_id(scene, user) for _ in range(count))
                if row.call is Call.TOPIC:
                    for table in (Thread, LineSide):
                        await store.session.execute(
                            update(table).where(table.id == row.thread_id).values(topic_id=ids[0])
                        )
                sent[row.id] = ids[-1]
                sealed = (await store.session.execute(params.where(Outbox.id == row.id))).scalar_one()
                await delivery.mark(store, "test", [delivery.Outcome(row, OutboxState.SENT, message_ids=ids)], now)
                if row.call in {Call.SEND, Call.CARD}:  # scenes look at what was said
                    keep = update(Outbox).where(Outbox.id == row.id).values(params_sealed=sealed)
                    await store.session.execute(keep)
    return sent


def _next_id(scene: Scene, user: int) -> int:
    scene.message_ids[user] = scene.message_ids.get(user, 100) + 1
    return scene.message_ids[user]


async def _user_of(store: Any, person_id: int | None) -> int:
    person = await store.session.get(Person, person_id)
    return int(person.open(store.vault, "user"))


async def relays(scene: Scene, user: int) -> list[tuple[Call, dict[str, Any]]]:
    """What is being carried to them and waits: the calls with their parameters, oldest first."""
    rows = [row for row in await scene.rows(user) if row.call in RELAYS and row.state == OutboxState.PENDING]
    return [(Call(row.call), json.loads(row.open(scene.database.vault, "params") or "{}")) for row in rows]


async def waiting(scene: Scene, user: int) -> list[Outbox]:
    return [row for row in await scene.rows(user) if row.state == OutboxState.PENDING and row.call in RELAYS]


async def copy_of(scene: Scene, user: int, message_id: int) -> int:
    """The id under which that message of that person arrived at the other side."""
    person = await person_of(scene, user)
    statement = select(MessageMap.copy_message_id).where(
        MessageMap.source_person_id == person.id, MessageMap.source_message_id == message_id
    )
    async with scene.database.read() as store:
        copy = (await store.session.execute(statement)).scalar_one()
    assert copy is not None
    return copy


async def person_of(scene: Scene, user: int) -> Person:
    async with scene.database.read() as store:
        lookup = store.vault.lookup("user", user)
        return (await store.session.execute(select(Person).where(Person.user_lookup == lookup))).scalar_one()


def from_bot(scene: Scene, user: int, message_id: int) -> dict[str, Any]:
    """A message of the bot's in that chat, as `reply_to_message` shows it."""
    return _old(user, message_id, {"id": scene.facts.id, "is_bot": True, "first_name": "Tandem"})


def from_them(user: int, message_id: int) -> dict[str, Any]:
    """A message of their own, as `reply_to_message` shows it."""
    return _old(user, message_id, {"id": user, "is_bot": False, "first_name": "x"})


def _old(user: int, message_id: int, sender: dict[str, Any]) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "date": 1,
        "chat": {"id": user, "type": "private", "first_name": "x"},
        "from": sender,
        "text": "earlier",
    }


def kicked(scene: Scene, user: int) -> dict[str, Any]:
    """The `my_chat_member` of somebody who blocks the bot."""
    bot = {"id": scene.facts.id, "is_bot": True, "first_name": "Tandem"}
    return {
        "chat": {"id": user, "type": "private", "first_name": "x"},
        "from": {"id": user, "is_bot": False, "first_name": "x"},
        "date": 1,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": "kicked", "user": bot, "until_date": 0},
    }
