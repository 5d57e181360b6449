"""/progress: how far a duo has come, as each of the two may see it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message
from mentoring.messages.progress import DuoChoice, NoProgressYet, Progress, ProgressCard, StepList, WhichDuo
from mentoring.progress.rows import count_steps, line_of, steps_of, to_confirm
from mentoring.progress.rules import changes
from mentoring.sessions.goals import goals_of
from mentoring.sessions.met import THEY_MET
from mentoring.threads import Side, running, sides_of
from mentoring.work import Work
from storage.tables import CheckIn, CheckInAnswer, Duo, DuoSession, SessionSide
from storage.words import Question, Role, SessionState

ON_CARD = 6  # steps that the card shows
A_PAGE = 8
_TO_CONFIRM = 3  # buttons


async def overview(actor: Actor, work: Work, topic_id: int | None) -> Message:
    """Of the duo of that topic, or of the only one; else asks which."""
    sides = running(await sides_of(work, actor.person.id))
    here = [side for side in sides if topic_id is not None and side.thread.topic_id == topic_id] or sides
    if not here:
        return NoProgressYet()
    if len(here) > 1:
        return WhichDuo(duos=tuple(DuoChoice(side.duo.id, side.name) for side in here))
    return await _card(actor, work, here[0])


async def progress_card(actor: Actor, work: Work, duo_id: int) -> Message:
    """Raises NotFoundError; OutOfDateError where the duo has ended."""
    return await _card(actor, work, await running_side(actor, work, duo_id))


async def step_list(actor: Actor, work: Work, duo_id: int, page: int) -> Message:
    """Raises NotFoundError, OutOfDateError."""
    side = await running_side(actor, work, duo_id)
    role, today = role_in(side), today_of(actor, work)
    total = await count_steps(work, side.duo.seeker_id)
    pages = max(1, -(-total // A_PAGE))
    page = min(page, pages - 1)
    rows = await steps_of(work, side.duo.seeker_id, limit=A_PAGE, offset=page * A_PAGE)
    lines = [line_of(work, row, side.duo, is_seeker=role is Role.SEEKER, today=today) for row in rows]
    return StepList(duo_id=duo_id, name=side.name, to=role, steps=tuple(lines), total=total, page=page, pages=pages)


async def running_side(actor: Actor, work: Work, duo_id: int) -> Side:
    """The actor's side of that duo. Raises NotFoundError; OutOfDateError where the duo has ended."""
    side = next((side for side in await sides_of(work, actor.person.id) if side.duo.id == duo_id), None)
    if side is None:
        raise NotFoundError
    if not side.is_running:
        raise OutOfDateError
    return side


def role_in(side: Side) -> Role:
    return Role.SEEKER if side.thread.membership_id == side.duo.seeker_id else Role.MENTOR


def today_of(actor: Actor, work: Work) -> date:
    """The date where the actor is."""
    return work.now.astimezone(ZoneInfo(actor.person.time_zone)).date()


async def _card(actor: Actor, work: Work, side: Side) -> ProgressCard:
    duo, role, today = side.duo, role_in(side), today_of(actor, work)
    is_seeker = role is Role.SEEKER
    held, by_both = await _meetings(work, duo.id)
    rows = await steps_of(work, duo.seeker_id, limit=ON_CARD)
    waiting = await to_confirm(work, duo.id, actor.person.id, _TO_CONFIRM)
    return ProgressCard(
        duo_id=duo.id,
        name=side.name,
        to=role,
        weeks=max(0, (work.now - (duo.started_at or duo.proposed_at)).days // 7),
        held=held,
        held_by_both=by_both,
        goals=tuple(goal.text for goal in await goals_of(work, duo.id)),
        steps=tuple(line_of(work, row, duo, is_seeker=is_seeker, today=today) for row in rows),
        total_steps=await count_steps(work, duo.seeker_id),
        to_confirm=tuple(line_of(work, row, duo, is_seeker=is_seeker, today=today) for row in waiting),
        progress=await _own_progress(work, duo, actor.person.id) if is_seeker else (),
    )


async def _meetings(work: Work, duo_id: int) -> tuple[int, int]:
    """How many were held, and of how many both of the two said so."""
    statement = (
        select(DuoSession.id, SessionSide.met)
        .join(SessionSide, col(SessionSide.session_id) == col(DuoSession.id))
        .where(
            col(DuoSession.duo_id) == duo_id,
            col(DuoSession.state) == SessionState.HELD,
            col(SessionSide.role).in_((Role.SEEKER, Role.MENTOR)),
        )
    )
    said: dict[int, list[bool]] = {}
    for session_id, met in (await work.store.session.execute(statement)).all():
        said.setdefault(session_id, []).append(met in THEY_MET)
    return len(said), sum(all(answers) for answers in said.values())


async def _own_progress(work: Work, duo: Duo, person_id: int) -> tuple[Progress, ...]:
    """What the job seeker answered first and last, over all their duos in this organisation."""
    statement = (
        select(CheckInAnswer.question, CheckInAnswer.value)
        .join(CheckIn, col(CheckIn.id) == col(CheckInAnswer.check_in_id))
        .join(Duo, col(Duo.id) == col(CheckIn.duo_id))
        .where(
            col(Duo.seeker_id) == duo.seeker_id,
            col(CheckIn.person_id) == person_id,
            col(CheckIn.role) == Role.SEEKER,
        )
        .order_by(col(CheckInAnswer.answered_at), col(CheckInAnswer.id))
    )
    found = (await work.store.session.execute(statement)).all()
    moved = changes((Question(question), value) for question, value in found)
    return tuple(Progress(question, first, last) for question, (first, last) in moved.items())
