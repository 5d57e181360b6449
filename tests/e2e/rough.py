"""How to be rude to a running town, and how to see afterwards that it took no harm."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Table
from sqlmodel import col, select

from mentoring.invitations import issue, link_for
from mentoring.threads import close_threads
from mentoring.work import Work
from sandbox.updates import Pending
from storage.tables import (
    Duo,
    HandledUpdate,
    Organisation,
    metadata,
)
from storage.words import DuoState, Role, UpdateState
from tests.e2e.town import PIXEL, Phone, Town, payload

PASSING = {"outbox", "handled_update", "chat_hold", "job_state"}  # what any update leaves behind
REPEATED = 900_000_000  # updates from here on come several times
HTML = "<b>Zoë</b> & <script>"
BIDI = "\u202eNassim\u2066"
FAMILY = "Aïcha 👩\u200d👩\u200d👧"
NUL = "An\x00na\x07"
BLANKS = ("\u200b\u200d", "😀", "👍🏽", "!!!", "\u202e", "\ufeff\u2066")
LONG = "x" * 4096


def _file(name: str, kind: str, content: bytes) -> dict[str, str]:
    return {"filename": name, "mime_type": kind, "base64": base64.b64encode(content).decode()}


async def facts(town: Town) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that says something about people, unsealed."""
    async with town.demo.database.read() as store:

        def seen(table: Table, row: Any) -> dict[str, Any]:
            name, own = table.name, row._mapping
            opened = {
                column: store.vault.open(value, name, column, own["key"] if "key" in own else own["id"])
                for column, value in own.items()
                if column.endswith("_sealed") and value is not None
            }
            return {**own, **opened}

        return {
            table.name: [
                seen(table, row) for row in await store.session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
            if table.name not in PASSING
        }


def changed(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[str]:
    """What differs, a line each: rows that came or went, and columns that changed."""
    found = []
    for table, rows in before.items():
        old, new = (
            {row.get("id") or row.get("key") or row.get("chat_lookup"): row for row in of}
            for of in (rows, after[table])
        )
        found += [f"{table}: one more: {new[key]}" for key in new.keys() - old.keys()]
        found += [f"{table}: one less: {old[key]}" for key in old.keys() - new.keys()]
        for key in old.keys() & new.keys():
            found += [f"{table}.{c}: {old[key][c]} -> {new[key][c]}" for c in old[key] if old[key][c] != new[key][c]]
    return found


async def trouble(town: Town) -> list[str]:
    """What went wrong so far: updates that failed or were tried twice, taps without answer, calls that were refused."""
    async with town.demo.database.read() as store:
        updates = (await store.session.execute(select(HandledUpdate))).scalars().all()
    found = [
        f"update {row.update_id} is {row.state} after {row.attempts}"
        for row in updates
        if row.state != UpdateState.HANDLED or (row.attempts != 1 and row.update_id < REPEATED)
    ]
    calls = await town.calls()
    asked = town.demo.sandbox.telegram.world.queries.values()
    found += [f"tap {query.id} has no answer" for query in asked if not query.answered]
    found += [
        f"{call['method']}: {call['status']} {call['result']}"
        for call in calls
        if call["status"] not in {200, 403} and "not modified" not in str(call["result"])
    ]
    for person in town.demo.sandbox.telegram.world.people.values():
        said = [m.content.text for m in person.messages.values() if m.from_bot] + [n.text for n in person.notices]
        found += [f"{person.first_name} reads {text!r}" for text in said if _INNER.search(_LINK.sub("", text or ""))]
    return found


_LINK = re.compile(r"https?://\S+")
_INNER = re.compile(r"\d{9,}|Traceback|Exception|Error|None\b|null\b|[{}]|&lt;|&amp;")


async def second_organisation(town: Town, name: str = "Samen Sterk") -> str:
    """Another organisation; returns the payload of its first coordinator's link."""
    assert town.demo.process is not None
    assert town.demo.process.intake is not None
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        work = Work(store, now, now, f"test:{name}", bot_username=town.demo.process.intake.facts.username)
        organisation = Organisation(name=name, created_at=now)
        store.session.add(organisation)
        await store.session.flush()
        issued = await issue(work, organisation, Role.LEAD)
    return payload(link_for("tandem", issued.token))


async def rows(town: Town, table: str) -> list[dict[str, Any]]:
    return (await facts(town))[table]


def jump(town: Town, span: timedelta) -> None:
    """Programme time moves, and no job runs: as when a job is late."""
    town.demo.clock.advance_to(town.demo.clock.now() + span)


def a_message(town: Town, phone: Phone, **more: Any) -> dict[str, Any]:
    """A message of that person as an update holds it."""
    return {
        "message_id": 900_001,
        "date": int(town.demo.clock.now().timestamp()),
        "chat": {"id": phone.id, "type": "private", "first_name": phone.name},
        "from": {"id": phone.id, "is_bot": False, "first_name": phone.name},
    } | more


_AT_ONCE = 40  # taps; a busy machine has to be through with them before `settle` gives up


async def tap_all(phone: Phone, datas: Sequence[str]) -> None:
    """Taps them one after the other on the same message, without waiting in between."""
    on = (await phone.received())[-1]["message_id"]
    for start in range(0, len(datas), _AT_ONCE):
        for data in datas[start : start + _AT_ONCE]:
            await phone.town.call("POST", f"people/{phone.id}/taps", {"message_id": on, "data": data})
        await phone.town.settle()


PICTURE, PAPER = _file("cv.png", "image/png", PIXEL), _file("cv.pdf", "application/pdf", b"%PDF-1.4")
OF_A_DUO = {"pa", "pc", "ol", "tl", "tw"}
NOT_A_TEXT: tuple[dict[str, Any], ...] = (
    {"photo": PICTURE, "caption": "Zoë"},
    {"voice": _file("voice.ogg", "audio/ogg", b"OggS" * 20)},
    {"document": PAPER, "caption": "/start"},
    {"sticker": _file("hi.webp", "image/webp", b"RIFF" * 8)},
    {"location": {"latitude": 50.85, "longitude": 4.35}},
    {"contact": {"phone_number": "+32470000000", "first_name": "Zoë"}},
    {"poll": {"question": "Zoë?", "options": ["a", "b"]}},
    {"album": [{"photo": PICTURE}, {"photo": PICTURE}]},
)


async def end_duos(town: Town) -> None:
    """Every running duo ends, as a coordinator will end it."""
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        work = Work(store, now, now, "test:end")
        for duo in (await store.session.execute(select(Duo).where(col(Duo.state) == DuoState.ACTIVE))).scalars().all():
            duo.state, duo.closed_at = DuoState.ENDED, now
            await close_threads(work, duo)
    await town.settle()


def queue(town: Town, phone: Phone, **event: Any) -> None:
    """Puts an update of any kind and shape among those that the bot fetches."""
    waiting = town.demo.sandbox.telegram.updates
    number = waiting._next_id
    waiting._next_id += 1
    waiting._pending[number] = Pending(number, phone.id, town.demo.clock.now(), {"update_id": number, **event})
    waiting.notify()


async def feed(town: Town, raw: dict[str, Any], *, times: int) -> None:
    """Hands the receiver the same update as often, some of them at once."""
    assert town.demo.process is not None
    assert town.demo.process.intake is not None
    receiver = town.demo.process.intake.receiver

    async def once() -> None:
        counted = await receiver.count([raw["update_id"]])
        await receiver.handle(raw, *counted[raw["update_id"]])

    await asyncio.gather(once(), once())
    for _ in range(times - 2):
        await once()
    await town.settle()
