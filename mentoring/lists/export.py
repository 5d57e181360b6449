"""Everybody of an organisation as a list of the same shape, which can come in again: the chore EXPORT_LIST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Table, or_, select

from mentoring.actor import Actor
from mentoring.chores import ClaimedChore, OpenWork, Tools, ask_for
from mentoring.in_charge import at_work
from mentoring.lists.known import load_known
from mentoring.lists.values import Known
from mentoring.messages.lists import FILE_LINES, PeopleFile, PersonRow, Stage, Writing
from mentoring.work import Work
from storage.tables import Duo, Invitation, Membership, Organisation, Person, Takeover
from storage.words import ChoreKind, DuoState, MembershipState, Role

_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_takeover: Table = Takeover.__table__  # type: ignore[attr-defined]
_membership: Table = Membership.__table__  # type: ignore[attr-defined]
_invitation: Table = Invitation.__table__  # type: ignore[attr-defined]
_person: Table = Person.__table__  # type: ignore[attr-defined]
_RUNNING = tuple(state for state in DuoState if state.is_running)


async def ask_export(actor: Actor, work: Work, organisation_id: int) -> Writing:
    """Raises NotFoundError."""
    member = actor.staff(organisation_id)
    await ask_for(work, ChoreKind.EXPORT_LIST, member.id, {"organisation_id": organisation_id})
    return Writing()


async def export_list(open_work: OpenWork, chore: ClaimedChore, _tools: Tools) -> None:
    """To who asked, while they work there."""
    async with open_work(only_reads=True) as work:
        member = await at_work(work, chore.membership_id)
        written = await files(work, member.organisation_id) if member is not None else []
    async with open_work() as work:
        member = await at_work(work, chore.membership_id)  # they may have left while it was written
        if member is None:
            return
        for file in written:
            await work.post(member.person_id, file, key=f"export:{chore.id}:{file.part}")


async def files(work: Work, organisation_id: int, lines: int = FILE_LINES) -> list[PeopleFile]:
    """Files of at most `lines` people; at least one, also of nobody."""
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    rows = await everybody(work, organisation)
    parts = [tuple(rows[start : start + lines]) for start in range(0, len(rows), lines)] or [()]
    return [
        PeopleFile(rows=part, organisation=organisation.name, people=len(rows), part=number, parts=len(parts))
        for number, part in enumerate(parts, 1)
    ]


@dataclass(frozen=True, slots=True)
class _InDuo:
    """With whom, by membership or invitation, and since which day (ISO)."""

    mentor_ids: tuple[int, ...]
    started: str


async def everybody(work: Work, organisation: Organisation) -> list[PersonRow]:
    """Who is there and who is invited, oldest first. A duo is told on the mentee's line: a mentor may have several."""
    known = await load_known(work, organisation.id)
    languages, states = await _languages(work, organisation.id)
    duos = await _duos(work, organisation)
    called = {number: someone.reference or someone.label for someone in known for number in _ids(someone)}
    paired = {number for duo in duos.values() for number in duo.mentor_ids}
    rows = []
    for someone in known:
        duo = next((duos[number] for number in _ids(someone) if number in duos), None)
        partner = next((called[number] for number in duo.mentor_ids if number in called), "") if duo else ""
        own = someone.membership_id or someone.invitation_id or 0
        in_duo = duo is not None or own in paired
        rows.append(
            PersonRow(
                role=someone.role,
                label=someone.label,
                language=languages.get(own, ""),
                reference=someone.reference,
                partner=partner,
                started=duo.started if duo and partner else "",
                stage=_stage(someone, states.get(own), in_duo=in_duo),
            )
        )
    return rows


def _ids(someone: Known) -> tuple[int, ...]:
    return tuple(number for number in (someone.membership_id, someone.invitation_id) if number is not None)


def _stage(someone: Known, state: str | None, *, in_duo: bool) -> Stage:
    if someone.membership_id is None:
        return Stage.INVITED
    if state == MembershipState.WELCOMING:
        return Stage.JOINING
    if state == MembershipState.BY_PHONE:
        return Stage.BY_PHONE
    if not someone.role.is_in_duos:
        return Stage.WORKING if someone.role.is_staff else Stage.READING
    if in_duo:
        return Stage.IN_DUO
    return Stage.WAITING if someone.role is Role.SEEKER else Stage.READY


async def _languages(work: Work, organisation_id: int) -> tuple[dict[int, str], dict[int, str]]:
    """The language of each membership and invitation, and the state of each membership."""
    m, i, session = _membership.c, _invitation.c, work.store.session
    members = (
        select(m.id, _person.c.language, m.state)
        .join(_person, _person.c.id == m.person_id)
        .where(m.organisation_id == organisation_id)
    )
    invited = select(i.id, i.language).where(i.organisation_id == organisation_id)
    found = (await session.execute(members)).all()
    languages = {number: language for number, language, _ in found}
    languages |= {row.id: row.language for row in (await session.execute(invited)).all()}
    return languages, {number: state for number, _, state in found}


async def _duos(work: Work, organisation: Organisation) -> Mapping[int, _InDuo]:
    """By the mentee's membership or invitation: the duo that runs, or that begins when both have joined."""
    t, d, session = _takeover.c, _duo.c, work.store.session
    zone = ZoneInfo(organisation.time_zone)
    found: dict[int, _InDuo] = {}
    waiting = select(t.seeker_id, t.seeker_invitation_id, t.mentor_id, t.mentor_invitation_id, t.started_on).where(
        t.organisation_id == organisation.id, t.duo_id.is_(None), t.dropped_at.is_(None)
    )
    for *sides, started in (await session.execute(waiting)).all():
        mentors = tuple(number for number in sides[2:] if number is not None)
        found |= {number: _InDuo(mentors, started) for number in sides[:2] if number is not None}
    running = select(d.seeker_id, d.mentor_id, d.started_at).where(
        d.organisation_id == organisation.id, or_(*[d.state == state for state in _RUNNING])
    )
    for seeker_id, mentor_id, started_at in (await session.execute(running)).all():
        day = started_at.astimezone(zone).date().isoformat() if started_at is not None else ""
        found[seeker_id] = _InDuo((mentor_id,), day)
    return found
