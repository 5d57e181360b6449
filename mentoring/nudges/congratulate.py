"""A step was noted: the other one is told, and can congratulate with one tap."""

from __future__ import annotations

from sqlmodel import col, or_, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.guards import duo_running
from mentoring.messages.nudges import WarmWord, WarmWordSent, Word
from mentoring.milestones import Milestone
from mentoring.nudges.rows import add_nudge
from mentoring.progress.rows import confirm_row
from mentoring.sessions.core import threads_of
from mentoring.signals.signs import acted
from mentoring.threads import sides_of
from mentoring.work import Work
from storage.tables import Duo, Nudge
from storage.words import NudgeKind

_WORDS = {NudgeKind.CONGRATULATE: Word.WELL_DONE, NudgeKind.INTERVIEW_SOON: Word.GOOD_LUCK}


async def congratulate(
    work: Work, duo: Duo, milestone: Milestone, by_person_id: int, *, key: str | None = None, step_id: int | None = None
) -> None:
    """Has the other side told of a step that one of the two has just noted, and asked whether it is so.

    `step_id` is its row; without one there is nothing to confirm. `key` names the step where it has no row and can come
    more than once (an application, an interview); else once a duo and step.
    """
    reason = key or f"milestone:{step_id if step_id is not None else f'{duo.id}:{milestone}'}"
    about = write_step(milestone, step_id)
    for thread, _, person in await threads_of(work, duo.id):
        if person.id != by_person_id:
            reached = f"{reason}:{thread.id}"
            await add_nudge(work, duo, person.id, NudgeKind.CONGRATULATE, work.now, about=about, key=reached)


def write_step(milestone: Milestone, step_id: int | None) -> str:
    """A step as it stands in a nudge's row: `cv_ready` or `cv_ready 42`."""
    return milestone.value if step_id is None else f"{milestone} {step_id}"


def read_step(about: str) -> tuple[Milestone, int | None]:
    """The step again. Raises ValueError."""
    kind, _, step_id = about.partition(" ")
    return Milestone(kind), int(step_id) if step_id else None


async def send_warm_word(actor: Actor, work: Work, nudge_id: int) -> WarmWordSent:
    """Sends the nudge's ready-made line to the partner, once however often it is tapped. The steps that are
    congratulated on are confirmed by it.

    Raises NotFoundError where it is not the actor's nudge or has no such line; OutOfDateError where the duo has ended
    or what was reached was taken back.
    """
    statement = select(Nudge).where(col(Nudge.id) == nudge_id, col(Nudge.person_id) == actor.person.id)
    nudge = (await work.store.session.execute(statement)).scalar_one_or_none()
    word = _WORDS.get(NudgeKind(nudge.kind)) if nudge is not None else None
    if nudge is None or word is None:
        raise NotFoundError
    mine = next((side for side in await sides_of(work, actor.person.id) if side.duo.id == nudge.duo_id), None)
    if mine is None or mine.thread.membership_id != mine.duo.mentor_id:
        raise NotFoundError
    if not mine.is_running:
        raise OutOfDateError
    if nudge.kind == NudgeKind.CONGRATULATE and not await _confirm(work, nudge):
        raise OutOfDateError
    theirs = next(side for side in await sides_of(work, mine.partner.id) if side.duo.id == nudge.duo_id)
    await work.post(
        mine.partner.id,
        WarmWord(name=theirs.name, word=word),
        thread_id=theirs.thread.id,
        guard=duo_running(mine.duo.id),
        key=f"nudge:{nudge.id}:word",
    )
    await acted(work, mine.duo.id, actor.person.id)
    return WarmWordSent(name=mine.name, word=word)


async def _confirm(work: Work, nudge: Nudge) -> bool:
    """What was told in one message with that nudge; whether any of it stands."""
    own = (col(Nudge.person_id) == nudge.person_id, col(Nudge.duo_id) == nudge.duo_id, col(Nudge.kind) == nudge.kind)
    together = or_(col(Nudge.id) == nudge.id, col(Nudge.closed_at) == nudge.closed_at)
    statement = select(Nudge).where(*own, together, col(Nudge.state) == nudge.state).order_by(col(Nudge.id))
    told = (await work.store.session.execute(statement)).scalars().all()
    step_ids = [read_step(one.about)[1] for one in told]
    stands = [step_id is None or await confirm_row(work, step_id) for step_id in step_ids]
    return any(stands)
