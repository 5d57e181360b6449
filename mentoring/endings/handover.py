"""Another mentor goes on with a seeker, the same two once more, or the seeker looks for a mentor again.

A seeker is in one live duo at most, so the old duo ends in the transaction in which the new one is proposed; the new
one names it (`follows_id`). Whoever says no ends a proposal only: the seeker then waits where they stood.
"""

from __future__ import annotations

from mentoring.actor import Actor, organisation_of
from mentoring.endings.afterwards import OVER, has_finished
from mentoring.endings.duos import as_it_stands, lock_duo, staff_duo
from mentoring.endings.ending import close_duo, close_talk, lock_with_meetings
from mentoring.endings.goodbye import say_in_thread
from mentoring.errors import MentorNotReadyError, NoCapacityError, NotFoundError, OutOfDateError
from mentoring.matching import Reason, ReasonKind, suggest
from mentoring.mentor_points import open_points, open_points_of
from mentoring.messages.base import Message
from mentoring.messages.endings import ReallyAgain, ReallyHandOver, WantsAnotherMentor, WhichMentor
from mentoring.messages.endings_goodbye import AnotherMentor, LooksAgain, OnceMore, ThanksToMentor
from mentoring.messages.pairing_desk import SuggestedMentor
from mentoring.pairing import check_pair, propose_duo
from mentoring.pairs import (
    Pair,
    candidate,
    declined_mentors,
    free_places,
    live_duo_of,
    load_pair,
    load_side,
    lock_members,
    mentors_with_room,
)
from mentoring.proposals import tell, tell_team
from mentoring.sessions.core import next_sessions, threads_of
from mentoring.waiting_news import begin_waiting
from mentoring.work import Work
from storage.tables import Duo
from storage.words import Deed, DuoState, EndReason, MembershipState, Role

SHOWN = 4  # mentors at once


# -- another mentor ----------------------------------------------------------------------------------------------------
async def ask_mentor(actor: Actor, work: Work, duo_id: int, skip: int = 0) -> Message:
    """Which mentor with room goes on, best fit first; of a duo that is over, its card. Raises NotFoundError."""
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    pair, vault = await load_pair(work, duo), work.store.vault
    suggestions, next_skip = await _suggestions(work, duo, pair, skip)
    return WhichMentor(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        suggestions=suggestions,
        next_skip=next_skip,
    )


async def _suggestions(work: Work, duo: Duo, pair: Pair, skip: int) -> tuple[tuple[SuggestedMentor, ...], int | None]:
    vault, declined = work.store.vault, await declined_mentors(work, duo.seeker_id)
    sides = {
        side.membership.id: (side, places)
        for side, places in await mentors_with_room(work, duo.organisation_id)
        if side.membership.id != duo.mentor_id and side.person.id != pair.seeker.person.id
    }
    mentors = [candidate(vault, side, places, declined_before=id_ in declined) for id_, (side, places) in sides.items()]
    ranked = suggest(candidate(vault, pair.seeker), mentors, limit=len(mentors))
    skip = skip if skip < len(ranked) else 0
    shown = ranked[skip : skip + SHOWN]
    open_lists = await open_points_of(work, duo.organisation_id, [one.mentor.membership_id for one in shown])
    suggested = []
    for one in shown:
        id_ = one.mentor.membership_id
        warning = (Reason(ReasonKind.LIST_OPEN),) if open_lists[id_] else ()
        suggested.append(SuggestedMentor(id_, sides[id_][0].named(vault), (*warning, *one.reasons)))
    return tuple(suggested), skip + SHOWN if skip + SHOWN < len(ranked) else None


async def confirm_handover(actor: Actor, work: Work, duo_id: int, mentor_id: int) -> Message:
    """What will happen, before it does. Raises NotFoundError, OutOfDateError, NoCapacityError, MentorNotReadyError."""
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    new = await _new_pair(actor, work, duo, mentor_id)
    pair, vault = await load_pair(work, duo), work.store.vault
    return ReallyHandOver(
        duo_id=duo.id,
        mentor_id=mentor_id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        new=new.mentor.named(vault),
        meetings=len(await next_sessions(work, duo.id)),
    )


async def hand_over(actor: Actor, work: Work, duo_id: int, mentor_id: int) -> Message:
    """The old duo ends, the new one is proposed to both. Twice is once. Gives the proposal, or the old duo's card.

    Raises NotFoundError; OutOfDateError for the same mentor or one who has left; NoCapacityError; MentorNotReadyError.
    """
    _, staff = await staff_duo(actor, work, duo_id)
    duo = await lock_with_meetings(work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    await lock_members(work, (duo.seeker_id, duo.mentor_id, mentor_id))
    new = await _new_pair(actor, work, duo, mentor_id)
    duo.end_reason = EndReason.HANDED_OVER
    await close_duo(work, duo, staff, DuoState.ENDED, Deed.HANDED_OVER)
    await _tell_of_handover(work, duo, new)
    await close_talk(work, duo)
    sent = await propose_duo(actor, work, duo.seeker_id, mentor_id)
    await _follow(work, duo)
    await begin_waiting(work, new.seeker.membership)
    return sent


async def _new_pair(actor: Actor, work: Work, duo: Duo, mentor_id: int) -> Pair:
    _, new = await check_pair(actor, work, duo.seeker_id, mentor_id)
    if mentor_id == duo.mentor_id or any(side.membership.state != MembershipState.READY for side in new):
        raise OutOfDateError
    if await free_places(work, new.mentor.membership) == 0:
        raise NoCapacityError
    if await open_points(work, new.mentor.membership):
        raise MentorNotReadyError
    return new


async def _tell_of_handover(work: Work, duo: Duo, new: Pair) -> None:
    vault, old = work.store.vault, await load_pair(work, duo)
    place = (await organisation_of(work.store, old.seeker.membership)).name
    for thread, membership, _ in await threads_of(work, duo.id):
        message: Message = ThanksToMentor(name=old.seeker.name(vault), organisation=place)
        if membership.role == Role.SEEKER:
            message = AnotherMentor(old=old.mentor.name(vault), new=new.mentor.name(vault), organisation=place)
        await say_in_thread(work, duo, thread, message)


async def _follow(work: Work, before: Duo) -> Duo:
    """The seeker's new proposal names the duo that it follows."""
    duo = await live_duo_of(work, before.seeker_id)
    assert duo is not None, "it was proposed just now"
    duo.follows_id = before.id
    await work.store.session.flush()
    return duo


# -- the same two once more --------------------------------------------------------------------------------------------
async def confirm_again(actor: Actor, work: Work, duo_id: int) -> Message:
    """Raises NotFoundError."""
    duo, staff = await staff_duo(actor, work, duo_id)
    if duo.state not in OVER or await live_duo_of(work, duo.seeker_id) is not None:
        return await as_it_stands(actor, work, duo, staff)
    pair, vault = await load_pair(work, duo), work.store.vault
    return ReallyAgain(duo_id=duo.id, seeker=pair.seeker.named(vault), mentor=pair.mentor.named(vault))


async def pair_again(actor: Actor, work: Work, duo_id: int) -> Message:
    """Both are asked whether they go on with each other. Twice is once. Gives the proposal, or the card.

    Raises NotFoundError, and what `propose_duo` raises.
    """
    _, staff = await staff_duo(actor, work, duo_id)
    duo = await lock_duo(work, duo_id)
    if duo.state not in OVER:
        return await as_it_stands(actor, work, duo, staff)
    live = await live_duo_of(work, duo.seeker_id)
    if live is not None and live.follows_id == duo.id and live.mentor_id == duo.mentor_id:
        return await as_it_stands(actor, work, live, staff)
    pair = await load_pair(work, duo)
    place, vault = (await organisation_of(work.store, pair.seeker.membership)).name, work.store.vault
    for side in pair:
        await tell(work, duo, side, OnceMore(name=pair.partner_of(side.role).name(vault), organisation=place))
    sent = await propose_duo(actor, work, duo.seeker_id, duo.mentor_id)
    await _follow(work, duo)
    return sent


# -- looking again -----------------------------------------------------------------------------------------------------
async def look_again(actor: Actor, work: Work, duo_id: int) -> Message:
    """The seeker of a duo that is over waits for a mentor again, since now; what they reached stays. Twice is once.

    By the team, who gets the card; or by the seeker, of whom the team hears. Raises NotFoundError; OutOfDateError to
    the seeker while there is nothing to look for.
    """
    duo = await work.store.session.get(Duo, duo_id)
    if duo is None:
        raise NotFoundError
    seeker = await load_side(work, duo.seeker_id, Role.SEEKER)
    is_own = seeker.person.id == actor.person.id
    staff = None if is_own else actor.staff(duo.organisation_id)
    duo = await lock_duo(work, duo_id)
    await lock_members(work, (duo.seeker_id,))
    membership = seeker.membership
    ready = membership.state == MembershipState.READY
    if ready and await has_finished(work, membership.id) and await live_duo_of(work, membership.id) is None:
        membership.waiting_since = work.now
        await work.store.session.flush()
        await begin_waiting(work, membership)
        if is_own:
            news = WantsAnotherMentor(seeker_id=membership.id, seeker=seeker.named(work.store.vault))
            await tell_team(work, duo, news)
    elif is_own and (not ready or await live_duo_of(work, membership.id) is not None):
        raise OutOfDateError
    if staff is not None:
        return await as_it_stands(actor, work, duo, staff)
    return LooksAgain(organisation=(await organisation_of(work.store, membership)).name)
