"""What sending a batch needs to know, read at the last moment, in a handful of queries whatever the batch's size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Table, select

from bot.courier.counterparts import Counterparts, read_counterparts, spoken_of
from mentoring import guards
from mentoring.called import told_apart, with_places
from mentoring.relay_rows import FROM
from mentoring.work import ANCHOR
from storage import lines as team_lines
from storage.database import Store
from storage.delivery import Claimed
from storage.sealing import SealBrokenError
from storage.tables import Card, Duo, Organisation, Person, Thread
from storage.words import Call, DuoState

_person: Table = Person.__table__  # type: ignore[attr-defined]
_thread: Table = Thread.__table__  # type: ignore[attr-defined]
_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_organisation: Table = Organisation.__table__  # type: ignore[attr-defined]
_card: Table = Card.__table__  # type: ignore[attr-defined]
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
    """One side of a private thread, or of a line with the team (`line`), and whether it carries messages."""

    id: int
    conversation_id: int
    person_id: int
    partner_id: int | None  # None in lines, where several write
    topic_id: int | None
    is_open: bool
    line: team_lines.SeenLine | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    people: Mapping[int, Someone]
    sides: Mapping[int, Side]
    facts: guards.Facts
    # (sender, message in the sender's chat, duo or line, recipient) -> the same message in the recipient's chat
    counterparts: Mapping[tuple[int, int, int, int], int] = field(default_factory=dict)
    # a person's running threads with their partners and organisations, oldest first
    lines: Mapping[int, Sequence[tuple[int, int, str]]] = field(default_factory=dict)
    # (person, anchor) -> the message that is their card about it
    cards: Mapping[tuple[int, str], int] = field(default_factory=dict)
    # how many lines with a team a person has besides
    besides: Mapping[int, int] = field(default_factory=dict)

    def sender_side(self, row: Claimed, side: Side) -> Side | None:
        """In a line: the side from which this row's message comes, as long as it may."""
        sender = self.sides.get(_origin(row) or 0)
        fits = sender is not None and sender.conversation_id == side.conversation_id and sender.id != side.id
        return sender if fits else None

    def sender_of(self, row: Claimed, side: Side) -> Someone | None:
        """Whose message this row carries; None where they may not write there any more."""
        if side.line is None:
            return self.people.get(side.partner_id or 0)
        sender = self.sender_side(row, side)
        return self.people.get(sender.person_id) if sender is not None and sender.is_open else None

    def has_several(self, person_id: int) -> bool:
        """Whether that person has more than one conversation in one chat."""
        return len(self.lines.get(person_id, ())) + self.besides.get(person_id, 0) > 1

    def name_of(self, side: Side) -> str:
        """The partner's name as that side sees it, told apart from others as mentoring/threads.py does."""
        running = self.lines.get(side.person_id, ())
        named = [(thread, self._name(partner), True, place) for thread, partner, place in running]
        return told_apart(with_places(named)).get(side.id) or self._name(side.partner_id)

    def _name(self, person_id: int | None) -> str:
        someone = self.people.get(person_id or 0)
        return someone.name if someone else ""


async def read_briefing(store: Store, rows: Sequence[Claimed], *, count_lines: bool) -> Briefing:
    """`count_lines`: without topics, when somebody with several lines has to be told whose message it is."""
    named = {row.thread_id for row in rows} | {_origin(row) for row in rows}
    sides = await _sides(store, {side_id for side_id in named if side_id is not None})
    recipients = {row.person_id for row in rows if row.person_id is not None}
    relays = [(row, sides[row.thread_id]) for row in rows if row.call in RELAYS and row.thread_id in sides]
    asked = {side.person_id for row, side in relays} if count_lines else set()
    lines = await _lines(store, asked | {row.person_id for row in rows if row.call in _TITLED and row.person_id})
    partners = {side.partner_id or side.person_id for side in sides.values()}
    people = await _people(store, recipients | partners | {one[1] for of in lines.values() for one in of})
    wanted = [guard for row in rows if row.guard and (guard := guards.read_guard(row.guard))]
    return Briefing(
        people,
        sides,
        await guards.read_facts(store, wanted),
        await _counterparts(store, relays, sides),
        lines,
        await _cards(store, [row for row in rows if row.call in CARDS]),
        await team_lines.how_many(store, asked),
    )


def _origin(row: Claimed) -> int | None:
    """The side that a relay in a line comes from."""
    value = row.params.get(FROM) if row.call in RELAYS else None
    return value if isinstance(value, int) else None


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
    sides = {row.id: Side(*row[:5], DuoState(row.state).is_running) for row in found}
    missing = ids - sides.keys()
    for line in await team_lines.seen(store, ids=missing) if missing else ():
        sides[line.id] = Side(line.id, line.line_id, line.person_id, None, line.topic_id, line.stands, line)
    return sides


async def _lines(store: Store, people: set[int]) -> dict[int, list[tuple[int, int, str]]]:
    if not people:
        return {}
    found = await store.session.execute(
        select(_thread.c.person_id, _thread.c.id, _thread.c.partner_person_id, _organisation.c.name)
        .join(_duo, _duo.c.id == _thread.c.duo_id)
        .join(_organisation, _organisation.c.id == _duo.c.organisation_id)
        .where(_thread.c.person_id.in_(people), _duo.c.state.in_(_RUNNING))
        .order_by(_thread.c.id)
    )
    lines: dict[int, list[tuple[int, int, str]]] = {}
    for person_id, thread_id, partner_id, place in found:
        lines.setdefault(person_id, []).append((thread_id, partner_id, place))
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


async def _counterparts(
    store: Store, relays: Sequence[tuple[Claimed, Side]], sides: Mapping[int, Side]
) -> Counterparts:
    """Where the messages that these rows speak of are in the recipient's chat."""
    asked: set[tuple[int, int]] = set()
    for row, side in relays:
        origin = sides.get(_origin(row) or 0)
        writer = side.partner_id if side.line is None else origin.person_id if origin is not None else None
        if writer is not None:
            asked |= {(writer, message) for message in spoken_of(row)}
    return await read_counterparts(store, asked, with_colleagues=any(side.line is not None for _, side in relays))
