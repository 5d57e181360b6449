"""What is personal cannot be read without the keys, nor moved to where it does not belong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from storage import outbox
from storage.database import Database
from storage.sealing import SealBrokenError, Vault
from storage.tables import Invitation, Membership, Person, metadata
from storage.words import Role
from tests.conftest import opened
from tests.storage.rows import NOON, add_duo, new_row

SECRETS = ["Amina-marker", "4242424242", "Zoë-marker", "edit-marker", "token-marker"]


async def write_everything_personal(database: Database) -> None:
    vault = database.vault
    async with database.write() as store:
        duo = await add_duo(store)
        person = Person(created_at=NOON, user_lookup=vault.lookup("user", 4242424242))
        person.seal(vault, "user", "4242424242")
        person.seal(vault, "first_name", "Amina-marker")
        member = await store.session.get_one(Membership, duo.seeker_id)
        member.seal(vault, "label", "Zoë-marker")
        member.seal(vault, "profile", '{"sector": "Zoë-marker"}')
        invitation = Invitation(
            organisation_id=duo.organisation_id,
            role=Role.MENTOR,
            token_lookup=vault.lookup("token", "token-marker"),
            created_at=NOON,
            expires_at=NOON,
        )
        invitation.seal(vault, "token", "token-marker")
        store.session.add_all([person, invitation])
        await outbox.add(store, new_row("a", chat_id=4242424242, language="fr", params={"text": "edit-marker"}))


async def raw_bytes(database: Database) -> bytes:
    """Everything that stands in the database: SQLite's files, or each PostgreSQL row as text with bytes unescaped."""
    if not database.is_postgres:
        path = Path(str(database.url.database))
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    found: list[Any] = []
    async with database.read() as store:
        for table in metadata.tables.values():
            for row in (await store.session.execute(text(f"SELECT * FROM {table.name}"))).all():
                found.extend(bytes(value) if isinstance(value, bytes) else str(value).encode() for value in row)
    return b"\n".join(found)


async def test_nothing_personal_can_be_read_without_the_keys(database: Database) -> None:
    await write_everything_personal(database)
    stored = await raw_bytes(database)
    assert b"Organisation " in stored  # what is not personal can be read, so this looks in the right place
    assert [secret for secret in SECRETS if secret.encode() in stored] == []


async def test_what_was_sealed_opens_for_its_own_row(database: Database) -> None:
    await write_everything_personal(database)
    async with database.read() as store:
        wanted = Person.user_lookup == store.vault.lookup("user", 4242424242)
        person = (await store.session.execute(select(Person).where(wanted))).scalar_one()  # type: ignore[arg-type]
        assert person.open(store.vault, "first_name") == "Amina-marker"
        assert person.open(store.vault, "user") == "4242424242"


async def test_a_sealed_value_does_not_open_in_another_row_or_column(database: Database, vault: Vault) -> None:
    first, second = Person(created_at=NOON), Person(created_at=NOON)
    first.seal(vault, "first_name", "Amina")
    async with database.write() as store:
        store.session.add_all([first, second])
        await store.session.flush()
        await store.session.execute(
            update(Person).values(first_name_sealed=first.first_name_sealed, user_sealed=first.first_name_sealed)
        )
    async with database.read() as store:
        own, other = [await store.session.get_one(Person, row.id) for row in (first, second)]
    assert own.open(vault, "first_name") == "Amina"
    with pytest.raises(SealBrokenError):
        own.open(vault, "user")
    with pytest.raises(SealBrokenError):
        other.open(vault, "first_name")


async def test_a_new_key_seals_from_now_on_and_the_old_one_still_opens(database: Database, database_url: str) -> None:
    await write_everything_personal(database)
    rotated = Vault([b"n" * 32, b"e" * 32], b"l" * 32)
    async with opened(database_url, rotated) as later, later.write() as store:
        wanted = Person.user_lookup == rotated.lookup("user", 4242424242)
        person = (await store.session.execute(select(Person).where(wanted))).scalar_one()  # type: ignore[arg-type]
        assert person.open(rotated, "first_name") == "Amina-marker"
        person.seal(rotated, "first_name", "Amina again")
    only_new = Vault([b"n" * 32], b"l" * 32)
    async with opened(database_url, only_new) as last, last.read() as store:
        person = await store.session.get_one(Person, person.id)
        assert person.open(only_new, "first_name") == "Amina again"
        with pytest.raises(SealBrokenError, match="not configured"):
            person.open(only_new, "user")
