"""The draft as the coordinators look at it. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Collection

from mentoring.actor import Actor, organisation_of
from mentoring.errors import OutOfDateError
from mentoring.group_pairing.draft import Draft, Place, holder_to_swap, in_order, place_of, usage
from mentoring.group_pairing.group import Group, fitting, mentor_candidate, read_group, sides_of
from mentoring.group_pairing.rounds import is_too_old, open_round, read_draft
from mentoring.matching import Suggestion, suggest
from mentoring.messages.base import Message
from mentoring.messages.group_pairing import (
    DraftRow,
    OtherMentor,
    ReallySendRound,
    RoundDraft,
    RoundGone,
    RoundMentors,
    RoundPair,
)
from mentoring.open_proposals import PAGE, page_of
from mentoring.pairs import Side, candidate, load_side
from mentoring.waiting import other_desks
from mentoring.work import Work
from storage.tables import PairingRound
from storage.words import Role

SHOWN = 4  # other mentors at once


async def draft_page(actor: Actor, work: Work, organisation_id: int, page: int = 0) -> Message:
    """The open draft, or that there is none. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    found = await usable_round(work, organisation_id)
    if isinstance(found, RoundGone):
        return found
    draft = in_order(read_draft(found))
    page, pages = page_of(page, len(draft))
    others = await other_desks(actor, work, desk)
    paired = [place for place in draft if place.mentor_id is not None]
    group = await read_group(work, organisation_id)
    return RoundDraft(
        organisation_id=organisation_id,
        organisation=(await organisation_of(work.store, desk)).name if others else None,
        rows=await _rows(work, group, draft[page * PAGE : (page + 1) * PAGE]),
        pairs=len(paired),
        flagged=sum(place.is_flagged for place in paired),
        left=len(draft) - len(paired),
        page=page,
        pages=pages,
        sequence=found.sequence,
        held_back=group.held_back,
    )


async def usable_round(work: Work, organisation_id: int) -> PairingRound | RoundGone:
    """The open draft that is not too old to be sent."""
    found = await open_round(work, organisation_id)
    if found is None or is_too_old(work, found):
        return RoundGone(organisation_id=organisation_id, too_old=found is not None)
    return found


async def _rows(work: Work, group: Group, places: Collection[Place]) -> tuple[DraftRow, ...]:
    """These places in words, judged by how things stand now; who was erased meanwhile is in no row."""
    ids = {id_ for place in places for id_ in (place.seeker_id, place.mentor_id) if id_ is not None}
    sides = await sides_of(work, ids)
    waiting = {side.membership.id for side in group.seekers}
    return tuple(
        _row(work, group, place, sides, is_waiting=place.seeker_id in waiting)
        for place in places
        if place.seeker_id in sides
    )


def _row(work: Work, group: Group, place: Place, sides: dict[int, Side], *, is_waiting: bool) -> DraftRow:
    vault, seeker = work.store.vault, sides[place.seeker_id]
    mentor = sides.get(place.mentor_id) if place.mentor_id is not None else None
    room = group.mentor(place.mentor_id)
    return DraftRow(
        seeker_id=place.seeker_id,
        seeker=seeker.named(vault),
        mentor=mentor.named(vault) if mentor is not None else None,
        reasons=fitting(work, group, seeker, mentor, room[1] if room else 0).reasons if mentor is not None else (),
        is_free=is_waiting and (mentor is None or room is not None),
    )


async def draft_pair(actor: Actor, work: Work, seeker_id: int, page: int) -> Message:
    """One seeker of the draft. Raises NotFoundError; who is not in it (any more) leads back to the draft."""
    found = await _place(actor, work, seeker_id)
    if isinstance(found, RoundGone):
        return found
    round_, _, place = found
    if place is None:
        return await draft_page(actor, work, round_.organisation_id, page)
    (row,) = await _rows(work, await read_group(work, round_.organisation_id), [place])
    return RoundPair(organisation_id=round_.organisation_id, row=row, sequence=round_.sequence, page=page)


async def draft_mentors(actor: Actor, work: Work, seeker_id: int, skip: int, page: int) -> Message:
    """Other mentors for that seeker: first those whose places the draft leaves free, best first; then by swapping."""
    found = await _place(actor, work, seeker_id)
    if isinstance(found, RoundGone):
        return found
    round_, draft, place = found
    group = await read_group(work, round_.organisation_id, {seeker_id})
    if place is None or not group.seekers:
        return await draft_page(actor, work, round_.organisation_id, page)
    ranked = _ranked(work, group, draft, place)
    skip = skip if skip < len(ranked) else 0
    after = skip + SHOWN if skip + SHOWN < len(ranked) else 0
    sides = await sides_of(work, [one.seeker_id for one in draft])
    shown = [_other(work, group, draft, place, suggestion, sides) for suggestion in ranked[skip : skip + SHOWN]]
    return RoundMentors(
        seeker_id=seeker_id,
        seeker=group.seekers[0].named(work.store.vault),
        mentors=tuple(shown),
        next_skip=after if after != skip else None,
        sequence=round_.sequence,
        page=page,
    )


async def _place(actor: Actor, work: Work, seeker_id: int) -> tuple[PairingRound, Draft, Place | None] | RoundGone:
    """Raises NotFoundError."""
    seeker = await load_side(work, seeker_id, Role.SEEKER)
    organisation_id = actor.staff(seeker.membership.organisation_id).organisation_id
    found = await usable_round(work, organisation_id)
    if isinstance(found, RoundGone):
        return found
    draft = read_draft(found)
    return found, draft, place_of(draft, seeker_id)


def _ranked(work: Work, group: Group, draft: Draft, place: Place) -> list[Suggestion]:
    seeker, used = group.seekers[0], usage(draft)
    mentors = [
        mentor_candidate(work, group, seeker, side, places)
        for side, places in group.mentors
        if side.membership.id != place.mentor_id
    ]
    ranked = suggest(candidate(work.store.vault, seeker), mentors, limit=len(mentors))
    return sorted(ranked, key=lambda s: used[s.mentor.membership_id] >= s.mentor.free_places)


def _other(
    work: Work, group: Group, draft: Draft, place: Place, suggestion: Suggestion, sides: dict[int, Side]
) -> OtherMentor:
    mentor, vault = suggestion.mentor, work.store.vault
    found = group.mentor(mentor.membership_id)
    assert found is not None, "it was suggested from this group"
    holder = holder_to_swap(draft, place.seeker_id, mentor.membership_id, mentor.free_places)
    return OtherMentor(
        membership_id=mentor.membership_id,
        who=found[0].named(vault),
        reasons=suggestion.reasons,
        proposed_to=sides[holder.seeker_id].named(vault) if holder is not None and holder.seeker_id in sides else None,
    )


async def ask_send(actor: Actor, work: Work, organisation_id: int) -> Message:
    """Whether it shall really go. Raises NotFoundError, and OutOfDateError where no pair is in the draft."""
    actor.staff(organisation_id)
    found = await usable_round(work, organisation_id)
    if isinstance(found, RoundGone):
        return found
    pairs = [place for place in read_draft(found) if place.mentor_id is not None]
    if not pairs:
        raise OutOfDateError
    flagged = sum(place.is_flagged for place in pairs)
    return ReallySendRound(organisation_id=organisation_id, pairs=len(pairs), flagged=flagged, sequence=found.sequence)
