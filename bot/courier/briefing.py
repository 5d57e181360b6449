"""What sending a batch needs to know, read at the last moment, in a handful of queries whatever the batch's size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, Table, and_, or_, select

from mentoring import guards
from mentoring.threads import told_apart
from mentoring.work import ANCHOR
from storage.database import Store
from storage.delivery import Claimed
from storage.sealing import SealBrokenError
from storage.tables import Card, Duo, MessageMap, Person, Thread
from storage.words import Call, DuoState

_person: Table = Person.__table__  # type: ignore[attr-defined]
_thread: Table = Thread.__table__  # type: ignore[attr-defined]
_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_card: Table = Card.__table__  # type: ignore[attr-defined]
_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_RUNNING = [state for state in DuoState if state.is_running]
_TITLED = frozenset({Call.TOPIC, Call.RENAME_TOPIC})
CARDS = frozenset({Call.CARD, Call.PIN, Call.UNPIN})
RELAYS = frozenset({Call.COPY, Call.ALBUM, Call.EDIT, Call.REACTION})


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as the courier needs them. `chat_id` is None where the account was forgotten or does not open."""

    id: int
    chat_id: int | None
    name: str
    language: str
    zone: ZoneInfo
    quiet_from: int
    quiet_to: int
    unreachable_since: datetime | None
    muted: frozenset[str] = frozenset()  # groups of messages that they switched off


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a private thread, and the state of its duo."""

    id: int
    duo_id: int
    person_id: int
    partner_id: int
    topic_id: int | None
    duo_state: DuoState


@dataclass(frozen=True, slots=True)
class Briefing:
    people: Mapping[int, Someone]
    sides: Mapping[int, Side]
    facts: guards.Facts
    # (sender, message in the sender's chat, duo) -> the same message in the recipient's chat
    counterparts: Mapping[tuple[int, int, int], int] = field(default_factory=dict)
    # a person's running threads with their partners, oldest first
    lines: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    # (person, anchor) -> the message that is their card about it
    cards: Mapping[tuple[int, str], int] = field(default_factory=dict)

    def name_of(self, side: Side) -> str:
        """The partner's name as that side sees it; a second partner of the same name has a number."""
        named = [(thread, self._name(partner), True) for thread, partner in self.lines.get(side.person_id, ())]
        return told_apart(named).get(side.id) or self._name(side.partner_id)

    def _name(self, person_id: int) -> str:
        someone = self.people.get(person_id)
        return someone.name if someone else ""


async def read_briefing(store: Store, rows: Sequence[Claimed], *, count_lines: bool) -> Briefing:
    """`count_lines`: without topics, when somebody with several lines has to be told whose message it is."""
    sides = await _sides(store, {row.thread_id for row in rows if row.thread_id is not None})
    recipients = {row.person_id for row in rows if row.person_id is not None}
    relays = [(row, sides[row.thread_id]) for row in rows if row.call in RELAYS and row.thread_id in sides]
    asked = {side.person_id for row, side in relays} if count_lines else set()
    lines = await _lines(store, asked | {row.person_id for row in rows if row.call in _TITLED and row.person_id})
    partners = {side.partner_id for side in sides.values()} | {one[1] for of in lines.values() for one in of}
    people = await _people(store, recipients | partners)
    wanted = [guard for row in rows if row.guard and (guard := guards.read_guard(row.guard))]
    return Briefing(
        people,
        sides,
        await guards.read_facts(store, wanted),
        await _counterparts(store, relays),
        lines,
        await _cards(store, [row for row in rows if row.call in CARDS]),
    )


async def _people(store: Store, ids: set[int]) -> dict[int, Someone]:
    if not ids:
        return {}
    c = _person.c
    columns = (
        c.id,
        c.user_sealed,
        c.first_name_sealed,
        c.language,
        c.time_zone,
        c.quiet_from,
        c.quiet_to,
        c.unreachable_since,
        c.muted,
    )
    found = await store.session.execute(select(*columns).where(c.id.in_(ids)))
    return {
        row.id: Someone(
            id=row.id,
            chat_id=_number(_opened(store, row.user_sealed, "user_sealed", row.id)),
            name=_opened(store, row.first_name_sealed, "first_name_sealed", row.id) or "",
            language=row.language,
            zone=zone_of(row.time_zone),
            quiet_from=row.quiet_from,
            quiet_to=row.quiet_to,
            unreachable_since=row.unreachable_since,
            muted=frozenset((row.muted or "").split()),
        )
        for row in found
    }


def _opened(store: Store, sealed: bytes | None, column: str, row_id: int) -> str | None:
    """None as well for what does not open: one broken row must not keep the batch."""
    if sealed is None:
        return None
    try:
        return store.vault.open(sealed, "person", column, row_id)
    except SealBrokenError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC where the machine has none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


async def _sides(store: Store, ids: set[int]) -> dict[int, Side]:
    if not ids:
        return {}
    c = _thread.c
    found = await store.session.execute(
        select(c.id, c.duo_id, c.person_id, c.partner_person_id, c.topic_id, _duo.c.state)
        .join(_duo, _duo.c.id == c.duo_id)
        .where(c.id.in_(ids))
    )
    return {row.id: Side(*row[:5], DuoState(row.state)) for row in found}


async def _lines(store: Store, people: set[int]) -> dict[int, list[tuple[int, int]]]:
    if not people:
        return {}
    found = await store.session.execute(
        select(_thread.c.person_id, _thread.c.id, _thread.c.partner_person_id)
        .join(_duo, _duo.c.id == _thread.c.duo_id)
        .where(_thread.c.person_id.in_(people), _duo.c.state.in_(_RUNNING))
        .order_by(_thread.c.id)
    )
    lines: dict[int, list[tuple[int, int]]] = {}
    for person_id, thread_id, partner_id in found:
        lines.setdefault(person_id, []).append((thread_id, partner_id))
    return lines


async def _cards(store: Store, rows: Sequence[Claimed]) -> dict[tuple[int, str], int]:
    if not rows:
        return {}
    c = _card.c
    anchors = {str(row.params.get(ANCHOR)) for row in rows}
    found = await store.session.execute(
        select(c.person_id, c.anchor, c.message_id).where(
            c.person_id.in_({row.person_id for row in rows}), c.anchor.in_(anchors), c.message_id.is_not(None)
        )
    )
    return {(row.person_id, row.anchor): row.message_id for row in found}


async def _counterparts(store: Store, relays: Sequence[tuple[Claimed, Side]]) -> dict[tuple[int, int, int], int]:
    """Where the messages that these rows speak of are in the recipient's chat, looked for in both directions."""
    asked = {(side.partner_id, message, side.duo_id) for row, side in relays for message in _spoken_of(row)}
    if not asked:
        return {}
    found = await store.session.execute(select(_map).where(or_(*_either_way(asked))))
    counterparts: dict[tuple[int, int, int], int] = {}
    for row in found:
        if row.copy_message_id is not None:
            counterparts[row.source_person_id, row.source_message_id, row.conversation_id] = row.copy_message_id
            counterparts[row.copy_person_id, row.copy_message_id, row.conversation_id] = row.source_message_id
    return counterparts


def _spoken_of(row: Claimed) -> Iterable[int]:
    """Messages of the sender's chat that the row refers to: what is answered, edited or reacted to."""
    name = "reply_to" if row.call is Call.COPY else "message_id" if row.call in {Call.EDIT, Call.REACTION} else ""
    value = row.params.get(name)
    return [value] if isinstance(value, int) else []


def _either_way(asked: Iterable[tuple[int, int, int]]) -> Iterable[ColumnElement[bool]]:
    for person, message, _ in asked:
        yield and_(_map.c.source_person_id == person, _map.c.source_message_id == message)
        yield and_(_map.c.copy_person_id == person, _map.c.copy_message_id == message)
