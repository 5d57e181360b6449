"""Guards: the reason that must still hold when a message is sent, in its row as `rule:id` or `rule:id-number`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Table, and_, select

from storage import lines
from storage.database import Store
from storage.ids import MAX_ID
from storage.tables import CheckIn, Duo, DuoSession, Membership, Organisation, TeamLine
from storage.words import CheckInState, DuoState, MembershipState, Role, SessionState

_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_session: Table = DuoSession.__table__  # type: ignore[attr-defined]
_check_in: Table = CheckIn.__table__  # type: ignore[attr-defined]
_membership: Table = Membership.__table__  # type: ignore[attr-defined]
_organisation: Table = Organisation.__table__  # type: ignore[attr-defined]
_line: Table = TeamLine.__table__  # type: ignore[attr-defined]
_WRITTEN = re.compile(r"([a-z-]+):([0-9]{1,19})(?:-([0-9]{1,9}))?", re.ASCII)


class Rule(StrEnum):
    DUO_PROPOSED = "duo-proposed"
    DUO_RUNNING = "duo-running"
    DUO_ACTIVE = "duo-active"
    SESSION_STANDS = "session-stands"
    CHECK_IN_OPEN = "check-in-open"
    LINE_SIDE = "line-side"
    LINE_WAITS = "line-waits"
    TEAM_GROUP = "team-group"
    ON_TEAM = "on-team"


_NUMBERED = frozenset({Rule.SESSION_STANDS, Rule.LINE_WAITS, Rule.TEAM_GROUP})


def duo_proposed(duo_id: int) -> str:
    """The proposal still waits for answers and has not expired."""
    return f"{Rule.DUO_PROPOSED}:{duo_id}"


def duo_running(duo_id: int) -> str:
    """The duo is active or paused: its thread carries messages."""
    return f"{Rule.DUO_RUNNING}:{duo_id}"


def duo_active(duo_id: int) -> str:
    """The duo runs and has no pause: what Tandem begins by itself has somebody to go to."""
    return f"{Rule.DUO_ACTIVE}:{duo_id}"


def session_stands(session_id: int, sequence: int) -> str:
    """The session is still to come as it was: not cancelled, not moved since."""
    return f"{Rule.SESSION_STANDS}:{session_id}-{sequence}"


def check_in_open(check_in_id: int) -> str:
    """The round was not answered, skipped or followed by another one, and its duo is active."""
    return f"{Rule.CHECK_IN_OPEN}:{check_in_id}"


def line_side(side_id: int) -> str:
    """That side of a line with the team may still read there."""
    return f"{Rule.LINE_SIDE}:{side_id}"


def line_waits(line_id: int, reminded: int) -> str:
    """The line still waits for an answer of the team, and nobody was reminded of it since."""
    return f"{Rule.LINE_WAITS}:{line_id}-{reminded}"


def team_group(organisation_id: int, chat_lookup: bytes) -> str:
    """That group is still the one of that organisation's team."""
    return f"{Rule.TEAM_GROUP}:{organisation_id}-{_mark(chat_lookup)}"


def on_team(membership_id: int) -> str:
    """Whoever has that membership still works for its organisation, in whatever role."""
    return f"{Rule.ON_TEAM}:{membership_id}"


def _mark(chat_lookup: bytes | None) -> int:
    """A group's fingerprint as a number that a guard can hold; -1 for none."""
    return int.from_bytes(chat_lookup[:4]) % 10**9 if chat_lookup is not None else -1


@dataclass(frozen=True, slots=True)
class Guard:
    rule: Rule
    id: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, with what else the rule looks at: when a proposal expires, a session's sequence, a round's duo."""

    state: str
    expires_at: datetime | None = None
    number: int | None = None
    duo_state: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards are judged by. What is not in it does not exist."""

    duos: Mapping[int, Standing] = field(default_factory=dict)
    sessions: Mapping[int, Standing] = field(default_factory=dict)
    check_ins: Mapping[int, Standing] = field(default_factory=dict)
    line_sides: frozenset[int] = frozenset()  # those that stand
    lines: Mapping[int, int] = field(default_factory=dict)  # those that wait, and how often somebody was reminded
    groups: Mapping[int, int] = field(default_factory=dict)  # the mark of each organisation's group
    on_team: frozenset[int] = frozenset()  # memberships of people who still work there


def read_guard(text: str) -> Guard | None:
    """The guard that a row names; None where this version does not know it."""
    written = _WRITTEN.fullmatch(text)
    if written is None or written[1] not in set(Rule) or int(written[2]) > MAX_ID:
        return None
    rule, number = Rule(written[1]), None if written[3] is None else int(written[3])
    if (number is None) == (rule in _NUMBERED):
        return None
    return Guard(rule, int(written[2]), number)


def holds(guard: Guard, facts: Facts, now: datetime) -> bool:
    """Whether the reason still is one."""
    if guard.rule is Rule.SESSION_STANDS:
        session = facts.sessions.get(guard.id)
        return session is not None and SessionState(session.state).is_open and session.number == guard.number
    if guard.rule is Rule.CHECK_IN_OPEN:
        round_ = facts.check_ins.get(guard.id)
        return round_ is not None and round_.state == CheckInState.ASKED and round_.duo_state == DuoState.ACTIVE
    if guard.rule in {Rule.LINE_SIDE, Rule.ON_TEAM}:
        return guard.id in (facts.line_sides if guard.rule is Rule.LINE_SIDE else facts.on_team)
    if guard.rule is Rule.LINE_WAITS:
        return facts.lines.get(guard.id) == guard.number
    if guard.rule is Rule.TEAM_GROUP:
        return facts.groups.get(guard.id) == guard.number
    return _duo_holds(guard, facts, now)


def _duo_holds(guard: Guard, facts: Facts, now: datetime) -> bool:
    duo = facts.duos.get(guard.id)
    if duo is None:
        return False
    if guard.rule is Rule.DUO_RUNNING:
        return DuoState(duo.state).is_running
    if guard.rule is Rule.DUO_ACTIVE:
        return duo.state == DuoState.ACTIVE
    return duo.state == DuoState.PROPOSED and (duo.expires_at is None or now < duo.expires_at)


async def read_facts(store: Store, guards: Iterable[Guard]) -> Facts:
    """What these guards are judged by, in one query at most for each table."""
    ids: dict[Rule, set[int]] = {rule: set() for rule in Rule}
    for guard in guards:
        ids[guard.rule].add(guard.id)
    return Facts(
        await _duos(store, ids[Rule.DUO_PROPOSED] | ids[Rule.DUO_RUNNING] | ids[Rule.DUO_ACTIVE]),
        await _sessions(store, ids[Rule.SESSION_STANDS]),
        await _check_ins(store, ids[Rule.CHECK_IN_OPEN]),
        await _line_sides(store, ids[Rule.LINE_SIDE]),
        await _lines(store, ids[Rule.LINE_WAITS]),
        await _groups(store, ids[Rule.TEAM_GROUP]),
        await _on_team(store, ids[Rule.ON_TEAM]),
    )


async def _duos(store: Store, ids: set[int]) -> dict[int, Standing]:
    if not ids:
        return {}
    found = await store.session.execute(select(_duo.c.id, _duo.c.state, _duo.c.expires_at).where(_duo.c.id.in_(ids)))
    return {row.id: Standing(row.state, row.expires_at) for row in found}


async def _sessions(store: Store, ids: set[int]) -> dict[int, Standing]:
    if not ids:
        return {}
    columns = select(_session.c.id, _session.c.state, _session.c.sequence)
    found = await store.session.execute(columns.where(_session.c.id.in_(ids)))
    return {row.id: Standing(row.state, number=row.sequence) for row in found}


async def _check_ins(store: Store, ids: set[int]) -> dict[int, Standing]:
    if not ids:
        return {}
    columns = select(_check_in.c.id, _check_in.c.state, _duo.c.state.label("duo_state"))
    found = await store.session.execute(
        columns.join(_duo, _duo.c.id == _check_in.c.duo_id).where(_check_in.c.id.in_(ids))
    )
    return {row.id: Standing(row.state, duo_state=row.duo_state) for row in found}


async def _line_sides(store: Store, ids: set[int]) -> frozenset[int]:
    if not ids:
        return frozenset()
    return frozenset(side.id for side in await lines.seen(store, ids=ids) if side.stands)


async def _lines(store: Store, ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    columns = select(_line.c.id, _line.c.reminded).where(_line.c.id.in_(ids), _line.c.waits_since.is_not(None))
    return {row.id: row.reminded for row in await store.session.execute(columns)}


async def _groups(store: Store, ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    columns = select(_organisation.c.id, _organisation.c.team_chat_lookup).where(_organisation.c.id.in_(ids))
    return {row.id: _mark(row.team_chat_lookup) for row in await store.session.execute(columns)}


async def _on_team(store: Store, ids: set[int]) -> frozenset[int]:
    if not ids:
        return frozenset()
    works = _membership.alias("works")
    statement = (
        select(_membership.c.id)
        .join(
            works,
            and_(
                works.c.person_id == _membership.c.person_id,
                works.c.organisation_id == _membership.c.organisation_id,
                works.c.role.in_([role for role in Role if role.is_staff]),
                works.c.state == MembershipState.READY,
            ),
        )
        .where(_membership.c.id.in_(ids))
    )
    return frozenset((await store.session.execute(statement)).scalars())
