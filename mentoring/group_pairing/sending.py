"""All proposals of a draft, sent with one tap: the first ones at once, of a big group the rest beside the chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mentoring import chores
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Toast
from mentoring.errors import ProgrammeError
from mentoring.group_pairing.draft import Place
from mentoring.group_pairing.group import sides_of
from mentoring.group_pairing.rounds import close_round, is_too_old, lock_drafts, read_draft, round_of
from mentoring.group_pairing.showing import draft_page
from mentoring.messages.group_pairing import RoundChanged, RoundGone, RoundSent
from mentoring.pairing import propose_duo
from mentoring.pairs import lock_members
from mentoring.work import Work
from storage.tables import PairingRound
from storage.words import ChoreKind, RoundState

BATCH = 25  # proposals of one transaction: a second or two, in which SQLite lets nobody else write


async def send_all(actor: Actor, work: Work, organisation_id: int, sequence: int) -> Effects:
    """Proposes every pair of the draft as it was seen; who is no longer free is left out and named.

    The same tap once more says the same again. Raises NotFoundError.
    """
    desk = actor.staff(organisation_id)
    await lock_drafts(work, organisation_id)
    found = await round_of(work, organisation_id, sequence)
    if found is not None and found.state == RoundState.SENT:
        return [Edit(await result(work, found))]
    if found is None or found.state != RoundState.DRAFT or is_too_old(work, found):
        shown = await draft_page(actor, work, organisation_id)
        return [Edit(shown)] if isinstance(shown, RoundGone) else [Edit(shown), Toast(RoundChanged())]
    await close_round(work, found, RoundState.SENT)
    if await send_batch(actor, work, found):
        await chores.ask_for(work, ChoreKind.PAIR_GROUP, desk.id, {"round_id": found.id})
    return [Edit(await result(work, found))]


async def send_batch(actor: Actor, work: Work, found: PairingRound) -> bool:
    """Proposes the next pairs; call it with the drafts locked. Returns whether there are more.

    Everybody of them is locked first, in one order: pair by pair, two coordinators could wait for each other for ever.
    """
    places = read_draft(found)
    waiting = _unsent(places)
    batch = {place.seeker_id for place in waiting[:BATCH]}
    members = {id_ for p in waiting[:BATCH] for id_ in (p.seeker_id, p.mentor_id) if id_ is not None}
    await lock_members(work, sorted(members))
    done = [replace(p, sent=await _went(actor, work, p)) if p.seeker_id in batch else p for p in places]
    found.pairs = [place.written() for place in done]
    await work.store.session.flush()
    return len(waiting) > BATCH


def _unsent(places: Sequence[Place]) -> list[Place]:
    return [place for place in places if place.mentor_id is not None and place.sent is None]


async def _went(actor: Actor, work: Work, place: Place) -> bool:
    """Whether the proposal is on its way. Whatever speaks against a pair leaves it alone out."""
    assert place.mentor_id is not None
    try:
        async with work.store.session.begin_nested():
            await propose_duo(actor, work, place.seeker_id, place.mentor_id)
    except ProgrammeError:
        return False
    return True


async def result(work: Work, found: PairingRound) -> RoundSent:
    """What became of a draft that was sent, as far as it is."""
    places, vault = read_draft(found), work.store.vault
    failed = [(place.seeker_id, place.mentor_id) for place in places if place.sent is False]
    sides = await sides_of(work, {id_ for pair in failed for id_ in pair if id_ is not None})
    named = {id_: side.named(vault) for id_, side in sides.items()}
    return RoundSent(
        organisation_id=found.organisation_id,
        sent=sum(place.sent is True for place in places),
        left_out=tuple((named[s], named[m]) for s, m in failed if s in named and m in named),
        more=len(_unsent(places)),
    )
