"""Guards: the reason that must still hold when a message is sent, written in its row as `rule:id`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Table, select

from storage.database import Store
from storage.ids import MAX_ID
from storage.tables import Duo
from storage.words import DuoState

_duo: Table = Duo.__table__  # type: ignore[attr-defined]


class Rule(StrEnum):
    DUO_PROPOSED = "duo-proposed"
    DUO_RUNNING = "duo-running"


def duo_proposed(duo_id: int) -> str:
    """The proposal still waits for answers and has not expired."""
    return f"{Rule.DUO_PROPOSED}:{duo_id}"


def duo_running(duo_id: int) -> str:
    """The duo is active or paused: its thread carries messages."""
    return f"{Rule.DUO_RUNNING}:{duo_id}"


@dataclass(frozen=True, slots=True)
class Guard:
    rule: Rule
    id: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a duo, and when its proposal expires."""

    state: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards are judged by. What is not in it does not exist."""

    duos: Mapping[int, Standing] = field(default_factory=dict)


def read_guard(text: str) -> Guard | None:
    """The guard that a row names; None where this version does not know it."""
    rule, _, value = text.partition(":")
    if rule not in set(Rule) or not (value.isascii() and value.isdigit() and int(value) <= MAX_ID):
        return None
    return Guard(Rule(rule), int(value))


def holds(guard: Guard, facts: Facts, now: datetime) -> bool:
    """Whether the reason still is one."""
    standing = facts.duos.get(guard.id)
    if standing is None:
        return False
    if guard.rule is Rule.DUO_RUNNING:
        return DuoState(standing.state).is_running
    return standing.state == DuoState.PROPOSED and (standing.expires_at is None or now < standing.expires_at)


async def read_facts(store: Store, guards: Iterable[Guard]) -> Facts:
    """What these guards are judged by, in one query at most."""
    ids = {guard.id for guard in guards}
    if not ids:
        return Facts()
    statement = select(_duo.c.id, _duo.c.state, _duo.c.expires_at).where(_duo.c.id.in_(ids))
    found = await store.session.execute(statement)
    return Facts({row.id: Standing(row.state, row.expires_at) for row in found})
