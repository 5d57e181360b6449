"""Carries a list out with a progress message that moves, and answers with the links: the chore CARRY_OUT_LIST."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from mentoring.chores import ClaimedChore, OpenWork, Tools
from mentoring.in_charge import at_work, in_charge
from mentoring.lists.carrying import Outcome, assigned, finish, step
from mentoring.lists.plan import Plan, read_plan
from mentoring.messages.lists import FILE_LINES, LinkRow, LinksFile, ListDone, ListStuck, Progress
from mentoring.taps_lists import EVENLY
from mentoring.work import Work
from storage.tables import IntakeList, Membership, Organisation
from storage.words import ListState, Role

_MOVES_EVERY = timedelta(seconds=2)  # real time: Telegram allows one message a second and chat


async def carry_out_list(open_work: OpenWork, chore: ClaimedChore, _tools: Tools) -> None:
    """Safe to do again: it goes on with the first line that is not done."""
    list_id = chore.params["list_id"]
    async with open_work() as work:
        plan = await _begin(work, list_id)
        if plan is None:
            return
        keepers = await _keepers(work, list_id, plan, chore.params["keepers"])
    shown: datetime | None = None
    while True:
        async with open_work() as work:
            done = await step(work, list_id, plan, keepers)
            if done is None:
                await _finish(work, chore, plan)
                return
            if shown is None or work.real_now - shown >= _MOVES_EVERY:
                shown = work.real_now
                await _show(work, chore, done, len(plan.people))


def stuck(chore: ClaimedChore) -> ListStuck:
    """What whoever asked hears when it failed for the last time."""
    keepers = chore.params["keepers"]
    return ListStuck(list_id=chore.params["list_id"], coordinator_id=keepers[0] if len(keepers) == 1 else EVENLY)


async def _begin(work: Work, list_id: int) -> Plan | None:
    row = await work.store.session.get(IntakeList, list_id)
    return read_plan(work.store.vault, row) if row is not None and row.state == ListState.WORKING else None


async def _keepers(work: Work, list_id: int, plan: Plan, chosen: Sequence[int]) -> dict[int, int]:
    """Who looks after each group. Of somebody who left the team since the tap, whoever is there today does."""
    row = await work.store.session.get(IntakeList, list_id)
    assert row is not None, "it was there a moment ago"
    now = {each: await at_work(work, each) or await in_charge(work, row.organisation_id, None) for each in set(chosen)}
    found = {group: now[keeper] for group, keeper in assigned(plan.people, chosen).items()}
    return {group: keeper.id for group, keeper in found.items() if keeper is not None}


async def _show(work: Work, chore: ClaimedChore, done: int, total: int) -> None:
    member = await work.store.session.get(Membership, chore.membership_id)
    if member is not None:
        anchor = f"list:{chore.params['list_id']}"
        await work.card(member.person_id, anchor, Progress(done=done, total=total))


async def _finish(work: Work, chore: ClaimedChore, plan: Plan) -> None:
    """The links go to who asked, or to whoever is there today of the team if they left it meanwhile."""
    list_id = chore.params["list_id"]
    row = await work.store.session.get(IntakeList, list_id)
    outcome = await finish(work, list_id, plan)
    if row is None or outcome is None:
        return
    asked = await at_work(work, chore.membership_id) or await in_charge(work, row.organisation_id, None)
    if asked is None:
        return
    organisation = await work.store.session.get(Organisation, row.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    await _show(work, chore, row.total, row.total)
    files = links(plan, outcome, organisation.name, work.bot_username)
    own = await _roles_of(work, asked)
    yours = sum(inviter in own for inviter in outcome.inviters)
    here = len(outcome.inviters) - yours
    said = ListDone(people=len(outcome.made), duos=outcome.duos, here=here, files=len(files), yours=yours)
    await work.post(asked.person_id, said, key=f"list:{list_id}:done")
    for file in files:
        await work.post(asked.person_id, file, key=f"list:{list_id}:links:{file.part}")


async def _roles_of(work: Work, member: Membership) -> set[int]:
    """All memberships of that person: whom they invited in another role of the team, they invited."""
    held = select(Membership.id).where(col(Membership.person_id) == member.person_id)
    return set((await work.store.session.execute(held)).scalars())


def links(
    plan: Plan, outcome: Outcome, organisation: str, bot_username: str, lines: int = FILE_LINES
) -> list[LinksFile]:
    """The answer: files of at most `lines` people, in the order of the list."""
    rows = [_row(plan, place) for place in outcome.made]
    parts = [tuple(rows[start : start + lines]) for start in range(0, len(rows), lines)]
    return [_file(part, number, parts, organisation, bot_username, outcome) for number, part in enumerate(parts, 1)]


def _file(
    part: tuple[LinkRow, ...],
    number: int,
    parts: Sequence[tuple[LinkRow, ...]],
    organisation: str,
    bot_username: str,
    outcome: Outcome,
) -> LinksFile:
    return LinksFile(
        rows=part,
        organisation=organisation,
        bot_username=bot_username,
        expires_at=outcome.expires_at,
        part=number,
        parts=len(parts),
    )


def _row(plan: Plan, place: int) -> LinkRow:
    person = plan.people[place]
    return LinkRow(
        role=Role(person.role),
        label=person.label,
        language=person.language,
        reference=person.reference,
        partner=person.partner,
        started=person.started,
        token=person.token,
    )
