"""The job seeker found something: does the duo go on while they settle in, or say goodbye? The team hears of it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from mentoring.actor import Actor
from mentoring.endings.duos import lock_duo
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.guards import duo_running
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.messages.base import Message
from mentoring.messages.progress import FoundWorkAtDesk, FourMoreWeeks, StepTakenBack, WishNoted
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.pairs import load_pair
from mentoring.sessions.prompts import Prompt, settled_prompt_at
from mentoring.sessions.sides import DuoSide, own_side
from mentoring.sessions.view import name_for
from mentoring.signals.signs import acted
from mentoring.work import Work
from storage.tables import Milestone as Step
from storage.tables import Organisation
from storage.words import Role


async def after_found_work(actor: Actor, work: Work, step_id: int, *, goes_on: bool) -> Message:
    """The same wish is told once, however often it is tapped; nothing is closed by it.

    Raises NotFoundError where the actor is not that step's job seeker, OutOfDateError where the duo has ended.
    """
    step = await work.store.session.get(Step, step_id)
    if step is None or step.kind not in FOUND_WORK:
        raise NotFoundError
    own = await own_side(actor, work, step.duo_id)
    if own.role is not Role.SEEKER:
        raise NotFoundError
    if not own.is_running:
        raise OutOfDateError
    if step.undone_at is not None:
        return StepTakenBack(duo_id=own.duo.id)
    await acted(work, own.duo.id, actor.person.id)
    pair, vault = await load_pair(work, own.duo), work.store.vault
    news = FoundWorkAtDesk(
        duo_id=own.duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        milestone=Milestone(step.kind),
        on_day=date.fromisoformat(step.on_day),
        goes_on=goes_on,
    )
    team = await in_charge(work, own.duo.organisation_id, own.duo.coordinator_id)
    if team is not None:
        key = f"milestone:{step.id}:{'on' if goes_on else 'goodbye'}:team"
        await work.post(team.person_id, news, key=key, hat=await hat_of(work, team))
    organisation = await work.store.session.get(Organisation, own.duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    until = await _go_on(work, own, organisation, step) if goes_on else None
    name = await name_for(work, own.duo.id, actor.person.id)
    return WishNoted(name=name, organisation=organisation.name, goes_on=goes_on, until=until)


async def _go_on(work: Work, own: DuoSide, organisation: Organisation, step: Step) -> date:
    """The closing moment comes four weeks after they said what they found, however early; the mentor hears of it."""
    at = settled_prompt_at(step.recorded_at, organisation)
    until = at.astimezone(ZoneInfo(organisation.time_zone)).date()
    if at > work.now:
        duo = await lock_duo(work, own.duo.id)
        duo.prompt, duo.prompt_at = Prompt.SETTLED, at
        await work.store.session.flush()
    partner_id = own.thread.partner_person_id
    await work.post(
        partner_id,
        FourMoreWeeks(name=await name_for(work, own.duo.id, partner_id), until=until),
        thread_id=own.partner_thread_id,
        guard=duo_running(own.duo.id),
        key=f"milestone:{step.id}:on:mentor",
    )
    return until
