"""What waits for an answer of the team, who is reminded of it, and what settles it.

One working day without an answer reminds whoever is there for that person; two remind the lead. What is written in the
evening or on a day off begins to wait on the next working morning.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.errors import NotFoundError
from mentoring.guards import line_side, line_waits
from mentoring.in_charge import absent_today, team_of
from mentoring.messages.team_line import LineWaits, TeamIsAway, TeamSpeaks, WaitSettled
from mentoring.people import NOT_TOLD
from mentoring.quiet import moment_of
from mentoring.rest_days import is_working_day
from mentoring.signals.signs import wrote_to_team
from mentoring.team_lines.opening import locked_line
from mentoring.team_lines.sides import TeamSide, team_of_line
from mentoring.team_lines.ways import who_hears
from mentoring.work import Work
from storage.database import Store
from storage.lines import SeenLine, seen
from storage.tables import Membership, Organisation, Person, TeamLine
from storage.words import Role

_MORNING, _EVENING = 9 * 60, 17 * 60  # minutes after local midnight: when a team is usually there
_LAST_REMINDER = 2


def team_is_there(now: datetime, zone: ZoneInfo) -> bool:
    """Within the usual hours of a working day."""
    local = now.astimezone(zone)
    return is_working_day(local.date()) and _MORNING <= local.hour * 60 + local.minute < _EVENING


def working_days_after(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time of day that many working days later, in UTC; counted from the first moment the team is there."""
    local = moment.astimezone(zone)
    day, minute = local.date(), max(local.hour * 60 + local.minute, _MORNING)
    if minute >= _EVENING:
        day, minute = day + timedelta(days=1), _MORNING
    while not is_working_day(day):
        day, minute = day + timedelta(days=1), _MORNING
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return moment_of(day, minute, zone)


async def person_wrote(work: Work, side: TeamSide) -> None:
    """The line waits now, if it did not before; outside of the team's hours the person hears when they answer."""
    line = await locked_line(work, side.conversation_id)
    await wrote_to_team(work, line.person_id, line.organisation_id)
    if line.waits_since is not None:
        return
    zone = await _zone(work, line)
    line.waits_since, line.reminded = work.now, 0
    line.remind_at = working_days_after(work.now, 1, zone)
    if not team_is_there(work.now, zone):
        away = TeamIsAway(team=team_of_line(side.seen))
        key = f"line:{line.id}:later:{int(work.now.timestamp())}"
        await work.post(line.person_id, away, thread_id=side.id, guard=line_side(side.id), key=key)


async def team_wrote(work: Work, side: TeamSide, person_side: int) -> None:
    """Somebody of the team writes: nothing waits any more. In a topic, the person reads who it is."""
    line = await locked_line(work, side.conversation_id)
    if work.has_topics and line.answered_by != side.seen.membership_id:
        said = TeamSpeaks(name=side.seen.own_name or NOT_TOLD)
        await work.post(line.person_id, said, thread_id=person_side, guard=line_side(person_side))
    _settle(work, line, side.seen.membership_id)


def _settle(work: Work, line: TeamLine, membership_id: int) -> None:
    line.waits_since = line.remind_at = None
    line.reminded = 0
    line.answered_by, line.answered_at = membership_id, work.now


async def answered_elsewhere(actor: Actor, work: Work, line_id: int) -> Effects:
    """The team answered by phone. Raises NotFoundError. The second who taps reads who was first."""
    found = await work.store.session.get(TeamLine, line_id)
    if found is None:
        raise NotFoundError
    staff = actor.staff(found.organisation_id)
    line = await locked_line(work, line_id)
    name = _label(await seen(work.store, line_id=line_id))
    if line.waits_since is not None:
        _settle(work, line, staff.id)
        return [Edit(WaitSettled(name=name, by=None))]
    return [Edit(WaitSettled(name=name, by=await _first_name(work, line.answered_by, staff)))]


async def _first_name(work: Work, membership_id: int | None, reader: Membership) -> str | None:
    if membership_id is None or membership_id == reader.id:
        return None
    statement = select(Person).join(Membership, col(Membership.person_id) == col(Person.id))
    person = (await work.store.session.execute(statement.where(col(Membership.id) == membership_id))).scalar_one()
    return person.open(work.store.vault, "first_name") or NOT_TOLD


def _label(sides: list[SeenLine]) -> str:
    return next((side.label for side in sides if side.label), NOT_TOLD)


async def _zone(work: Work, line: TeamLine) -> ZoneInfo:
    organisation = await work.store.session.get(Organisation, line.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return ZoneInfo(organisation.time_zone)


# -- the job ---------------------------------------------------------------------------------------------------------
async def remind_lines(work: Work, limit: int) -> int:
    """Reminds of the lines that wait too long; returns how many were due."""
    due = (
        select(TeamLine)
        .where(col(TeamLine.remind_at) <= work.now)
        .order_by(col(TeamLine.remind_at), col(TeamLine.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    lines = (await work.store.session.execute(due)).scalars().all()
    for line in lines:
        await _remind(work, line)
    return len(lines)


async def next_line_reminder(store: Store) -> datetime | None:
    """When the next reminder is due."""
    soonest = select(func.min(col(TeamLine.remind_at))).where(col(TeamLine.remind_at).is_not(None))
    moment: datetime | None = (await store.session.execute(soonest)).scalar_one()
    return moment


async def _remind(work: Work, line: TeamLine) -> None:
    sides = await seen(work.store, line_id=line.id)
    about = next((side for side in sides if not side.is_team and side.stands), None)
    if about is None or about.about_membership_id is None or line.waits_since is None:
        line.waits_since = line.remind_at = None  # they left: nobody waits any more
        return
    line.reminded += 1
    again = line.reminded >= _LAST_REMINDER
    line.remind_at = None if again else working_days_after(work.now, 1, await _zone(work, line))
    waits = LineWaits(
        name=_label(sides),
        since=line.waits_since,
        line_id=line.id,
        membership_id=about.about_membership_id,
        again=again,
    )
    for staff in await _reminded(work, line, again=again):
        key = f"line:{line.id}:waits:{int(line.waits_since.timestamp())}:{line.reminded}:{staff.person_id}"
        await work.post(staff.person_id, waits, guard=line_waits(line.id, line.reminded), key=key)


async def _reminded(work: Work, line: TeamLine, *, again: bool) -> list[Membership]:
    """First whoever is there for that person; then the lead who is there today, else whoever is."""
    first = await who_hears(work, line)
    if not again:
        return [first] if first is not None else []
    team = [member for member in await team_of(work, line.organisation_id) if member.person_id != line.person_id]
    leads = [member for member in team if member.role == Role.LEAD]
    away = await absent_today(work, line.organisation_id, [lead.id for lead in leads])
    present = [lead for lead in leads if lead.id not in away] or leads
    return present[:1] or ([first] if first is not None else [])
