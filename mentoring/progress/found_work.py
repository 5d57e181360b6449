"""The job seeker found something: does the duo go on while they settle in, or say goodbye? The team hears of it."""

from __future__ import annotations

from datetime import date

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.messages.base import Message
from mentoring.messages.progress import FoundWorkAtDesk, StepTakenBack, WishNoted
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.pairs import load_pair
from mentoring.sessions.sides import own_side
from mentoring.sessions.view import name_for
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
    name = await name_for(work, own.duo.id, actor.person.id)
    return WishNoted(name=name, organisation=organisation.name, goes_on=goes_on)
