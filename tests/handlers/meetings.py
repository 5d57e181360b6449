"""What people do about their meetings, for scenes: the picker in one line, and the rows to look at."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from sqlmodel import col, select, update

from mentoring.messages.base import Message
from mentoring.sessions.board import anchor_of
from mentoring.taps import Tap
from mentoring.taps_sessions import ChooseDay, ChoosePlace, ChooseTime, ConfirmSession, MoveSession, PlanSession
from storage.tables import Card, Duo, DuoSession, Person, SessionSeries, SessionSide
from storage.words import Place, SessionKind
from tests.handlers.scene import Scene
from tests.handlers.threads import Pair, person_of

DAY, MINUTE = "20261126", 18 * 60  # a Thursday, two days after the scene begins
M = TypeVar("M", bound=Message)


async def plan(
    scene: Scene,
    pair: Pair,
    user: int,
    *,
    day: str = DAY,
    minute: int = MINUTE,
    kind: SessionKind = SessionKind.REGULAR,
    anyway: bool = True,
) -> DuoSession:
    """That person plans a call; returns the duo's newest session."""
    await scene.taps(user, PlanSession(pair.id, kind))
    await scene.taps(user, ChooseDay(pair.id, kind, day))
    await scene.taps(user, ChooseTime(pair.id, kind, day, minute, anyway=anyway))
    await scene.taps(user, ChoosePlace(pair.id, kind, day, minute, Place.CALL))
    return (await sessions(scene, pair))[-1]


async def confirm(scene: Scene, user: int, session: DuoSession) -> DuoSession:
    """As it stands now."""
    now = await session_of(scene, session.id)
    await scene.taps(user, ConfirmSession(now.id, now.sequence))
    return await session_of(scene, session.id)


async def settled(scene: Scene, pair: Pair, planner: int, other: int, **when: object) -> DuoSession:
    """A call that both come to."""
    return await confirm(scene, other, await plan(scene, pair, planner, **when))  # type: ignore[arg-type]


async def move(scene: Scene, user: int, session: DuoSession, *, day: str = DAY, minute: int = MINUTE) -> DuoSession:
    """That person moves it, as it stands now."""
    now = await session_of(scene, session.id)
    await scene.taps(user, MoveSession(now.id, now.sequence))
    await scene.taps(user, ChooseTime(now.id, f"time-{now.sequence}", day, minute, anyway=True))
    return await session_of(scene, session.id)


async def in_english(scene: Scene) -> None:
    """Everybody there is reads English, the language of the sources: what they see does not change with a catalog."""
    async with scene.database.write() as store:
        await store.session.execute(update(Person).values(language="en"))


async def have_met(scene: Scene, pair: Pair) -> None:
    """Their first meeting is behind them."""
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        duo.met_at = scene.clock.now()


async def sessions(scene: Scene, pair: Pair) -> list[DuoSession]:
    """The duo's, oldest row first."""
    async with scene.database.read() as store:
        found = select(DuoSession).where(col(DuoSession.duo_id) == pair.id).order_by(col(DuoSession.id))
        return list((await store.session.execute(found)).scalars().all())


async def session_of(scene: Scene, session_id: int) -> DuoSession:
    async with scene.database.read() as store:
        session = await store.session.get(DuoSession, session_id)
        assert session is not None
        return session


async def side_of(scene: Scene, session_id: int, user: int) -> SessionSide:
    person = await person_of(scene, user)
    async with scene.database.read() as store:
        found = select(SessionSide).where(
            col(SessionSide.session_id) == session_id, col(SessionSide.person_id) == person.id
        )
        return (await store.session.execute(found)).scalar_one()


async def series_of(scene: Scene, pair: Pair) -> SessionSeries:
    async with scene.database.read() as store:
        found = select(SessionSeries).where(col(SessionSeries.duo_id) == pair.id).order_by(col(SessionSeries.id).desc())
        series = (await store.session.execute(found)).scalars().first()
        assert series is not None
        return series


async def pinned(scene: Scene, user: int) -> set[str]:
    """The anchors of the cards on top in that person's chat."""
    person = await person_of(scene, user)
    async with scene.database.read() as store:
        found = select(Card.anchor).where(col(Card.person_id) == person.id, col(Card.is_pinned).is_(True))
        return set((await store.session.execute(found)).scalars())


async def card_is_at(scene: Scene, user: int, session: DuoSession, message_id: int) -> None:
    """Their card about it was sent as that message, as the courier notes it."""
    person = await person_of(scene, user)
    theirs = (col(Card.person_id) == person.id, col(Card.anchor) == anchor_of(session.id))
    async with scene.database.write() as store:
        await store.session.execute(update(Card).where(*theirs).values(message_id=message_id))


async def taps_on(scene: Scene, user: int, tap: Tap, message_id: int) -> list[str]:
    """A tap on a button of that message, which has buttons; returns the calls that were made at once."""
    person = {"id": user, "is_bot": False, "first_name": "x"}
    message = {
        "message_id": message_id,
        "date": 1,
        "text": "x",
        "chat": {"id": user, "type": "private", "first_name": "x"},
        "from": {"id": scene.facts.id, "is_bot": True, "first_name": "Tandem"},
        "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]},
    }
    query = {"id": "1", "from": person, "chat_instance": "1", "message": message, "data": tap.pack()}
    await scene.feed({"callback_query": query})
    return [type(call).__name__ for call in scene.session.calls]


async def said(scene: Scene, user: int, kind: type[M]) -> list[M]:
    """The messages of that kind to them, oldest first."""
    return [message for message in await scene.messages(user) if isinstance(message, kind)]


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
