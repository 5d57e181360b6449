"""What the coordinator looks at before a proposal: who waits, which mentors fit. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff, organisation_of
from mentoring.desk.desks import desk_name
from mentoring.endings.afterwards import is_done
from mentoring.errors import MentorNotReadyError, OutOfDateError
from mentoring.matching import Reason, ReasonKind, Suggestion, fit, suggest
from mentoring.mentor_points import Point, open_points_of
from mentoring.mentor_points_desk import not_ready
from mentoring.messages.mentor_points import MentorNotReady
from mentoring.messages.pairing_desk import Desk, SeekerCard, SeekerTaken, SuggestedMentor, WaitingList, WaitingSeeker
from mentoring.messages.pairing_proposals import ConfirmProposal
from mentoring.messages.takeovers import TakeoverCard
from mentoring.open_proposals import PAGE, count_open, page_of
from mentoring.pairing import check_free, check_pair
from mentoring.pairs import (
    Side,
    candidate,
    count_free_places,
    count_running,
    declined_mentors,
    free_places,
    is_live,
    live_duo_of,
    load_pair,
    load_side,
    mentors_with_room,
)
from mentoring.portrait import portrait_of
from mentoring.profile import read_profile
from mentoring.takeovers import awaits_partner, open_of_seeker
from mentoring.takeovers_open import count_open as count_to_come
from mentoring.takeovers_open import view_of
from mentoring.waiting_news import looks_for_partner, mentee_looks_for_mentor
from mentoring.work import Work
from storage.tables import Duo, Membership, Person
from storage.words import DuoState, MembershipState, Role

SHOWN = 3  # mentors suggested at once
_WAITS_SINCE = func.coalesce(col(Membership.waiting_since), col(Membership.created_at))


async def who_waits(actor: Actor, work: Work, organisation_id: int | None = None, page: int = 0) -> WaitingList:
    """The seekers without a live duo, longest waiting first; a page that is not there is the last one.

    Raises NotFoundError where the actor does not work for that organisation (None: for any).
    """
    desk = actor.staff(organisation_id)
    waiting = _waits(desk.organisation_id, work.now)
    total = await _count(work, waiting)
    page, pages = page_of(page, total)
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(*waiting)
        .order_by(_WAITS_SINCE, col(Membership.id))
        .limit(PAGE)
        .offset(page * PAGE)
    )
    sides = [Side(*row) for row in (await work.store.session.execute(statement)).all()]
    others = await other_desks(actor, work, desk)
    return WaitingList(
        organisation_id=desk.organisation_id,
        organisation=(await organisation_of(work.store, desk)).name if others else None,
        seekers=tuple(
            WaitingSeeker(
                side.membership.id, side.named(work.store.vault), (work.now - _waits_since(side)).days, _by_phone(side)
            )
            for side in sides
        ),
        total=total,
        page=page,
        pages=pages,
        running_duos=await count_running(work, col(Duo.organisation_id) == desk.organisation_id),
        free_places=await count_free_places(work, desk.organisation_id),
        open_proposals=await count_open(work, desk.organisation_id),
        to_come=await count_to_come(work, desk.organisation_id),
        other_desks=others,
    )


async def waiting_sides(work: Work, organisation_id: int) -> list[Side]:
    """All of them, longest waiting first, those by phone too."""
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(*_waits(organisation_id, work.now))
        .order_by(_WAITS_SINCE, col(Membership.id))
    )
    return [Side(*row) for row in (await work.store.session.execute(statement)).all()]


def _waits(organisation_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    live = select(Duo.id).where(col(Duo.seeker_id) == col(Membership.id), is_live(now)).exists()
    return (
        col(Membership.organisation_id) == organisation_id,
        mentee_looks_for_mentor(),
        ~live,
        ~awaits_partner(),
        ~is_done(),
    )


async def _count(work: Work, waiting: tuple[ColumnElement[bool], ...]) -> int:
    return int((await work.store.session.execute(select(func.count(col(Membership.id))).where(*waiting))).scalar_one())


def _by_phone(side: Side) -> bool:
    return side.membership.state == MembershipState.BY_PHONE


def _waits_since(side: Side) -> datetime:
    return side.membership.waiting_since or side.membership.created_at


async def other_desks(actor: Actor, work: Work, desk: Membership) -> tuple[Desk, ...]:
    others = {m.organisation_id: m for m in actor.memberships if is_working_staff(m)}
    others.pop(desk.organisation_id)
    return tuple([Desk(key, (await organisation_of(work.store, m)).name) for key, m in others.items()])


async def seeker_card(
    actor: Actor, work: Work, seeker_id: int, skip: int = 0, page: int = 0
) -> SeekerCard | SeekerTaken | TakeoverCard:
    """The seeker with three mentors after the first `skip`; who does not wait any more is said to be taken.

    Raises NotFoundError, and OutOfDateError where the person has left or looks for no mentor.
    """
    seeker = await load_side(work, seeker_id, Role.SEEKER)
    desk = actor.staff(seeker.membership.organisation_id)
    if not looks_for_partner(seeker.membership):
        raise OutOfDateError
    duo = await live_duo_of(work, seeker_id)
    if duo is not None:
        return await _taken(work, duo)
    noted = await open_of_seeker(work, seeker_id)
    if noted is not None:
        return TakeoverCard(takeover=await view_of(work, noted), now=work.now)
    vault, since = work.store.vault, _waits_since(seeker)
    suggestions, next_skip = ((), None) if _by_phone(seeker) else await _suggestions(work, seeker, skip)
    return SeekerCard(
        seeker_id=seeker_id,
        organisation_id=seeker.membership.organisation_id,
        portrait=portrait_of(vault, seeker.person, seeker.membership),
        label=seeker.membership.open(vault, "label"),
        waiting_since=since,
        days=(work.now - since).days,
        unreachable=seeker.person.unreachable_since is not None,
        suggestions=suggestions,
        next_skip=next_skip,
        page=page,
        organisation=await desk_name(actor, work, desk),
        by_phone=_by_phone(seeker),
    )


async def _suggestions(work: Work, seeker: Side, skip: int) -> tuple[tuple[SuggestedMentor, ...], int | None]:
    """Three mentors, and where the next three begin: after the last the first again, None where these are all."""
    vault, declined = work.store.vault, await declined_mentors(work, seeker.membership.id)
    sides = {
        side.membership.id: (side, places)
        for side, places in await mentors_with_room(work, seeker.membership.organisation_id)
    }
    mentors = [
        candidate(vault, side, places, declined_before=membership_id in declined)
        for membership_id, (side, places) in sides.items()
    ]
    ranked = suggest(candidate(vault, seeker), mentors, limit=len(mentors))
    skip = skip if skip < len(ranked) else 0
    shown = ranked[skip : skip + SHOWN]
    after = skip + SHOWN if skip + SHOWN < len(ranked) else 0
    ids = [suggestion.mentor.membership_id for suggestion in shown]
    open_lists = await open_points_of(work, seeker.membership.organisation_id, ids)
    suggested = [_suggested(work, sides[s.mentor.membership_id][0], s, open_lists) for s in shown]
    return tuple(suggested), after if after != skip else None


def _suggested(
    work: Work, side: Side, suggestion: Suggestion, open_lists: Mapping[int, Sequence[Point]]
) -> SuggestedMentor:
    """Points of the organisation's list that are open stand first: they hold a proposal back."""
    warning = (Reason(ReasonKind.LIST_OPEN),) if open_lists[side.membership.id] else ()
    return SuggestedMentor(side.membership.id, side.named(work.store.vault), (*warning, *suggestion.reasons))


async def _taken(work: Work, duo: Duo) -> SeekerTaken:
    pair, vault = await load_pair(work, duo), work.store.vault
    return SeekerTaken(
        organisation_id=duo.organisation_id,
        duo_id=duo.id,
        state=DuoState(duo.state),
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
    )


async def confirm_proposal(
    actor: Actor, work: Work, seeker_id: int, mentor_id: int
) -> ConfirmProposal | MentorNotReady:
    """What each of the two would see, or which points are open. Raises what `check_pair` and `check_free` raise."""
    desk, pair = await check_pair(actor, work, seeker_id, mentor_id)
    try:
        await check_free(work, pair)
    except MentorNotReadyError:
        return await not_ready(work, pair.mentor, seeker_id)
    vault, seeker, mentor = work.store.vault, pair.seeker, pair.mentor
    before = mentor_id in await declined_mentors(work, seeker_id)
    places = await free_places(work, mentor.membership)
    fitting = fit(candidate(vault, seeker), candidate(vault, mentor, places, declined_before=before))
    return ConfirmProposal(
        seeker_id=seeker_id,
        mentor_id=mentor_id,
        seeker=portrait_of(vault, seeker.person, seeker.membership, read_profile(vault, mentor.membership)),
        mentor=portrait_of(vault, mentor.person, mentor.membership, read_profile(vault, seeker.membership)),
        warnings=tuple(reason for reason in fitting.reasons if reason.kind.is_warning),
        days=(await organisation_of(work.store, desk)).proposal_days,
        organisation=await desk_name(actor, work, desk),
    )
