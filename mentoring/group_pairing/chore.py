"""Beside the chats: has the best pairs computed and writes the draft; sends what is too much for one tap."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.chores import ClaimedChore, OpenWork, Tools
from mentoring.group_pairing.draft import Draft, Place
from mentoring.group_pairing.group import Group, fitting, read_group
from mentoring.group_pairing.rounds import add_round, lock_drafts, open_round
from mentoring.group_pairing.scores import Table, score_table
from mentoring.group_pairing.sending import result, send_batch
from mentoring.group_pairing.showing import draft_page
from mentoring.in_charge import at_work, in_charge
from mentoring.messages.base import Message
from mentoring.messages.group_pairing import RoundNothing
from mentoring.pairs import candidate
from mentoring.work import Work
from storage.tables import Membership, PairingRound, Person

MODULE = "mentoring.group_pairing.assign"


async def pair_group(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
    """One draft for the organisation that the chore names, or the rest of a round that is being sent."""
    if "round_id" in chore.params:
        await _send_rest(open_work, chore, int(chore.params["round_id"]))
    else:
        await _compute(open_work, chore, tools, int(chore.params["organisation_id"]))


async def _send_rest(open_work: OpenWork, chore: ClaimedChore, round_id: int) -> None:
    """Batch by batch, each in a transaction of its own: others write in between, and a crash repeats nothing.

    Where who sent it left meanwhile, it goes on in the name of who is there: a round is not sent by half.
    """
    is_more = True
    while is_more:
        async with open_work() as work:
            found = await work.store.session.get(PairingRound, round_id)
            assert found is not None, "rounds are never deleted"
            staff = await at_work(work, chore.membership_id) or await in_charge(work, found.organisation_id, None)
            if staff is None:
                return
            actor = await _actor(work, staff)
            await lock_drafts(work, found.organisation_id)
            await work.store.session.refresh(found)
            is_more = await send_batch(actor, work, found)
            if not is_more:
                await work.post(actor.person.id, await result(work, found), key=f"round:{round_id}:sent")


async def _compute(open_work: OpenWork, chore: ClaimedChore, tools: Tools, organisation_id: int) -> None:
    """Where a colleague's draft came first, that one is shown."""
    async with open_work(only_reads=True) as work:
        group = await read_group(work, organisation_id)
        table = _table(work, group)
    if not group.seekers or not group.mentors:
        async with open_work() as work:
            await _tell_nothing(work, chore, organisation_id, group)
        return
    chosen = await tools.compute(MODULE, table.payload())
    async with open_work() as work:
        actor = await _asker(work, chore, organisation_id)
        if actor is not None:
            await _write(work, chore, actor, organisation_id, _mentors_of(group, chosen))


async def _tell_nothing(work: Work, chore: ClaimedChore, organisation_id: int, group: Group) -> None:
    actor = await _asker(work, chore, organisation_id)
    if actor is None:
        return
    nothing = RoundNothing(
        organisation_id=organisation_id,
        waiting=len(group.seekers),
        mentors=len(group.mentors),
        held_back=group.held_back,
    )
    await work.post(actor.person.id, nothing, key=f"chore:{chore.id}:nothing")


def _table(work: Work, group: Group) -> Table:
    vault = work.store.vault
    seekers = [candidate(vault, side) for side in group.seekers]
    mentors = [candidate(vault, side, places) for side, places in group.mentors]
    return score_table(seekers, mentors, group.declined)


def _mentors_of(group: Group, chosen: Sequence[Sequence[int]]) -> dict[int, int]:
    """The mentor of each seeker, as memberships."""
    return {group.seekers[seeker].membership.id: group.mentors[mentor][0].membership.id for seeker, mentor in chosen}


async def _write(work: Work, chore: ClaimedChore, actor: Actor, organisation_id: int, mentors: dict[int, int]) -> None:
    """The draft, unless a colleague's came first, and the message that shows it."""
    assert chore.membership_id is not None, "somebody asked for it"
    await lock_drafts(work, organisation_id)
    found = await open_round(work, organisation_id)
    if found is None:
        group = await read_group(work, organisation_id)
        found = await add_round(work, organisation_id, chore.membership_id, _draft(work, group, mentors))
    message: Message = await draft_page(actor, work, organisation_id)
    await work.post(actor.person.id, message, key=f"round:{found.id}:{found.sequence}:{actor.person.id}")


def _draft(work: Work, group: Group, mentors: dict[int, int]) -> Draft:
    """Everybody who waits now, with the mentor that was computed where both are still free."""
    places = []
    for seeker in group.seekers:
        room = group.mentor(mentors.get(seeker.membership.id))
        if room is None:
            places.append(Place(seeker.membership.id))
            continue
        mentor, free = room
        reasons = tuple(reason.written() for reason in fitting(work, group, seeker, mentor, free).reasons)
        places.append(Place(seeker.membership.id, mentor.membership.id, reasons))
    return tuple(places)


async def _asker(work: Work, chore: ClaimedChore, organisation_id: int) -> Actor | None:
    """Whoever asked for it, if they still work there."""
    asker = await at_work(work, chore.membership_id)
    return await _actor(work, asker) if asker is not None and asker.organisation_id == organisation_id else None


async def _actor(work: Work, staff: Membership) -> Actor:
    person = await work.store.session.get(Person, staff.person_id)
    assert person is not None, "a foreign key guards this"
    statement = select(Membership).where(col(Membership.person_id) == person.id).order_by(col(Membership.id))
    return Actor(person, list((await work.store.session.execute(statement)).scalars()))
