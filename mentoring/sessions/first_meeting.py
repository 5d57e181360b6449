"""After the first meeting both say whether they go on. With a goal noted as well, the duo is under way."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.check_ins.begin import begin_check_ins
from mentoring.guards import duo_running
from mentoring.hats import hat_for
from mentoring.in_charge import in_charge
from mentoring.messages.base import Message
from mentoring.messages.first_meeting import (
    GoesOnNoted,
    GoOn,
    GoOnNow,
    SureAtDesk,
    UnderWay,
    UnderWayAtDesk,
    UnsureAtDesk,
    UnsureNoted,
)
from mentoring.messages.meeting_answers import DuoClosed
from mentoring.nudges.idle import refresh_idle
from mentoring.pairs import load_pair
from mentoring.sessions.core import Gathering, threads_of
from mentoring.sessions.met import THEY_MET
from mentoring.sessions.prompts import Prompt, goals_prompt_at, midterm_prompt_at
from mentoring.sessions.sides import DuoSide, own_side
from mentoring.sessions.view import name_for
from mentoring.signals.signs import note, take_back, was_here
from mentoring.work import Work
from storage.tables import Duo, Goal, Membership, Organisation
from storage.words import Answer, DuoState, MembershipState, Met, Noticed, Role


async def ask_after(work: Work, gathering: Gathering, *, asking_now: int | None = None) -> None:
    """Asks both whether they go on, each once, when one of them has said that they met.

    `asking_now`: the person who is just talking with Tandem, who is asked at once. Who says that they did not meet is
    not asked; nor is anybody in a duo that is under way or has ended.
    """
    duo = gathering.duo
    if duo.under_way_since is not None or not DuoState(duo.state).is_running:
        return
    if not any(attendee.side.met in THEY_MET for attendee in gathering.pair):
        return
    for attendee in gathering.pair:
        if attendee.side.met == Met.NO or _answer_of(duo, attendee.role) != Answer.OPEN:
            continue
        person_id = attendee.person.id
        name = await name_for(work, duo.id, person_id)
        is_here = person_id == asking_now
        await work.post(
            person_id,
            GoOnNow(duo_id=duo.id, name=name) if is_here else GoOn(duo_id=duo.id, name=name),
            thread_id=attendee.side.thread_id,
            guard=duo_running(duo.id),
            key=f"duo:{duo.id}:go-on:{person_id}",
        )


async def answer_go_on(actor: Actor, work: Work, duo_id: int, *, yes: bool) -> Message:
    """Whether the actor goes on with the other; can be said otherwise as long as the duo is not under way.

    The team hears at once of somebody who is not sure, the other one nothing. Raises NotFoundError.
    """
    own = await own_side(actor, work, duo_id)
    if not own.is_running:
        return DuoClosed()
    await was_here(work, duo_id, actor.person.id)
    before = _answer_of(own.duo, own.role)
    if own.duo.under_way_since is None and before != (Answer.YES if yes else Answer.NO):
        _note(own, yes=yes)
        if not yes or before == Answer.NO:
            await _note_doubt(work, own, yes=yes)
        await begin_if_ready(work, own.duo)
    elif own.duo.under_way_since is not None and not yes:  # long since, but it is never too late to say so
        await _note_doubt(work, own, yes=False)
    return await _noted(work, own, yes=yes)


async def begin_if_ready(work: Work, duo: Duo) -> None:
    """Both go on: with a goal the duo is under way, without one both are asked for one in a week."""
    if duo.under_way_since is not None or not _both_go_on(duo) or not DuoState(duo.state).is_running:
        return
    organisation = await organisation_of_duo(work, duo)
    if not await has_goal(work, duo.id):
        if duo.prompt is None:
            duo.prompt, duo.prompt_at = Prompt.GOALS, goals_prompt_at(work.now, organisation)
        return
    duo.under_way_since = work.now
    duo.prompt, duo.prompt_at = Prompt.MIDTERM, midterm_prompt_at(work.now, organisation)
    await work.store.session.flush()
    await begin_check_ins(work, duo)
    await refresh_idle(work, duo)
    for thread, _, person in await threads_of(work, duo.id):
        line = UnderWay(name=await name_for(work, duo.id, person.id), organisation=organisation.name)
        await work.post(
            person.id, line, thread_id=thread.id, guard=duo_running(duo.id), key=f"duo:{duo.id}:under-way:{person.id}"
        )
    pair = await load_pair(work, duo)
    vault = work.store.vault
    news = UnderWayAtDesk(seeker=pair.seeker.named(vault), mentor=pair.mentor.named(vault))
    await _tell_team(work, duo, news, f"duo:{duo.id}:under-way")


async def has_goal(work: Work, duo_id: int) -> bool:
    return (await work.store.session.execute(select(Goal.id).where(col(Goal.duo_id) == duo_id))).first() is not None


async def organisation_of_duo(work: Work, duo: Duo) -> Organisation:
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation


async def _noted(work: Work, own: DuoSide, *, yes: bool) -> Message:
    duo = own.duo
    if not yes:
        return UnsureNoted(duo_id=duo.id, organisation=(await organisation_of_duo(work, duo)).name)
    goals = select(Goal.id).where(col(Goal.duo_id) == duo.id)
    return GoesOnNoted(
        duo_id=duo.id,
        name=await name_for(work, duo.id, own.person.id),
        goals=len((await work.store.session.execute(goals)).all()),
        both=_both_go_on(duo),
    )


async def _note_doubt(work: Work, own: DuoSide, *, yes: bool) -> None:
    """Also as a sign, which is taken back with the doubt."""
    await _tell_of_doubt(work, own, yes=yes)
    if yes:
        await take_back(work, own.duo.id, Noticed.WANTS_TO_STOP, own.person.id)
    else:
        await note(work, own.duo.id, Noticed.WANTS_TO_STOP, own.person.id)


async def _tell_of_doubt(work: Work, own: DuoSide, *, yes: bool) -> None:
    """To the team, with both names: each person's doubt once for each time they change their mind."""
    pair, vault = await load_pair(work, own.duo), work.store.vault
    who, other = pair.of(own.role).named(vault), pair.partner_of(own.role).named(vault)
    message = SureAtDesk(who=who, other=other) if yes else UnsureAtDesk(who=who, role=own.role, other=other)
    day = work.now.date().isoformat()
    await _tell_team(work, own.duo, message, f"duo:{own.duo.id}:{message.kind}:{own.person.id}:{day}")


async def _tell_team(work: Work, duo: Duo, message: Message, key: str) -> None:
    for person_id in await team_of(work, duo):
        hat = await hat_for(work, person_id, duo.organisation_id)
        await work.post(person_id, message, key=f"{key}:{person_id}", hat=hat)


async def team_of(work: Work, duo: Duo) -> list[int]:
    """Whom of the team to tell: who is there for its coordinator today; of a duo of nobody, the leads or everybody."""
    if duo.coordinator_id is not None:
        there = await in_charge(work, duo.organisation_id, duo.coordinator_id)
        return [there.person_id] if there is not None else []
    statement = select(Membership).where(
        col(Membership.organisation_id) == duo.organisation_id,
        col(Membership.role).in_((Role.COORDINATOR, Role.LEAD)),
        col(Membership.state) == MembershipState.READY,
    )
    staff = (await work.store.session.execute(statement.order_by(col(Membership.id)))).scalars().all()
    leads = [member.person_id for member in staff if member.role == Role.LEAD]
    return list(dict.fromkeys(leads or [member.person_id for member in staff]))


def _answer_of(duo: Duo, role: Role) -> str:
    return duo.seeker_goes_on if role is Role.SEEKER else duo.mentor_goes_on


def _note(own: DuoSide, *, yes: bool) -> None:
    answer = Answer.YES if yes else Answer.NO
    if own.role is Role.SEEKER:
        own.duo.seeker_goes_on = answer
    else:
        own.duo.mentor_goes_on = answer


def _both_go_on(duo: Duo) -> bool:
    return duo.seeker_goes_on == duo.mentor_goes_on == Answer.YES
