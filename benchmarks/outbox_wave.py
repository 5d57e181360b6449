"""The messages of the benchmark: to as many people, in three languages, of three kinds, with buttons and dates.

The same for Tandem, which reads them from its rows, and for the others, which are handed ready texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from locales.rendering import load_all, render
from mentoring import guards
from mentoring.messages.base import Message, to_params
from mentoring.messages.pairing import NoAnswerInTime, Proposal, YesNoted
from mentoring.portrait import Portrait
from storage import outbox
from storage.database import Database, Store
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import Duo, Membership, Organisation, Outbox, Person
from storage.words import Call, DuoState, MembershipState, Role

NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)  # a Tuesday noon in Brussels: nobody's quiet hours
FIRST_CHAT = 700_000_000
_BRUSSELS = ZoneInfo("Europe/Brussels")
_LANGUAGES = ("fr", "nl", "de")
_KEYS = Vault([b"k" * 32], b"l" * 32)


@dataclass(frozen=True)
class Letter:
    """One message: whom it is for (a Telegram id), their language, what is said."""

    chat_id: int
    language: str
    message: Message


def letters(count: int) -> Iterator[Letter]:
    """Each to somebody else, in turn in French, Dutch and German; a third of each kind."""
    for number in range(count):
        yield Letter(FIRST_CHAT + number, _LANGUAGES[number // 3 % 3], _message(number))


def _message(number: int) -> Message:
    name, until = f"Jan{number}", NOON + timedelta(days=number % 7 + 1)
    match number % 3:
        case 0:
            portrait = Portrait(name, ("fr", "nl"), ("it", "care"), ("brussels",), ("evening",))
            return Proposal(
                duo_id=number + 1, to=Role.SEEKER, organisation="Duo Dijle", portrait=portrait, expires_at=until
            )
        case 1:
            return NoAnswerInTime(to=Role.SEEKER, partner=name)
        case _:
            return YesNoted(duo_id=number + 1, partner=name, expires_at=until)


def write_ready(path: Path, count: int) -> None:
    """The messages as the others get them: rendered, in a file that they read before they start."""
    load_all()
    ready = []
    for letter in letters(count):
        rendered = render(letter.message, letter.language, _BRUSSELS)
        rows = [[{"text": it.text, "callback_data": it.tap.pack()} for it in row if it.tap] for row in rendered.buttons]
        keyboard = {"inline_keyboard": rows} if rows else None
        ready.append({"chat_id": letter.chat_id, "text": rendered.text, "keyboard": keyboard})
    path.write_text(json.dumps(ready))


def open_database(url: str) -> Database:
    return Database(url, _KEYS)


async def fill(database: Database, count: int, due: Callable[[int], datetime]) -> None:
    """Clears the tables; then people, and a row for each, due when `due` says. A third needs an open proposal."""
    async with database.write() as store:
        for table in (Outbox, Duo, Membership, Person, Organisation):
            await store.session.execute(delete(table))
        organisation = Organisation(name="Duo Dijle", created_at=NOON)
        store.session.add(organisation)
        await store.session.flush()
        mentor_id = await _add_member(store, organisation.id, _person(0, "fr"), Role.MENTOR)
        for letter in letters(count):
            person = _person(letter.chat_id, letter.language)
            member_id = await _add_member(store, organisation.id, person, Role.SEEKER)
            guard = ""
            if isinstance(letter.message, Proposal):
                duo = Duo(
                    organisation_id=organisation.id,
                    seeker_id=member_id,
                    mentor_id=mentor_id,
                    state=DuoState.PROPOSED,
                    proposed_at=NOON,
                    expires_at=NOON + timedelta(days=7),
                )
                store.session.add(duo)
                guard = guards.duo_proposed(duo.id)
            await outbox.add(store, _row(letter, person.id, guard, due(letter.chat_id - FIRST_CHAT)))


def _person(chat_id: int, language: str) -> Person:
    person = Person(id=new_id(), user_lookup=_KEYS.lookup("user", chat_id), language=language, created_at=NOON)
    person.seal(_KEYS, "user", str(chat_id))
    person.seal(_KEYS, "first_name", f"P{chat_id}")
    return person


async def _add_member(store: Store, organisation_id: int, person: Person, role: Role) -> int:
    member = Membership(
        id=new_id(),
        person_id=person.id,
        organisation_id=organisation_id,
        role=role,
        state=MembershipState.READY,
        created_at=NOON,
    )
    store.session.add(person)
    await store.session.flush()
    store.session.add(member)
    await store.session.flush()
    return member.id


def _row(letter: Letter, person_id: int, guard: str, due_at: datetime) -> outbox.NewRow:
    return outbox.NewRow(
        dedupe_key=f"benchmark:{letter.chat_id}",
        call=Call.SEND,
        kind=letter.message.kind,
        priority=letter.message.policy.priority,
        due_at=due_at,
        params=to_params(letter.message),
        person_id=person_id,
        guard=guard,
        created_at=NOON,
    )
