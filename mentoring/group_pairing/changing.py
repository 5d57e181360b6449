"""What the team does with a draft: begins one, changes pairs, throws it away.

A tap names the draft's sequence as it was seen. Where somebody changed it meanwhile, nothing is done: how it stands
now is shown, and said.
"""

from __future__ import annotations

from mentoring import chores
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.errors import NoCapacityError, OutOfDateError
from mentoring.group_pairing.draft import leave_out, place_of, take
from mentoring.group_pairing.group import fitting, read_group, sides_of
from mentoring.group_pairing.rounds import close_round, is_too_old, lock_drafts, open_round, read_draft, write_draft
from mentoring.group_pairing.showing import draft_page, draft_pair, usable_round
from mentoring.messages.base import Message
from mentoring.messages.group_pairing import RoundChanged, RoundComputing, RoundGone
from mentoring.pairs import load_side
from mentoring.work import Work
from storage.tables import PairingRound
from storage.words import ChoreKind, Role, RoundState


async def pair_group(actor: Actor, work: Work, organisation_id: int) -> Effects:
    """The open draft, or a new one, which comes as a message of its own. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    await lock_drafts(work, organisation_id)
    found = await open_round(work, organisation_id)
    if found is not None and not is_too_old(work, found):
        return [Reply(await draft_page(actor, work, organisation_id))]
    if found is not None:
        await close_round(work, found, RoundState.DROPPED)
    return [Reply(await _compute(work, organisation_id, desk.id))]


async def compute_again(actor: Actor, work: Work, organisation_id: int, sequence: int) -> Effects:
    """Drops that draft for a new one. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    found = await _as_seen(work, organisation_id, sequence)
    if found is None:
        return await _how_it_stands(actor, work, organisation_id)
    await close_round(work, found, RoundState.DROPPED)
    return [Edit(await _compute(work, organisation_id, desk.id))]


async def _compute(work: Work, organisation_id: int, membership_id: int) -> Message:
    await chores.ask_for(work, ChoreKind.PAIR_GROUP, membership_id, {"organisation_id": organisation_id})
    return RoundComputing()


async def throw_away(actor: Actor, work: Work, organisation_id: int, sequence: int) -> Effects:
    """Nothing of that draft is sent. Raises NotFoundError."""
    actor.staff(organisation_id)
    found = await _as_seen(work, organisation_id, sequence)
    if found is None:
        return await _how_it_stands(actor, work, organisation_id)
    await close_round(work, found, RoundState.DROPPED)
    return [Edit(RoundGone(organisation_id=organisation_id))]


async def take_mentor(actor: Actor, work: Work, seeker_id: int, mentor_id: int, sequence: int, page: int) -> Effects:
    """That seeker gets that mentor, by swapping where the mentor's places are taken.

    Raises NotFoundError; NoCapacityError for a mentor without room, OutOfDateError for a seeker who no longer waits.
    """
    organisation_id = await _desk(actor, work, seeker_id)
    mentor = await load_side(work, mentor_id, Role.MENTOR)
    found = await _as_seen(work, organisation_id, sequence)
    if found is None:
        return await _how_it_stands(actor, work, organisation_id, page)
    group = await read_group(work, organisation_id)
    room = group.mentor(mentor.membership.id)
    if room is None:
        raise NoCapacityError
    if seeker_id not in {side.membership.id for side in group.seekers}:
        raise OutOfDateError
    draft = read_draft(found)
    sides = await sides_of(work, {i for place in draft for i in (place.seeker_id, place.mentor_id) if i} | {mentor_id})

    def reasons_of(seeker: int, of: int) -> tuple[str, ...]:
        if seeker not in sides or of not in sides:  # erased meanwhile: nobody reads it
            return ()
        places = group.mentor(of)
        fit = fitting(work, group, sides[seeker], sides[of], places[1] if places else 0)
        return tuple(reason.written() for reason in fit.reasons)

    await write_draft(work, found, take(draft, seeker_id, mentor_id, room[1], reasons_of))
    return [Edit(await draft_pair(actor, work, seeker_id, page))]


async def leave_seeker_out(actor: Actor, work: Work, seeker_id: int, sequence: int, page: int) -> Effects:
    """That seeker waits on. Raises NotFoundError."""
    organisation_id = await _desk(actor, work, seeker_id)
    found = await _as_seen(work, organisation_id, sequence)
    if found is None or place_of(read_draft(found), seeker_id) is None:
        return await _how_it_stands(actor, work, organisation_id, page)
    await write_draft(work, found, leave_out(read_draft(found), seeker_id))
    return [Edit(await draft_page(actor, work, organisation_id, page))]


async def _desk(actor: Actor, work: Work, seeker_id: int) -> int:
    """The organisation of that seeker, for which the actor works. Raises NotFoundError."""
    seeker = await load_side(work, seeker_id, Role.SEEKER)
    return actor.staff(seeker.membership.organisation_id).organisation_id


async def _as_seen(work: Work, organisation_id: int, sequence: int) -> PairingRound | None:
    """The open draft, locked, if it still is as the actor saw it."""
    await lock_drafts(work, organisation_id)
    found = await usable_round(work, organisation_id)
    return found if isinstance(found, PairingRound) and found.sequence == sequence else None


async def _how_it_stands(actor: Actor, work: Work, organisation_id: int, page: int = 0) -> Effects:
    shown = await draft_page(actor, work, organisation_id, page)
    return [Edit(shown)] if isinstance(shown, RoundGone) else [Edit(shown), Toast(RoundChanged())]
