"""Weekly questions in a scene: a duo under way, the clock that asks, and the rows behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from mentoring.check_ins.asking import ask_due
from mentoring.check_ins.begin import begin_check_ins
from mentoring.check_ins.reminding import remind_due
from storage.tables import CheckIn, CheckInAnswer, Duo, Thread
from tests.handlers.scene import Scene
from tests.handlers.threads import Pair, carry, person_of


async def get_going(scene: Scene, *pairs: Pair) -> None:
    """Both have met, go on and have a goal: the weekly questions begin."""
    for pair in pairs:
        async with scene.database.write() as store:
            duo = await store.session.get(Duo, pair.id)
            assert duo is not None
            duo.under_way_since = scene.clock.now()
            await begin_check_ins(scene.work(store), duo)


async def a_question_is_due(scene: Scene) -> datetime:
    """Travels to where everybody's next question is due, asks and sends; returns the moment."""
    async with scene.database.read() as store:
        moments = select(Thread.next_check_in_at).where(col(Thread.next_check_in_at).is_not(None))
        last = max(moment for moment in (await store.session.execute(moments)).scalars() if moment is not None)
    scene.clock.advance_to(last)
    async with scene.database.write() as store:
        await ask_due(scene.work(store, f"job:checkins.ask:{last}"))
    await carry(scene)
    return last


async def reminders_are_due(scene: Scene) -> int:
    async with scene.database.write() as store:
        due = await remind_due(scene.work(store, f"job:checkins.remind:{scene.clock.now()}"))
    await carry(scene)
    return due


async def rounds_of(scene: Scene, user: int) -> list[CheckIn]:
    """The rounds of that person, oldest first."""
    person = await person_of(scene, user)
    rounds = select(CheckIn).where(col(CheckIn.person_id) == person.id).order_by(col(CheckIn.asked_at), col(CheckIn.id))
    async with scene.database.read() as store:
        return list((await store.session.execute(rounds)).scalars().all())


async def newest(scene: Scene, user: int) -> CheckIn:
    return (await rounds_of(scene, user))[-1]


async def faces(scene: Scene, check_in_id: int) -> dict[str, int]:
    """What was answered in that round."""
    given = select(CheckInAnswer).where(col(CheckInAnswer.check_in_id) == check_in_id)
    async with scene.database.read() as store:
        rows = (await store.session.execute(given.order_by(col(CheckInAnswer.id)))).scalars().all()
    assert len({row.question for row in rows}) == len(rows)
    return {row.question: row.value for row in rows}


async def thread_row(scene: Scene, thread_id: int) -> Thread:
    async with scene.database.read() as store:
        thread = await store.session.get(Thread, thread_id)
    assert thread is not None
    return thread


def labels(rendered: Any) -> list[str]:
    return [button.text for row in rendered.buttons for button in row]
