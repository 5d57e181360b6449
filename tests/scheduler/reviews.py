"""Duos that live on either database, and reviews of them, for the tests of `duos.review`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import col

from mentoring.signals.ladder import Deed
from mentoring.signals.review import Todo, review_due, touch
from mentoring.work import Work
from storage.ids import new_id
from storage.tables import Alert, CheckIn, CheckInAnswer, DuoEvent, MessageMap, Thread
from storage.words import CheckInState, Noticed, Question, Role, SessionState
from tests.handlers.people import Made
from tests.scheduler.duos import DAY, Pair, Town

HOUR = timedelta(hours=1)
WEEKS_BEFORE = 9


@dataclass
class Desk:
    """Stands where nudges and alerts are said. `says` False: nobody can be nudged."""

    says: bool = True
    heard: list[Todo] = field(default_factory=list)

    async def tell(self, _work: Work, todo: Todo) -> bool:
        self.heard.append(todo)
        return self.says

    def of(self, deed: Deed) -> list[Todo]:
        return [todo for todo in self.heard if todo.deed is deed]


async def review(town: Town, desk: Desk) -> int:
    """The job's work, until nothing is due."""
    total = 0
    while True:
        async with town.work() as work:
            found = await review_due(work, 2, desk.tell)
        if not found:
            return total
        total += found


async def lively_pair(town: Town, number: int = 1) -> Pair:
    """Both have met, written and answered every week for nine weeks, up to yesterday."""
    pair = await town.pair(number)
    start = town.now - WEEKS_BEFORE * 7 * DAY
    await town.change_duo(pair, started_at=start, met_at=start, under_way_since=start, review_at=town.now)
    async with town.database.write() as store:
        await store.session.execute(update(Thread).where(col(Thread.duo_id) == pair.id).values(created_at=start))
    for week in range(WEEKS_BEFORE):
        await live_a_week(town, pair, start + (7 * week + 1) * DAY)
    return pair


async def live_a_week(town: Town, pair: Pair, at: datetime, sides: Sequence[Role] = (Role.SEEKER, Role.MENTOR)) -> None:
    """They write and are asked on that day, answer where they are of `sides`, and meet the day after if both are."""
    for role, who, partner in _sides(pair):
        if role in sides:
            await write(town, pair, who, partner, at)
            await write(town, pair, who, partner, at + 3 * DAY)
        await ask(town, pair, role, who, at, face=4 if role in sides else 0)
    if len(sides) == 2:
        await town.meeting(pair, at + DAY, SessionState.HELD)


def _sides(pair: Pair) -> list[tuple[Role, Made, Made]]:
    return [(Role.SEEKER, pair.seeker, pair.mentor), (Role.MENTOR, pair.mentor, pair.seeker)]


async def write(town: Town, pair: Pair, who: Made, to: Made, at: datetime) -> None:
    async with town.database.write() as store:
        row = MessageMap(
            conversation_id=pair.id,
            source_person_id=who.person_id,
            source_message_id=new_id(),
            copy_person_id=to.person_id,
            outbox_id=new_id(),
            created_at=at,
        )
        store.session.add(row)


async def ask(town: Town, pair: Pair, role: Role, who: Made, at: datetime, *, face: int) -> None:
    async with town.database.write() as store:
        own = (col(Thread.duo_id) == pair.id, col(Thread.person_id) == who.person_id)
        thread = (await store.session.execute(select(Thread).where(*own))).scalars().one()
        thread.check_ins_asked += 1
        round_ = CheckIn(
            thread_id=thread.id,
            duo_id=pair.id,
            person_id=who.person_id,
            role=role,
            number=thread.check_ins_asked,
            questions=[Question.DUO],
            state=CheckInState.ANSWERED if face else CheckInState.LAPSED,
            asked_at=at,
        )
        store.session.add(round_)
        await store.session.flush()
        if face:
            answer = CheckInAnswer(check_in_id=round_.id, question=Question.DUO, value=face, answered_at=at + HOUR)
            store.session.add(answer)


async def notice(town: Town, pair: Pair, kind: Noticed, who: Made | None = None) -> None:
    """As whoever hears of it does: noted, and the duo touched."""
    async with town.work() as work:
        person_id = who.person_id if who else None
        work.store.session.add(DuoEvent(duo_id=pair.id, kind=kind, person_id=person_id, at=town.now))
        await touch(work, pair.id)


async def live(town: Town, desk: Desk, pair: Pair, weeks: int, sides: Sequence[Role] = ()) -> None:
    """So many weeks pass, reviewed every noon; only `sides` do anything."""
    for _ in range(weeks):
        await live_a_week(town, pair, town.now, sides)
        for _ in range(7):
            town.advance(DAY)
            await review(town, desk)


async def alerts(town: Town) -> list[Alert]:
    async with town.database.read() as store:
        return list((await store.session.execute(select(Alert).order_by(col(Alert.id)))).scalars())


async def change_alerts(town: Town, **values: object) -> None:
    """The team does something about all of them."""
    async with town.database.write() as store:
        await store.session.execute(update(Alert).values(**values))
