"""Guards: the reason that must still hold when a message is sent, written in its row as `rule:id`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Table, select

from storage.database import Store
from storage.ids import MAX_ID
from storage.tables import Duo, Invitation
from storage.words import DuoState, InvitationState

_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_invitation: Table = Invitation.__table__  # type: ignore[attr-defined]


class Rule(StrEnum):
    DUO_PROPOSED = "duo-proposed"
    DUO_RUNNING = "duo-running"
    INVITATION_OPEN = "invitation-open"


def duo_proposed(duo_id: int) -> str:
    """The proposal still waits for answers and has not expired."""
    return f"{Rule.DUO_PROPOSED}:{duo_id}"


def duo_running(duo_id: int) -> str:
    """The duo is active or paused: its thread carries messages."""
    return f"{Rule.DUO_RUNNING}:{duo_id}"


def invitation_open(invitation_id: int) -> str:
    """The invitation can still be used."""
    return f"{Rule.INVITATION_OPEN}:{invitation_id}"


@dataclass(frozen=True, slots=True)
class Guard:
    rule: Rule
    id: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a duo or an invitation, and when it expires."""

    state: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards are judged by. What is not in it does not exist."""

    duos: Mapping[int, Standing] = field(default_factory=dict)
    invitations: Mapping[int, Standing] = field(default_factory=dict)


def read_guard(text: str) -> Guard | None:
    """The guard that a row names; None where this version does not know it."""
    rule, _, value = text.partition(":")
    if rule not in set(Rule) or not (value.isascii() and value.isdigit() and int(value) <= MAX_ID):
        return None
    return Guard(Rule(rule), int(value))


def holds(guard: Guard, facts: Facts, now: datetime) -> bool:
    """Whether the reason still is one."""
    of = facts.invitations if guard.rule is Rule.INVITATION_OPEN else facts.duos
    standing = of.get(guard.id)
    if standing is None:
        return False
    if guard.rule is Rule.DUO_RUNNING:
        return DuoState(standing.state).is_running
    wanted = InvitationState.OPEN if guard.rule is Rule.INVITATION_OPEN else DuoState.PROPOSED
    return standing.state == wanted and (standing.expires_at is None or now < standing.expires_at)


async def read_facts(store: Store, guards: Iterable[Guard]) -> Facts:
    """What these guards are judged by, in at most two queries."""
    wanted = set(guards)
    invitations = {guard.id for guard in wanted if guard.rule is Rule.INVITATION_OPEN}
    duos = {guard.id for guard in wanted if guard.rule is not Rule.INVITATION_OPEN}
    return Facts(await _standings(store, _duo, duos), await _standings(store, _invitation, invitations))


async def _standings(store: Store, table: Table, ids: set[int]) -> dict[int, Standing]:
    if not ids:
        return {}
    statement = select(table.c.id, table.c.state, table.c.expires_at).where(table.c.id.in_(ids))
    found = await store.session.execute(statement)
    return {row.id: Standing(row.state, row.expires_at) for row in found}
