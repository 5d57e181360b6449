"""The demo: a sandbox, a bot in front of it, and people to begin with."""

from __future__ import annotations

from bot.clocks import RealClock, StandingClock
from bot.commands.failures import CommandError
from bot.commands.tokens import made_up_token
from bot.demo_people import fill_empty, fill_with_duos
from bot.demo_port import DemoPort
from bot.process import Options, Process
from sandbox import Sandbox
from storage import migrate
from storage.database import Database
from storage.sealing import Vault, make_key, read_key
from storage.tables import Organisation


class Demo:
    """Sandbox and bot in one process. Its keys are made anew each time and go with it."""

    def __init__(self, database_url: str, *, limits: bool = True, page: bool = True, topics: bool = True) -> None:
        self.url = database_url
        self.token = made_up_token()
        self.clock = StandingClock(RealClock().now())
        self.sandbox = Sandbox(token=self.token, limits=limits, topics=topics, now=self.clock.now, page=page)
        self.database = Database(database_url, Vault([read_key(make_key())], read_key(make_key())))
        self._limits = limits
        self.process: Process | None = None

    async def start(self, port: int = 0) -> str:
        """Starts everything; returns the address of the page."""
        self.database.claim_file()
        await migrate.upgrade(self.url)
        await self._check_it_is_empty()
        address = await self.sandbox.start("127.0.0.1", port)
        options = Options(
            token=self.token,
            api_url=address,
            messages_per_second=25 if self._limits else 0,
            run_jobs=False,
        )
        self.process = Process(options, self.database, self.clock)
        await self.process.start()
        self.sandbox.port = DemoPort(self.process, self.clock)
        return address

    async def fill(self, *, empty: bool) -> None:
        """People to begin with: an unused invitation only, or an organisation with a dozen duos."""
        if empty:
            await fill_empty(self.database, self.sandbox, self.clock.now())
        else:
            await fill_with_duos(self.database, self.sandbox, self.clock.now())

    async def _check_it_is_empty(self) -> None:
        from sqlalchemy import func, select

        async with self.database.read() as store:
            organisations = (await store.session.execute(select(func.count()).select_from(Organisation))).scalar_one()
        if organisations:
            raise CommandError("The demo needs an empty database: its people live only as long as it runs.")

    async def stop(self) -> None:
        if self.process is not None:
            await self.process.stop()
        await self.sandbox.stop()
        await self.database.close()
