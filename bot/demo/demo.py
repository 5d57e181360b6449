"""The demo: a sandbox, a bot in front of it, and people to begin with."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import col, select

from bot.chores import Compute
from bot.clocks import RealClock
from bot.commands.failures import CommandError
from bot.commands.tokens import made_up_token
from bot.demo.clock import DemoClock
from bot.demo.life import Life
from bot.demo.past import Past
from bot.demo.people import fill_empty, settle_cast
from bot.demo.phones import Hands
from bot.demo.port import DemoPort
from bot.process import Options, Process
from sandbox import Sandbox
from storage import migrate
from storage.database import Database
from storage.sealing import Vault, make_key, read_key
from storage.tables import Organisation

_MESSAGES_PER_SECOND = 25


class Demo:
    """Sandbox and bot in one process. Its keys are made anew each time and go with it."""

    def __init__(
        self,
        database_url: str,
        *,
        limits: bool = True,
        page: bool = True,
        topics: bool = True,
        start: datetime | None = None,
        computed_here: Mapping[str, Compute] | None = None,
    ) -> None:
        """`start`: the programme moment to begin at; now, unless told. `computed_here`: see `ProcessTools`."""
        self.url = database_url
        self.token = made_up_token()
        self.clock = DemoClock(start or RealClock().now())
        self.sandbox = Sandbox(token=self.token, limits=limits, topics=topics, now=self.clock.now, page=page)
        self.database = Database(database_url, Vault([read_key(make_key())], read_key(make_key())))
        self._limits = limits
        self._computed_here = computed_here or {}
        self._life: Life | None = None
        self.process: Process | None = None

    async def open(self, port: int, *, empty: bool) -> str:
        """Starts, fills, and only then opens the door at that port: whoever comes in finds everything there.

        Returns the page's address. Raises OSError where the port is taken.
        """
        with socket.create_server(("127.0.0.1", port)):
            pass  # taken: better said now than when everything is ready
        await self.start()
        await self.fill(empty=empty)
        return await self.sandbox.listen_too("127.0.0.1", port)

    async def start(self, port: int = 0) -> str:
        """Starts everything; returns the address of the page."""
        self.database.claim_file()
        await migrate.upgrade(self.url)
        await self._check_it_is_empty()
        address = await self.sandbox.start("127.0.0.1", port)
        options = Options(
            token=self.token,
            api_url=address,
            messages_per_second=0,  # until everybody is there
            run_jobs=False,
            computed_here=self._computed_here,
        )
        await self._run(options)
        return address

    async def _run(self, options: Options) -> None:
        self.process = Process(options, self.database, self.clock)
        await self.process.start()
        self.sandbox.port = DemoPort(self.process, self.clock, self._life)

    async def restart(self, at: datetime) -> None:
        """The bot stops, and starts again at that programme moment: what an outage is to people."""
        assert self.process is not None
        await self.process.stop()
        self.clock.advance_to(at)
        await self._run(self.process.options)

    async def fill(self, *, empty: bool) -> None:
        """People to begin with: an unused invitation only, or an organisation with a dozen duos."""
        assert self.process is not None
        assert self.process.intake is not None
        facts = self.process.intake.facts
        self.sandbox.telegram.limits.enabled = False  # nobody waits for messages of last week
        if empty:
            await fill_empty(self.database, self.sandbox, facts.username, self.clock.now())
        else:
            people = await settle_cast(self.database, self.sandbox, self.clock.now())
            hands = Hands(self.sandbox)
            life = Life(hands, people)
            port = DemoPort(self.process, self.clock)
            await Past(self.database, hands, self.clock, port, people, life, has_topics=facts.has_topics).play()
            self._life, self.sandbox.port = life, DemoPort(self.process, self.clock, life)
        if self._limits:
            await self._keep_limits()

    async def _keep_limits(self) -> None:
        """From here on the bot keeps Telegram's flood limits, and the sandbox sees to it."""
        assert self.process is not None
        self.sandbox.telegram.limits.enabled = True
        await self.process.stop()
        await self._run(replace(self.process.options, messages_per_second=_MESSAGES_PER_SECOND))

    async def _check_it_is_empty(self) -> None:
        async with self.database.read() as store:
            organisations = (await store.session.execute(select(col(Organisation.id)).limit(1))).first()
        if organisations is not None:
            raise CommandError("The demo needs an empty database: its people live only as long as it runs.")

    async def stop(self) -> None:
        if self.process is not None:
            await self.process.stop()
        await self.sandbox.stop()
        await self.database.close()
