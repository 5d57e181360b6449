"""Steps as rows, and as one of the two reads of them. Whoever calls these has checked whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.messages.progress import StepLine
from mentoring.milestones import Milestone
from mentoring.work import Work
from storage.tables import Duo, Organisation
from storage.tables import Milestone as Step

FOR_TEAM = 3  # steps on the duo's card


async def steps_of(work: Work, seeker_id: int, *, limit: int, offset: int = 0) -> list[Step]:
    """The job seeker's steps, of earlier duos too, newest first; those taken back are left out."""
    statement = select(Step).where(col(Step.seeker_id) == seeker_id, col(Step.undone_at).is_(None))
    statement = statement.order_by(col(Step.on_day).desc(), col(Step.id).desc()).limit(limit).offset(offset)
    return list((await work.store.session.execute(statement)).scalars().all())


async def count_steps(work: Work, seeker_id: int) -> int:
    statement = select(func.count(col(Step.id))).where(col(Step.seeker_id) == seeker_id, col(Step.undone_at).is_(None))
    return int((await work.store.session.execute(statement)).scalar_one())


async def same_step(work: Work, seeker_id: int, milestone: Milestone, day: date, text: str | None) -> Step | None:
    """The one that says the same of the same day, if it is noted."""
    statement = select(Step).where(
        col(Step.seeker_id) == seeker_id,
        col(Step.kind) == milestone,
        col(Step.on_day) == day.isoformat(),
        col(Step.undone_at).is_(None),
    )
    found = (await work.store.session.execute(statement.order_by(col(Step.id)))).scalars().all()
    return next((step for step in found if step.open(work.store.vault, "text") == text), None)


async def locked_step(work: Work, step_id: int) -> Step | None:
    """The row as it stands now; nobody else changes it until the commit."""
    statement = select(Step).where(col(Step.id) == step_id).with_for_update()
    return (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def confirm_row(work: Work, step_id: int) -> bool:
    """The other one says that it is so; whether it stands: what was taken back is not confirmed."""
    step = await locked_step(work, step_id)
    if step is None or step.undone_at is not None:
        return False
    step.confirmed_at = step.confirmed_at or work.now
    await work.store.session.flush()
    return True


async def to_confirm(work: Work, duo_id: int, person_id: int, limit: int) -> list[Step]:
    """What the other of this duo noted and this person has not confirmed yet, newest first."""
    statement = select(Step).where(
        col(Step.duo_id) == duo_id,
        col(Step.recorded_by) != person_id,
        col(Step.confirmed_at).is_(None),
        col(Step.undone_at).is_(None),
    )
    statement = statement.order_by(col(Step.on_day).desc(), col(Step.id).desc()).limit(limit)
    return list((await work.store.session.execute(statement)).scalars().all())


def line_of(work: Work, step: Step, duo: Duo, *, is_seeker: bool, today: date) -> StepLine:
    """As that person reads it: a mentor sees no own words that were shared with an earlier mentor."""
    day, may_read = date.fromisoformat(step.on_day), is_seeker or step.duo_id == duo.id
    return StepLine(
        step_id=step.id,
        milestone=Milestone(step.kind),
        on_day=day,
        text=step.open(work.store.vault, "text") if may_read else None,
        is_confirmed=step.confirmed_at is not None,
        other_year=day.year != today.year,
    )


async def newest_steps(work: Work, duo: Duo, today: date) -> tuple[StepLine, ...]:
    """As the team reads of them: which and when; what the two wrote themselves is theirs."""
    rows = await steps_of(work, duo.seeker_id, limit=FOR_TEAM)
    return tuple(replace(line_of(work, row, duo, is_seeker=False, today=today), text=None) for row in rows)


async def began_on(work: Work, duo: Duo) -> date:
    """The day the duo began, by its organisation's calendar."""
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return (duo.started_at or duo.proposed_at).astimezone(ZoneInfo(organisation.time_zone)).date()
