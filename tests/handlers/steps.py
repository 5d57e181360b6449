"""What scenes about the steps of a job seeker share."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from sqlmodel import col, select

from mentoring.messages.base import Message
from mentoring.nudges.sending import send_nudges
from storage.database import Store
from storage.tables import CheckIn, CheckInAnswer, DuoSession, Milestone, SessionSide
from storage.words import CheckInState, Met, Occasion, Place, Question, Role, SessionState
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, Pair, carry, person_of

TODAY = "20261124"
M = TypeVar("M", bound=Message)


async def step_rows(scene: Scene) -> list[Milestone]:
    """All of them, oldest first, those taken back too."""
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Milestone).order_by(col(Milestone.id)))).scalars().all())


async def nudges_go(scene: Scene) -> None:
    """What waits to be told is told, and arrives."""
    async with scene.database.write() as store:
        await send_nudges(scene.work(store, f"nudges:{scene.update_id}"))
    await carry(scene)


async def of_kind(scene: Scene, user: int, kind: type[M]) -> list[M]:
    """The messages of that kind that they were told."""
    return [message for message in await scene.messages(user) if isinstance(message, kind)]


def sees(scene: Scene, *words: str) -> str:
    """The tapped message became a text with these words in it; returns it."""
    (text,) = scene.edits()
    assert all(word in text for word in words), text
    return text


def hears(scene: Scene, line: Message) -> None:
    """A line on top of the screen, and nothing else."""
    assert scene.toasts() == [scene.rendered(line).text]
    assert scene.edits() == []


async def held(scene: Scene, store: Store, pair: Pair, answers: tuple[Met, Met]) -> None:
    """A meeting that counts as held, after what the two said."""
    meeting = DuoSession(
        duo_id=pair.id,
        starts_at=scene.clock.now(),
        local_start="2026-11-24T10:00",
        time_zone="Europe/Brussels",
        place=Place.CALL,
        state=SessionState.HELD,
        changed_at=scene.clock.now(),
        created_at=scene.clock.now(),
    )
    store.session.add(meeting)
    await store.session.flush()
    for user, role, met in zip((ANNA, BRAM), (Role.SEEKER, Role.MENTOR), answers, strict=True):
        person = await person_of(scene, user)
        store.session.add(SessionSide(session_id=meeting.id, person_id=person.id, role=role, met=met))


async def answered(scene: Scene, pair: Pair, user: int, number: int, given: dict[Question, int]) -> None:
    """A round of questions that this person answered, so many days from now."""
    person, at = await person_of(scene, user), scene.clock.now() + number * timedelta(days=1)
    async with scene.database.write() as store:
        round_ = CheckIn(
            thread_id=pair.threads[user],
            duo_id=pair.id,
            person_id=person.id,
            role=Role.SEEKER if user == ANNA else Role.MENTOR,
            number=number,
            occasion=Occasion.START,
            questions=[question.value for question in given],
            state=CheckInState.ANSWERED,
            asked_at=at,
        )
        store.session.add(round_)
        await store.session.flush()
        for question, value in given.items():
            store.session.add(CheckInAnswer(check_in_id=round_.id, question=question, value=value, answered_at=at))
