"""The one to three goals of a duo, in its own words: both see them, either of the two changes them."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import GoalNotUsableError, GoalTooLongError, NotFoundError, OutOfDateError
from mentoring.guards import duo_running
from mentoring.messages.first_meeting import GoalLine, GoalList, GoalNews, OneGoal, WriteGoal
from mentoring.people import has_letters, one_line
from mentoring.sessions.first_meeting import begin_if_ready
from mentoring.sessions.sides import DuoSide, own_side
from mentoring.sessions.view import name_for
from mentoring.signals.signs import acted
from mentoring.work import Work
from storage.tables import Goal

MOST = 3  # programme, "The life of a duo": one to three goals
LONGEST = 200  # characters


async def goals_of(work: Work, duo_id: int) -> tuple[GoalLine, ...]:
    """The duo's goals, oldest first. Whoever calls it has checked that they may be seen."""
    return tuple(GoalLine(goal.id, _text(work, goal)) for goal in await _rows(work, duo_id))


async def goal_list(actor: Actor, work: Work, duo_id: int) -> GoalList:
    """Raises NotFoundError; OutOfDateError where the duo has ended."""
    return await _list(work, await _own(actor, work, duo_id))


async def goal_question(actor: Actor, work: Work, duo_id: int) -> WriteGoal | GoalList:
    """Asks for a goal; with three of them, the list. Raises NotFoundError, OutOfDateError."""
    own = await _own(actor, work, duo_id)
    return await _list(work, own) if len(await _rows(work, duo_id)) >= MOST else WriteGoal(duo_id=duo_id)


async def note_goal(actor: Actor, work: Work, duo_id: int, text: str) -> GoalList:
    """One more goal, and the other one hears of it; one that is there already, or a fourth, changes nothing.

    Raises NotFoundError, OutOfDateError, GoalTooLongError, GoalNotUsableError.
    """
    own = await _own(actor, work, duo_id)
    words, goals = cleaned_goal(text), await _rows(work, duo_id)
    if len(goals) < MOST and words not in {_text(work, goal) for goal in goals}:
        goal = Goal(duo_id=duo_id, noted_by=own.person.id, created_at=work.now)
        goal.seal(work.store.vault, "text", words)
        work.store.session.add(goal)
        await _changed(work, own)
        await begin_if_ready(work, own.duo)
    return await _list(work, own)


async def one_goal(actor: Actor, work: Work, goal_id: int) -> OneGoal:
    """Raises NotFoundError, OutOfDateError."""
    _, goal = await _own_goal(actor, work, goal_id)
    return OneGoal(duo_id=goal.duo_id, goal=GoalLine(goal.id, _text(work, goal)))


async def change_question(actor: Actor, work: Work, goal_id: int) -> WriteGoal:
    """Asks for other words. Raises NotFoundError, OutOfDateError."""
    _, goal = await _own_goal(actor, work, goal_id)
    return WriteGoal(duo_id=goal.duo_id, text=_text(work, goal))


async def change_goal(actor: Actor, work: Work, goal_id: int, text: str) -> GoalList:
    """Other words for a goal. Raises as `note_goal`."""
    own, goal = await _own_goal(actor, work, goal_id)
    words = cleaned_goal(text)
    if words != _text(work, goal):
        goal.seal(work.store.vault, "text", words)
        await _changed(work, own)
    return await _list(work, own)


async def remove_goal(actor: Actor, work: Work, goal_id: int) -> GoalList:
    """A duo that is under way stays so without goals. Raises NotFoundError, OutOfDateError."""
    own, goal = await _own_goal(actor, work, goal_id)
    await work.store.session.delete(goal)
    await _changed(work, own)
    return await _list(work, own)


def cleaned_goal(text: str) -> str:
    """As one tidy line. Raises GoalTooLongError, GoalNotUsableError where there is nothing to read."""
    words = one_line(text)
    if len(words) > LONGEST:
        raise GoalTooLongError
    if not has_letters(words):
        raise GoalNotUsableError
    return words


async def _own(actor: Actor, work: Work, duo_id: int) -> DuoSide:
    own = await own_side(actor, work, duo_id)
    if not own.is_running:
        raise OutOfDateError
    return own


async def _own_goal(actor: Actor, work: Work, goal_id: int) -> tuple[DuoSide, Goal]:
    """The goal with the actor's side."""
    found = await work.store.session.get(Goal, goal_id)
    if found is None:
        raise NotFoundError
    own = await _own(actor, work, found.duo_id)
    goal = await work.store.session.get(Goal, goal_id, populate_existing=True)  # now that the duo is locked
    if goal is None:
        raise NotFoundError
    return own, goal


async def _rows(work: Work, duo_id: int) -> list[Goal]:
    statement = select(Goal).where(col(Goal.duo_id) == duo_id).order_by(col(Goal.id))
    return list((await work.store.session.execute(statement)).scalars().all())


def _text(work: Work, goal: Goal) -> str:
    return goal.open(work.store.vault, "text") or ""


async def _list(work: Work, own: DuoSide) -> GoalList:
    name = await name_for(work, own.duo.id, own.person.id)
    return GoalList(duo_id=own.duo.id, name=name, goals=await goals_of(work, own.duo.id))


async def _changed(work: Work, own: DuoSide) -> None:
    """The other one sees the goals as they are now, in the thread."""
    await work.store.session.flush()
    await acted(work, own.duo.id, own.person.id)
    partner_id = own.thread.partner_person_id
    news = GoalNews(
        duo_id=own.duo.id,
        name=await name_for(work, own.duo.id, partner_id),
        goals=await goals_of(work, own.duo.id),
    )
    await work.post(partner_id, news, thread_id=own.partner_thread_id, guard=duo_running(own.duo.id))
