"""The digest goes out: once to each of the team, or not at all. docs/decisions/digest.md tells what a crash can cause.

The organisation's row is locked, every digest is written under a key that names the day and the reader, and the next
morning is set, all in one transaction. Two workers at once: the second finds the row locked and goes on to another.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.digest.choosing import facts_for
from mentoring.digest.days import end_of, last_told, morning_of, next_morning
from mentoring.digest.findings import Findings, find
from mentoring.digest.weeks import begin_week
from mentoring.guards import on_team
from mentoring.messages.morning import Digest, DigestFacts
from mentoring.rest_days import is_working_day
from mentoring.work import Work
from storage.database import Store
from storage.tables import Membership, Organisation
from storage.words import MembershipState

TellGroup = Callable[[Work, Organisation, DigestFacts], Awaitable[None]]
"""Tells the team's group of the whole organisation's morning, in the same transaction; called only with news."""


async def no_group(_work: Work, _organisation: Organisation, _facts: DigestFacts) -> None:
    """Where no group is told."""


async def next_digest(store: Store) -> datetime | None:
    """When the next one is due, by index; of an organisation that has no morning set yet, since it is there."""
    unset = select(func.min(Organisation.created_at)).where(col(Organisation.digest_at).is_(None))
    new: datetime | None = (await store.session.execute(unset)).scalar_one()
    if new is not None:
        return new
    earliest = select(func.min(Organisation.digest_at)).where(col(Organisation.digest_at).is_not(None))
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment


async def schedule_new(work: Work, limit: int = 100) -> int:
    """Sets the first morning of organisations that have none; nothing is sent for what was before."""
    statement = select(Organisation).where(col(Organisation.digest_at).is_(None)).order_by(col(Organisation.id))
    statement = statement.limit(limit).with_for_update(skip_locked=True, key_share=True)
    found = (await work.store.session.execute(statement)).scalars().all()
    for organisation in found:
        organisation.digest_at = next_morning(work.now, ZoneInfo(organisation.time_zone))
    await work.store.session.flush()
    return len(found)


async def send_due(work: Work, limit: int = 1, tell_group: TellGroup = no_group) -> int:
    """Sends the digests of organisations whose morning has come; returns how many were due, `limit` at most."""
    statement = (
        select(Organisation)
        .where(col(Organisation.digest_at).is_not(None), col(Organisation.digest_at) <= work.now)
        .order_by(col(Organisation.digest_at), col(Organisation.id))
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    due = (await work.store.session.execute(statement)).scalars().all()
    for organisation in due:
        await _send(work, organisation, tell_group)
    await work.store.session.flush()
    return len(due)


async def _send(work: Work, organisation: Organisation, tell_group: TellGroup) -> None:
    """Today's, if this is a working day; what was due on a day that is over is not made up for, its good news is."""
    zone, due = ZoneInfo(organisation.time_zone), organisation.digest_at
    assert due is not None, "the query says so"
    organisation.digest_at = next_morning(work.now, zone)
    today = work.now.astimezone(zone).date()
    if not is_working_day(today) or work.now < morning_of(today, zone):
        return
    due_on = due.astimezone(zone).date()
    found = await find(work, organisation, last_told(due_on, zone))
    await _tell(work, found)
    whole = facts_for(found, None)
    if whole.has_news:
        await tell_group(work, organisation, whole)
    await begin_week(work, found, due_on)


async def _tell(work: Work, found: Findings) -> None:
    organisation, hearers = found.organisation, found.roster.hearers
    elsewhere = await _elsewhere(work, organisation.id, [one.person_id for one in hearers])
    for reader in hearers:
        facts = facts_for(found, reader)
        if facts.has_news:
            await work.post(
                reader.person_id,
                Digest(name=reader.name, facts=facts),
                key=f"digest:{organisation.id}:{found.day.isoformat()}:{reader.membership_id}",
                guard=on_team(reader.membership_id),
                expires_at=end_of(found.day, found.zone),
                hat=organisation.name if reader.person_id in elsewhere else None,
            )


async def _elsewhere(work: Work, organisation_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of them who are in another organisation as well (mentoring/hats.py), in one statement."""
    statement = select(Membership.person_id).where(
        col(Membership.person_id).in_(list(person_ids)),
        col(Membership.organisation_id) != organisation_id,
        col(Membership.state) != MembershipState.LEFT,
    )
    return set((await work.store.session.execute(statement)).scalars())
