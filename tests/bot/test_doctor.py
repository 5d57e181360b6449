from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor import Finding, examine
from bot.settings import Settings, load_settings
from sandbox import Sandbox
from storage import migrate
from storage.database import Database
from storage.ids import new_id
from storage.sealing import make_key
from storage.tables import Organisation, Person

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    server = Sandbox(token=TOKEN, page=False)
    await server.start()
    yield server
    await server.stop()


def settings(folder: Path, telegram: Sandbox, **changes: str) -> Settings:
    values = {
        "_env_file": None,
        "bot_token": TOKEN,
        "encryption_keys": make_key(),
        "lookup_key": make_key(),
        "database_url": f"sqlite:///{folder}/d.db",
        "bot_api_url": telegram.url,
        **changes,
    }
    return load_settings(**values)


async def findings(given: Settings) -> dict[str, Finding]:
    return {finding.what: finding async for finding in examine(given)}


async def add_somebody(given: Settings) -> None:
    database = Database(given.database_url, given.vault())
    async with database.write() as store:
        now = datetime(2026, 11, 24, tzinfo=UTC)
        person = Person(id=new_id(), user_lookup=store.vault.lookup("user", 77), created_at=now)
        person.seal(store.vault, "user", "77")
        store.session.add(person)
        store.session.add(Organisation(name="Duo Dijle", created_at=now))
    await database.close()


async def test_all_is_well_on_an_installation_that_is_ready(tmp_path: Path, telegram: Sandbox) -> None:
    given = settings(tmp_path, telegram)
    await migrate.upgrade(given.database_url)
    await add_somebody(given)

    found = await findings(given)

    assert {what: finding.verdict for what, finding in found.items()} == dict.fromkeys(
        ["settings", "time zones", "token", "topics", "updates", "database", "keys", "organisations"], "ok"
    )


async def test_a_database_of_an_older_version_is_a_fault_with_its_remedy(tmp_path: Path, telegram: Sandbox) -> None:
    given = settings(tmp_path, telegram)
    await migrate.upgrade(given.database_url, migrate.steps()[-2])

    found = await findings(given)

    assert found["database"].verdict == "fault"
    assert "python -m bot migrate" in found["database"].remedy


async def test_a_file_that_is_not_there_yet_is_said_and_not_made(tmp_path: Path, telegram: Sandbox) -> None:
    found = await findings(settings(tmp_path, telegram))

    assert found["database"].verdict == "warning"
    assert str(tmp_path / "d.db") in found["database"].detail
    assert not (tmp_path / "d.db").exists()


async def test_a_token_that_telegram_does_not_know_is_a_fault(tmp_path: Path, telegram: Sandbox) -> None:
    found = await findings(settings(tmp_path, telegram, bot_token="987654321:AAE-abcdefghijklmnopqrstuvwxyz_0123"))

    assert found["token"].verdict == "fault"
    assert "@BotFather" in found["token"].remedy


async def test_a_server_that_is_not_there_is_a_fault(tmp_path: Path, telegram: Sandbox) -> None:
    found = await findings(settings(tmp_path, telegram, bot_api_url="http://127.0.0.1:9"))

    assert found["token"].verdict == "fault"
    assert "TANDEM_BOT_API_URL" in found["token"].remedy


async def test_other_keys_than_those_it_was_sealed_with_are_faults(tmp_path: Path, telegram: Sandbox) -> None:
    given = settings(tmp_path, telegram)
    await migrate.upgrade(given.database_url)
    await add_somebody(given)
    keys, lookup = given.encryption_keys.get_secret_value(), given.lookup_key.get_secret_value()

    other_seal = await findings(settings(tmp_path, telegram, lookup_key=lookup))
    other_lookup = await findings(settings(tmp_path, telegram, encryption_keys=keys))

    assert other_seal["keys"].verdict == "fault"
    assert "TANDEM_ENCRYPTION_KEYS" in other_seal["keys"].remedy
    assert other_lookup["keys"].verdict == "fault"
    assert "TANDEM_LOOKUP_KEY" in other_lookup["keys"].remedy


async def test_another_way_of_taking_updates_than_telegram_knows_is_said(tmp_path: Path, telegram: Sandbox) -> None:
    given = settings(tmp_path, telegram, webhook_url="https://tandem.example", webhook_secret="s3cret")

    found = await findings(given)

    assert found["updates"].verdict == "warning"
    assert "webhook" in found["updates"].detail
