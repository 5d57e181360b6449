"""Queries of the lines between people and the team: who sees a line, and whether they still may."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, exists, func, select

from storage.database import Store
from storage.sealing import SealBrokenError
from storage.tables import LineSide, Membership, MessageMap, Organisation, Outbox, Person, TeamLine
from storage.words import MembershipState, OutboxState, Role

_side: Table = LineSide.__table__  # type: ignore[attr-defined]
_line: Table = TeamLine.__table__  # type: ignore[attr-defined]
_organisation: Table = Organisation.__table__  # type: ignore[attr-defined]
_membership: Table = Membership.__table__  # type: ignore[attr-defined]
_person: Table = Person.__table__  # type: ignore[attr-defined]
_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_TEAM = [role for role in Role if role.is_staff]
_IN_DUOS = [role for role in Role if role.is_in_duos]


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line as one of its sides sees it. `about` is whose line it is; the other sides are the team's.

    `stands`: this side may write and read there now. Somebody of the team works there, and whose line it is is still
    in the organisation, with Telegram.
    """

    id: int  # of the side
    line_id: int
    person_id: int
    membership_id: int
    is_team: bool
    topic_id: int | None
    stands: bool
    organisation_id: int
    organisation: str
    own_name: str
    unreachable_since: datetime | None
    about_id: int
    about_membership_id: int | None
    about_name: str
    label: str  # the team's private word for whose line it is, else the name: for the team alone
    waits_since: datetime | None
    latest_at: datetime


async def seen(
    store: Store,
    *,
    ids: Collection[int] | None = None,
    person_id: int | None = None,
    line_id: int | None = None,
) -> list[SeenLine]:
    """The sides with these ids, of that person or of that line, oldest first; in one query."""
    own, about = _person.alias("own"), _person.alias("about")
    held, theirs = _membership.alias("held"), _membership.alias("theirs")
    works = exists().where(
        held.c.person_id == _side.c.person_id,
        held.c.organisation_id == _line.c.organisation_id,
        held.c.role.in_(_TEAM),
        held.c.state == MembershipState.READY,
    )
    in_organisation = and_(
        theirs.c.organisation_id == _line.c.organisation_id,
        theirs.c.person_id == _line.c.person_id,
        theirs.c.role.in_(_IN_DUOS),
        theirs.c.state == MembershipState.READY,
    )
    statement = (
        select(
            *(_side.c.id, _side.c.line_id, _side.c.person_id, _side.c.membership_id, _side.c.is_team),
            *(_side.c.topic_id, _side.c.left_at, _line.c.organisation_id, _line.c.person_id.label("about_id")),
            *(_line.c.waits_since, _line.c.answered_at, _line.c.created_at, _organisation.c.name.label("organisation")),
            *(own.c.first_name_sealed.label("own_name"), own.c.unreachable_since),
            *(works.label("works"), about.c.first_name_sealed.label("about_name"), about.c.user_sealed),
            *(theirs.c.id.label("about_membership_id"), theirs.c.label_sealed),
        )
        .join(_line, _line.c.id == _side.c.line_id)
        .join(_organisation, _organisation.c.id == _line.c.organisation_id)
        .join(own, own.c.id == _side.c.person_id)
        .join(about, about.c.id == _line.c.person_id)
        .outerjoin(theirs, in_organisation)
        .order_by(_side.c.id, theirs.c.id)
    )
    if ids is not None:
        statement = statement.where(_side.c.id.in_(ids))
    if person_id is not None:
        statement = statement.where(_side.c.person_id == person_id)
    if line_id is not None:
        statement = statement.where(_side.c.line_id == line_id)
    found: dict[int, SeenLine] = {}
    for row in await store.session.execute(statement):
        if row.id not in found:  # somebody who is mentee and mentor there comes twice
            found[row.id] = _seen(store, row)
    return list(found.values())


def _seen(store: Store, row: Any) -> SeenLine:
    name = _opened(store, row.about_name, "person", "first_name_sealed", row.about_id)
    is_about = row.person_id == row.about_id
    label = _opened(store, row.label_sealed, "membership", "label_sealed", row.about_membership_id)
    return SeenLine(
        id=row.id,
        line_id=row.line_id,
        person_id=row.person_id,
        membership_id=row.membership_id,
        is_team=row.is_team,
        topic_id=row.topic_id,
        stands=row.left_at is None
        and row.about_membership_id is not None
        and row.user_sealed is not None
        and (row.works and not is_about if row.is_team else is_about),
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        own_name=_opened(store, row.own_name, "person", "first_name_sealed", row.person_id),
        unreachable_since=row.unreachable_since,
        about_id=row.about_id,
        about_membership_id=row.about_membership_id,
        about_name=name,
        label=label or name,
        waits_since=row.waits_since,
        latest_at=max(moment for moment in (row.waits_since, row.answered_at, row.created_at) if moment is not None),
    )


def _opened(store: Store, sealed: bytes | None, table: str, column: str, row_id: int | None) -> str:
    """Nothing as well for what does not open: one broken row must not keep the others."""
    if sealed is None or row_id is None:
        return ""
    try:
        return store.vault.open(sealed, table, column, row_id)
    except SealBrokenError:
        return ""


async def how_many(store: Store, people: Collection[int]) -> dict[int, int]:
    """How many lines each of these people sees; who sees none is left out."""
    if not people:
        return {}
    counted = select(_side.c.person_id, func.count()).where(_side.c.person_id.in_(people), _side.c.left_at.is_(None))
    return {row[0]: row[1] for row in await store.session.execute(counted.group_by(_side.c.person_id))}


async def writers(store: Store, row_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """Who wrote what these rows of lines carry: (the recipient's side, writer, message in the writer's chat)."""
    if not row_ids:
        return []
    found = await store.session.execute(
        select(_outbox.c.thread_id, _map.c.source_person_id, func.min(_map.c.source_message_id))
        .join(_map, _map.c.outbox_id == _outbox.c.id)
        .join(_side, _side.c.id == _outbox.c.thread_id)
        .where(_outbox.c.id.in_(row_ids))
        .group_by(_outbox.c.thread_id, _map.c.source_person_id)
        .order_by(_outbox.c.thread_id, _map.c.source_person_id)
    )
    return [(row[0], row[1], row[2]) for row in found]


async def rows_waiting(store: Store, person_id: int) -> list[int]:
    """What waits to be carried to that person into a line."""
    found = await store.session.execute(
        select(_outbox.c.id)
        .join(_side, _side.c.id == _outbox.c.thread_id)
        .where(_outbox.c.person_id == person_id, _outbox.c.state == OutboxState.PENDING)
        .order_by(_outbox.c.id)
    )
    return list(found.scalars())


async def written_since(
    store: Store, line_id: int, since: datetime, *, writer: int, reader: int | None = None
) -> list[int]:
    """Messages, in the writer's chat, that they wrote into the line since then; of a reader, those that reader got."""
    statement = select(_map.c.source_message_id).where(
        _map.c.conversation_id == line_id, _map.c.source_person_id == writer, _map.c.created_at >= since
    )
    if reader is not None:
        statement = statement.where(_map.c.copy_person_id == reader)
    found = await store.session.execute(statement.distinct().order_by(_map.c.source_message_id))
    return list(found.scalars())
