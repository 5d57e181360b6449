"""The dry run and its buttons: who looks after the people, do it, leave it. Every tap shows how the list stands now."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from mentoring.actor import Actor, organisation_of
from mentoring.chores import ask_for
from mentoring.errors import NotFoundError
from mentoring.in_charge import team_of
from mentoring.lists.plan import Plan, read_plan
from mentoring.messages.lists import Colleague, Count, HowItStands, Preview, WhichColleague
from mentoring.open_proposals import PAGE, page_of
from mentoring.people import label_of
from mentoring.taps_lists import EVENLY
from mentoring.work import Work
from storage.chores import undone_params
from storage.tables import IntakeList, Membership, Person
from storage.words import ChoreKind, ListState, MembershipState, Role

KEPT = timedelta(days=1)  # a dry run: what it says of who is there gets old


async def show(actor: Actor, work: Work, list_id: int, coordinator_id: int) -> Preview | HowItStands:
    """The dry run with that choice of who looks after the people. Raises NotFoundError."""
    row, plan, member = await _open(actor, work, list_id)
    if plan is None:
        return await _now(work, row, member)
    return await preview(work, row, plan, member, coordinator_id)


async def colleagues(actor: Actor, work: Work, list_id: int, page: int) -> WhichColleague | Preview | HowItStands:
    """Who could look after them, a page of the team. Raises NotFoundError."""
    row, plan, member = await _open(actor, work, list_id)
    if plan is None:
        return await _now(work, row, member)
    team = await people_of_team(work, row.organisation_id)
    page, pages = page_of(page, len(team))
    shown = [Colleague(one.id, await called(work, one)) for one in team[page * PAGE :][:PAGE]]
    return WhichColleague(list_id=row.id, colleagues=tuple(shown), page=page, pages=pages, own_id=member.id)


async def carry_out(actor: Actor, work: Work, list_id: int, coordinator_id: int) -> Preview | HowItStands:
    """Has the list carried out, once, whoever of the team taps first; one that got stuck goes on where it was.

    In place of one that a newer list retired, that one is shown. Raises NotFoundError.
    """
    row, plan, member = await _open(actor, work, list_id)
    if plan is None:
        return await _now(work, row, member)
    keeper = await _keeper(work, row, coordinator_id)
    keepers = [keeper] if keeper is not None else await people_of_team(work, row.organisation_id)
    row.state = ListState.WORKING
    params = {"list_id": row.id, "keepers": [each.id for each in keepers]}
    await ask_for(work, ChoreKind.CARRY_OUT_LIST, member.id, params)
    return stands(row)


async def leave(actor: Actor, work: Work, list_id: int) -> HowItStands:
    """Nothing (more) of it is done, and what was in it is forgotten. Raises NotFoundError."""
    row, _, _ = await _open(actor, work, list_id)
    if row.state == ListState.CHECKED or await _is_stuck(work, row):
        drop(work, row)
    return stands(row)


def drop(work: Work, row: IntakeList) -> None:
    row.seal(work.store.vault, "rows", None)
    row.state, row.closed_at = ListState.DROPPED, work.now


def stands(row: IntakeList, *, is_newer: bool = False) -> HowItStands:
    return HowItStands(state=ListState(row.state), done=row.done, total=row.total, is_newer=is_newer)


# -- a newer list ------------------------------------------------------------------------------------------------------
async def _now(work: Work, row: IntakeList, member: Membership) -> Preview | HowItStands:
    """What becomes of a tap where nothing can be carried out; of a retired list, the newer one."""
    newer = await _newer(work, row) if row.state == ListState.DROPPED and not row.done else None
    if newer is None:
        return stands(row)
    plan = _plan_of(work, newer)
    if plan is None:
        return stands(newer, is_newer=True)
    return await preview(work, newer, plan, member, member.id, is_newer=True)


async def _newer(work: Work, row: IntakeList) -> IntakeList | None:
    """The last list that the same person sent after that one and has not left."""
    maker = select(Membership.person_id).where(col(Membership.id) == row.made_by).scalar_subquery()
    later = select(IntakeList).where(
        col(IntakeList.organisation_id) == row.organisation_id,
        col(IntakeList.made_by).in_(select(Membership.id).where(col(Membership.person_id) == maker)),
        col(IntakeList.id) > row.id,
        col(IntakeList.state) != ListState.DROPPED,
        col(IntakeList.total) > 0,  # it could be read, and there is something in it to do
    )
    return (await work.store.session.execute(later.order_by(col(IntakeList.id).desc()).limit(1))).scalars().first()


async def _open(actor: Actor, work: Work, list_id: int) -> tuple[IntakeList, Plan | None, Membership]:
    """The list, locked, with its plan where it can still be carried out. Raises NotFoundError."""
    row = await work.store.session.get(IntakeList, list_id, with_for_update=True)
    if row is None:
        raise NotFoundError
    member = actor.staff(row.organisation_id)
    if await _is_stuck(work, row):
        return row, read_plan(work.store.vault, row), member
    if row.state == ListState.CHECKED and await _newer(work, row) is not None:
        drop(work, row)  # the newer one is meant in its place
    return row, _plan_of(work, row), member


def _plan_of(work: Work, row: IntakeList) -> Plan | None:
    """The plan of a dry run that is still good; one that got old is dropped."""
    if row.state != ListState.CHECKED:
        return None
    if row.created_at + KEPT <= work.now:
        drop(work, row)
        return None
    return read_plan(work.store.vault, row)


async def _is_stuck(work: Work, row: IntakeList) -> bool:
    """It was to be carried out, and nobody is at it any more."""
    if row.state != ListState.WORKING or not row.total:
        return False
    at_it = await undone_params(work.store, ChoreKind.CARRY_OUT_LIST)
    return all(params.get("list_id") != row.id for params in at_it)


async def preview(
    work: Work, row: IntakeList, plan: Plan, member: Membership, coordinator_id: int, *, is_newer: bool = False
) -> Preview:
    """As `member` sees it; a choice that is no longer of the team is the reader themselves."""
    keeper = await _keeper(work, row, coordinator_id, member)
    others = await _works_for_several(work, member)
    counts = sorted(plan.counts().items(), key=lambda item: (list(Role).index(item[0][0]), -item[1], item[0][1]))
    return Preview(
        list_id=row.id,
        organisation=(await organisation_of(work.store, member)).name if others else None,
        people=len(plan.people),
        duos=len(plan.duos),
        counts=tuple(Count(role, language, people) for (role, language), people in counts),
        here=plan.here,
        problem_lines=plan.problem_lines,
        problems=plan.problems,
        unknown=plan.unknown,
        coordinator_id=EVENLY if keeper is None else keeper.id,
        own_id=member.id,
        keeper=None if keeper is None or keeper.id == member.id else await called(work, keeper),
        team=len(await people_of_team(work, row.organisation_id)),
        is_newer=is_newer,
    )


async def people_of_team(work: Work, organisation_id: int) -> list[Membership]:
    """Everybody of the team once, leads first, whatever roles they have there."""
    team: dict[int, Membership] = {}
    for member in await team_of(work, organisation_id):
        team.setdefault(member.person_id, member)
    return list(team.values())


async def _keeper(
    work: Work, row: IntakeList, coordinator_id: int, instead: Membership | None = None
) -> Membership | None:
    """That one of the team; None: shared evenly. Who left it meanwhile is replaced, or raises NotFoundError."""
    if coordinator_id == EVENLY:
        return None
    for member in await team_of(work, row.organisation_id):
        if member.id == coordinator_id:
            return member
    if instead is None:
        raise NotFoundError
    return instead


async def called(work: Work, member: Membership) -> str:
    """What the team calls one of its own."""
    person = await work.store.session.get(Person, member.person_id)
    assert person is not None, "a foreign key guards this"
    return label_of(work.store.vault, member, person)


async def _works_for_several(work: Work, member: Membership) -> bool:
    statement = select(Membership.organisation_id).where(
        col(Membership.person_id) == member.person_id,
        col(Membership.role).in_([role for role in Role if role.is_staff]),
        col(Membership.state) == MembershipState.READY,
    )
    return len(set((await work.store.session.execute(statement)).scalars())) > 1
