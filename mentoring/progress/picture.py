"""How far a duo has come, as a picture: asked for on the card of /progress, drawn in the chore DRAW_PROGRESS."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.chores import ClaimedChore, ComputingFailedError, OpenWork, Tools, ask_for
from mentoring.guards import duo_running
from mentoring.messages.progress_picture import PictureComes, PictureNotDrawn, ProgressShown
from mentoring.pictures import Line, ProgressPicture, draw
from mentoring.progress.card import ON_CARD, role_in, running_side
from mentoring.progress.rows import count_steps, line_of, steps_of
from mentoring.sessions.goals import goals_of
from mentoring.threads import Side, running, sides_of
from mentoring.work import Work
from storage.tables import CheckIn, CheckInAnswer, Chore, Duo, DuoSession, Membership, Outbox, Person
from storage.words import ChoreKind, Question, Role, SessionState

_ONE_EACH = timedelta(minutes=1)  # real time: a tap again in this time asks for no second picture
_WEEK = timedelta(weeks=1)
_DIMENSIONS = tuple(question for question in Question if question is not Question.DUO)


async def ask_picture(actor: Actor, work: Work, duo_id: int) -> PictureComes:
    """Has the actor's picture of that duo drawn. Raises NotFoundError; OutOfDateError where the duo has ended."""
    side = await running_side(actor, work, duo_id)
    membership_id = side.thread.membership_id
    await work.store.session.get(Membership, membership_id, with_for_update=True)  # two taps at once: one after another
    if not await _asked_lately(work, membership_id, duo_id):
        await ask_for(work, ChoreKind.DRAW_PROGRESS, membership_id, {"duo_id": duo_id})
    return PictureComes()


async def _asked_lately(work: Work, membership_id: int, duo_id: int) -> bool:
    """What a chore was about is erased with its end: then the picture's own key tells."""
    statement = select(Chore).where(
        col(Chore.membership_id) == membership_id,
        col(Chore.kind) == ChoreKind.DRAW_PROGRESS,
        col(Chore.created_at) > work.real_now - _ONE_EACH,
    )
    for chore in (await work.store.session.execute(statement)).scalars().all():
        params = chore.open(work.store.vault, "params")
        if params is not None and f'"duo_id": {duo_id}}}' in params:
            return True
        if await _was_sent(work, _key(duo_id, chore.id)):
            return True
    return False


async def _was_sent(work: Work, key: str) -> bool:
    statement = select(Outbox.id).where(col(Outbox.dedupe_key) == key)
    return (await work.store.session.execute(statement)).first() is not None


def _key(duo_id: int, chore_id: int) -> str:
    return f"progress-picture:{duo_id}:{chore_id}"


# -- the chore --------------------------------------------------------------------------------------------------------
async def draw_progress(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
    """To who asked, while their duo runs."""
    duo_id = int(chore.params["duo_id"])
    async with open_work(only_reads=True) as work:
        found = await _asker(work, chore, duo_id)
        if found is None:
            return
        person, side = found
        picture = await picture_of(work, person, side)
    try:
        png = b64encode(await draw(tools, picture, person.language)).decode()
    except ComputingFailedError:
        png = ""
    async with open_work() as work:
        await work.post(
            person.id,
            _shown(picture, duo_id, png) if png else PictureNotDrawn(duo_id=duo_id),
            thread_id=side.thread.id,
            guard=duo_running(duo_id),
            key=_key(duo_id, chore.id),
        )


def _shown(picture: ProgressPicture, duo_id: int, png: str) -> ProgressShown:
    return ProgressShown(
        png=png,
        duo_id=duo_id,
        name=picture.name,
        to=picture.to,
        weeks=picture.weeks,
        held=picture.held,
        steps=picture.total_steps,
    )


async def _asker(work: Work, chore: ClaimedChore, duo_id: int) -> tuple[Person, Side] | None:
    """None where they left or the duo has ended meanwhile."""
    member = await work.store.session.get(Membership, chore.membership_id) if chore.membership_id else None
    person = await work.store.session.get(Person, member.person_id) if member is not None else None
    if person is None:
        return None
    sides = running(await sides_of(work, person.id))
    side = next((side for side in sides if side.duo.id == duo_id), None)
    return (person, side) if side is not None else None


# -- what it shows ----------------------------------------------------------------------------------------------------
async def picture_of(work: Work, person: Person, side: Side) -> ProgressPicture:
    """What that person may see of that duo: their answers only for the job seeker, whose they are."""
    duo, role = side.duo, role_in(side)
    is_seeker, today = role is Role.SEEKER, work.now.astimezone(ZoneInfo(person.time_zone)).date()
    began = duo.started_at or duo.proposed_at
    weeks = max(0, (work.now - began) // _WEEK)
    by_week = await _held_by_week(work, duo, began, weeks)
    rows = await steps_of(work, duo.seeker_id, limit=ON_CARD)
    return ProgressPicture(
        name=side.name,
        weeks=weeks,
        held=sum(by_week),
        held_by_week=by_week,
        goals=tuple(goal.text for goal in await goals_of(work, duo.id)),
        steps=tuple(line_of(work, row, duo, is_seeker=is_seeker, today=today) for row in rows),
        total_steps=await count_steps(work, duo.seeker_id),
        to=role,
        lines=await _lines(work, duo, person.id, began) if is_seeker else (),
    )


async def _held_by_week(work: Work, duo: Duo, began: datetime, weeks: int) -> tuple[int, ...]:
    statement = select(DuoSession.starts_at).where(
        col(DuoSession.duo_id) == duo.id, col(DuoSession.state) == SessionState.HELD
    )
    moments = (await work.store.session.execute(statement)).scalars().all()
    held = Counter(min(weeks, max(0, (moment - began) // _WEEK)) for moment in moments)
    return tuple(held[week] for week in range(weeks + 1))


async def _lines(work: Work, duo: Duo, person_id: int, began: datetime) -> tuple[Line, ...]:
    """The job seeker's answers to the six questions, of earlier duos too; of several in a week the newest."""
    statement = (
        select(CheckInAnswer.question, CheckInAnswer.value, CheckInAnswer.answered_at)
        .join(CheckIn, col(CheckIn.id) == col(CheckInAnswer.check_in_id))
        .join(Duo, col(Duo.id) == col(CheckIn.duo_id))
        .where(
            col(Duo.seeker_id) == duo.seeker_id,
            col(CheckIn.person_id) == person_id,
            col(CheckIn.role) == Role.SEEKER,
            col(CheckInAnswer.question).in_(_DIMENSIONS),
        )
        .order_by(col(CheckInAnswer.answered_at), col(CheckInAnswer.id))
    )
    found = (await work.store.session.execute(statement)).all()
    since = min([began, *(moment for *_, moment in found[:1])])
    points: dict[Question, dict[int, int]] = {}
    for question, value, moment in found:
        points.setdefault(Question(question), {})[(moment - since) // _WEEK] = value
    return tuple(Line(question, tuple(points[question].items())) for question in _DIMENSIONS if question in points)
