"""Duos that ran before Tandem: noted by the team, begun as soon as both sides are past their welcome.

No proposal and no alerts of a start: the real start counts, weekly questions and prompts are those still ahead
(docs/decisions/duos-taken-over.md). Whoever decides about one locks its row first, then memberships: so two partners
who finish their welcome at the same moment begin one duo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentoring.check_ins.begin import begin_check_ins
from mentoring.errors import AlreadyPairedError, NotFoundError, StartInFutureError, StartTooLongAgoError
from mentoring.messages.takeovers import BegunAtDesk
from mentoring.nudges.idle import TOO_LONG
from mentoring.pairs import Pair, Side, has_no_room, live_duo_of, lock_members
from mentoring.proposals import tell_team
from mentoring.quiet import moment_of
from mentoring.sessions.prompts import Prompt, closing_prompt_at, midterm_prompt_at
from mentoring.threads import open_threads
from mentoring.waiting_news import stop_waiting
from mentoring.work import Work
from storage.tables import Duo, Invitation, Membership, Organisation, Person, Takeover
from storage.words import Answer, DuoState, MembershipState

LONGEST_YEARS = 10  # a duo runs for about six months: more is a slip of the pen
_NOON = 12 * 60
_RUNNING = tuple(state for state in DuoState if state.is_running)


@dataclass(frozen=True, slots=True)
class Half:
    """One side: somebody who is here, or whom an invitation waits for."""

    membership_id: int | None = None
    invitation_id: int | None = None


def is_open() -> ColumnElement[bool]:
    """Neither begun nor dropped."""
    return and_(col(Takeover.duo_id).is_(None), col(Takeover.dropped_at).is_(None))


def awaits_partner() -> ColumnElement[bool]:
    """Of a seeker's membership in the outer query: they have a mentor, who has not joined yet."""
    return select(Takeover.id).where(col(Takeover.seeker_id) == col(Membership.id), is_open()).exists()


def check_start(day: date, today: date) -> date:
    """The day a duo began, by the organisation's calendar. Raises StartInFutureError, StartTooLongAgoError."""
    if day > today:
        raise StartInFutureError
    if today.year - day.year > LONGEST_YEARS or (today.year - LONGEST_YEARS, today.month, today.day) > (
        day.year,
        day.month,
        day.day,
    ):
        raise StartTooLongAgoError
    return day


# -- noting ------------------------------------------------------------------------------------------------------------
async def note_takeover(
    work: Work, organisation_id: int, *, seeker: Half, mentor: Half, started_on: date, coordinator_id: int | None
) -> Takeover:
    """Notes the duo, without asking who may, and begins it where both are here already.

    The caller has checked that both sides are of that organisation and the day with `check_start`. Raises
    AlreadyPairedError for a seeker who is in a proposal or a duo, or noted in another one that is to begin.
    """
    members = [half.membership_id for half in (seeker, mentor) if half.membership_id is not None]
    await lock_members(work, members)
    if seeker.membership_id is not None:
        noted = await _open_of(work, col(Takeover.seeker_id) == seeker.membership_id)
        if noted or await live_duo_of(work, seeker.membership_id) is not None:
            raise AlreadyPairedError
    takeover = Takeover(
        organisation_id=organisation_id,
        seeker_id=seeker.membership_id,
        seeker_invitation_id=seeker.invitation_id,
        mentor_id=mentor.membership_id,
        mentor_invitation_id=mentor.invitation_id,
        coordinator_id=coordinator_id,
        started_on=started_on.isoformat(),
        created_at=work.now,
    )
    work.store.session.add(takeover)
    await work.store.session.flush()
    for half in (seeker, mentor):
        if half.membership_id is not None:
            await stop_waiting(work, half.membership_id)
    await begin_if_ready(work, takeover)
    return takeover


async def renewed(work: Work, before: int, invitation_id: int) -> None:
    """A new link takes the place of one: what waits for the old one waits for the new one."""
    for takeover in await _open_of(work, _by_invitation(before)):
        if takeover.seeker_invitation_id == before:
            takeover.seeker_invitation_id = invitation_id
        else:
            takeover.mentor_invitation_id = invitation_id
    await work.store.session.flush()


# -- joining -----------------------------------------------------------------------------------------------------------
async def waits_for(work: Work, invitation_id: int) -> bool:
    """Whether a duo that is to begin here waits for whoever follows that link."""
    found = select(Takeover.id).where(_by_invitation(invitation_id), is_open())
    return (await work.store.session.execute(found.limit(1))).first() is not None


async def joined(work: Work, invitation: Invitation, membership: Membership) -> None:
    """Somebody followed the link: from now on it is them. Who is past the welcome already begins."""
    for takeover in await _open_of(work, _by_invitation(invitation.id)):
        if takeover.seeker_invitation_id == invitation.id:
            takeover.seeker_id = membership.id
        else:
            takeover.mentor_id = membership.id
        await work.store.session.flush()
        await begin_if_ready(work, takeover)


async def lock_open_of(work: Work, membership_id: int) -> list[Takeover]:
    """Those that wait for that person, locked: the partner, who may finish at this moment, comes before or after."""
    return await _open_of(work, _by_member(membership_id))


async def begin_those_of(work: Work, membership_id: int) -> list[Duo]:
    """That person is past the welcome: what can begin begins."""
    begun = [await begin_if_ready(work, takeover) for takeover in await lock_open_of(work, membership_id)]
    return [duo for duo in begun if duo is not None]


async def begin_if_ready(work: Work, takeover: Takeover) -> Duo | None:
    """Begins the duo of a locked row where both are past their welcome; None where it still waits, or cannot."""
    if takeover.duo_id is not None or takeover.dropped_at is not None:
        return None
    pair = await pair_of(work, takeover)
    if pair is None or any(side.membership.state != MembershipState.READY for side in pair):
        return None
    if pair.seeker.person.id == pair.mentor.person.id:
        return None
    # before the duo's row refers to them: who has that in hand waits for nobody who has it too
    await lock_members(work, [pair.mentor.membership.id])
    duo = await _add_duo(work, takeover, pair)
    if duo is not None:
        takeover.duo_id = duo.id
        await work.store.session.flush()
        await _begin(work, duo, pair)
    return duo


async def pair_of(work: Work, takeover: Takeover) -> Pair | None:
    """Both sides as they stand at this moment, where both have joined."""
    seeker = await _side(work, takeover.seeker_id)
    mentor = await _side(work, takeover.mentor_id)
    return Pair(seeker, mentor) if seeker is not None and mentor is not None else None


async def _side(work: Work, membership_id: int | None) -> Side | None:
    if membership_id is None:
        return None
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.id) == membership_id)
        .execution_options(populate_existing=True)
    )
    return Side(*(await work.store.session.execute(statement)).one())


async def _add_duo(work: Work, takeover: Takeover, pair: Pair) -> Duo | None:
    """The duo as it would be had it begun here; None where the seeker is in another one."""
    if await live_duo_of(work, pair.seeker.membership.id) is not None:
        return None
    organisation = await _organisation(work, takeover.organisation_id)
    started = started_at(date.fromisoformat(takeover.started_on), organisation, work.now)
    prompt, prompt_at = next_prompt(started, work.now, organisation)
    duo = Duo(
        organisation_id=takeover.organisation_id,
        seeker_id=pair.seeker.membership.id,
        mentor_id=pair.mentor.membership.id,
        coordinator_id=takeover.coordinator_id or pair.seeker.membership.coordinator_id,
        state=DuoState.ACTIVE,
        seeker_answer=Answer.YES,
        mentor_answer=Answer.YES,
        proposed_at=started,
        started_at=started,
        met_at=started,
        seeker_goes_on=Answer.YES,
        mentor_goes_on=Answer.YES,
        under_way_since=started,
        prompt=prompt,
        prompt_at=prompt_at,
        idle_at=work.now + TOO_LONG,  # what they planned before is not known here
    )
    try:
        async with work.store.session.begin_nested():
            work.store.session.add(duo)
    except IntegrityError as error:
        if "seeker" not in str(error.orig):
            raise
        return None
    return duo


async def _begin(work: Work, duo: Duo, pair: Pair) -> None:
    await _give_room(work, pair.mentor.membership)
    await open_threads(work, duo, taken_over=True)
    await begin_check_ins(work, duo, since=work.now)
    for side in pair:
        await stop_waiting(work, side.membership.id)
    vault = work.store.vault
    news = BegunAtDesk(
        organisation_id=duo.organisation_id,
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        since=duo.started_at.astimezone(await _zone(work, duo)).date() if duo.started_at else work.now.date(),
    )
    await tell_team(work, duo, news)


async def _give_room(work: Work, mentor: Membership) -> None:
    """A (locked) mentor who has more duos than they once said has room for those they have, but not for more."""
    if has_no_room(mentor):
        return
    running = select(func.count(col(Duo.id))).where(col(Duo.mentor_id) == mentor.id, col(Duo.state).in_(_RUNNING))
    mentor.capacity = max(mentor.capacity, int((await work.store.session.execute(running)).scalar_one()))


def started_at(day: date, organisation: Organisation, now: datetime) -> datetime:
    """Noon of that day where the organisation is, in UTC; of today, at the latest now."""
    return min(moment_of(day, _NOON, ZoneInfo(organisation.time_zone)), now)


def next_prompt(started: datetime, now: datetime, organisation: Organisation) -> tuple[str | None, datetime | None]:
    """The review at mid-term or the closing moment, whichever is still ahead."""
    for prompt, at in ((Prompt.MIDTERM, midterm_prompt_at), (Prompt.CLOSING, closing_prompt_at)):
        if (moment := at(started, organisation)) > now:
            return prompt, moment
    return None, None


async def _zone(work: Work, duo: Duo) -> ZoneInfo:
    return ZoneInfo((await _organisation(work, duo.organisation_id)).time_zone)


async def _organisation(work: Work, organisation_id: int) -> Organisation:
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation


# -- looking for them --------------------------------------------------------------------------------------------------
async def locked_takeover(work: Work, takeover_id: int) -> Takeover:
    """That one; nobody else decides about it until the commit. Raises NotFoundError."""
    found = await _locked(work, col(Takeover.id) == takeover_id)
    if not found:
        raise NotFoundError
    return found[0]


async def open_of_seeker(work: Work, membership_id: int) -> Takeover | None:
    """The one in which that seeker waits for a mentor who is to join; not locked."""
    statement = select(Takeover).where(col(Takeover.seeker_id) == membership_id, is_open())
    return (await work.store.session.execute(statement.limit(1))).scalars().first()


def _by_invitation(invitation_id: int) -> ColumnElement[bool]:
    both = (col(Takeover.seeker_invitation_id), col(Takeover.mentor_invitation_id))
    return or_(*(side == invitation_id for side in both))


def _by_member(membership_id: int) -> ColumnElement[bool]:
    return or_(col(Takeover.seeker_id) == membership_id, col(Takeover.mentor_id) == membership_id)


async def _open_of(work: Work, condition: ColumnElement[bool]) -> list[Takeover]:
    return list(await _locked(work, condition, is_open()))


async def _locked(work: Work, *conditions: Any) -> Sequence[Takeover]:
    statement = select(Takeover).where(*conditions).order_by(col(Takeover.id)).with_for_update()
    found = await work.store.session.execute(statement.execution_options(populate_existing=True))
    return found.scalars().all()
