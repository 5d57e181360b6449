"""The demo: a sandbox, a bot in front of it, and people to begin with."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from datetime import datetime

import aiohttp
from sqlmodel import col, select

from bot.chores import Compute
from bot.clocks import RealClock, StandingClock
from bot.commands.failures import CommandError
from bot.commands.tokens import made_up_token
from bot.demo.cast import DUOS, DuoStory
from bot.demo.people import Settled, fill_empty, pair_cast, settle_cast
from bot.demo.port import DemoPort
from bot.demo.rhythm import give_rhythm
from bot.process import Options, Process
from sandbox import Sandbox
from storage import migrate
from storage.database import Database
from storage.sealing import Vault, make_key, read_key
from storage.tables import Organisation, Thread


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
        self.clock = StandingClock(start or RealClock().now())
        self.sandbox = Sandbox(token=self.token, limits=limits, topics=topics, now=self.clock.now, page=page)
        self.database = Database(database_url, Vault([read_key(make_key())], read_key(make_key())))
        self._limits = limits
        self._computed_here = computed_here or {}
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
            messages_per_second=25 if self._limits else 0,
            run_jobs=False,
            computed_here=self._computed_here,
        )
        await self._run(options)
        return address

    async def _run(self, options: Options) -> None:
        self.process = Process(options, self.database, self.clock)
        await self.process.start()
        self.sandbox.port = DemoPort(self.process, self.clock)

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
        now = self.clock.now()
        if empty:
            await fill_empty(self.database, self.sandbox, facts.username, now)
            return
        people = await settle_cast(self.database, self.sandbox, now)
        async with aiohttp.ClientSession(base_url=self.sandbox.url) as phones:
            for settled in people.values():
                await _write(phones, settled.user_id, {"text": "/start"})
            await pair_cast(self.database, people, now, has_topics=facts.has_topics)
            await _settle(phones)
            await give_rhythm(self.database, people, now)
            await _settle(phones)
            for story in reversed(DUOS):
                for by_seeker, text in story.words:
                    await self._say(phones, people, story, text, by_seeker=by_seeker)
            await _settle(phones)

    async def _say(
        self, phones: aiohttp.ClientSession, people: dict[str, Settled], story: DuoStory, text: str, *, by_seeker: bool
    ) -> None:
        """One of the story's two writes to the other, in the thread's topic where there is one."""
        sender = people[story.seeker if by_seeker else story.mentor]
        other = people[story.mentor if by_seeker else story.seeker]
        body: dict[str, object] = {"text": text}
        async with self.database.read() as store:
            statement = select(Thread).where(
                col(Thread.person_id) == sender.person.id, col(Thread.partner_person_id) == other.person.id
            )
            thread = (await store.session.execute(statement)).scalars().one()
        if thread.topic_id is not None:
            body["thread_id"] = thread.topic_id
        await _write(phones, sender.user_id, body)
        await _settle(phones)

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


async def _write(phones: aiohttp.ClientSession, user_id: int, body: dict[str, object]) -> None:
    async with phones.post(f"/sandbox/people/{user_id}/messages", json=body) as response:
        response.raise_for_status()


async def _settle(phones: aiohttp.ClientSession) -> None:
    """Waits until the bot has taken every update and everything that follows from it has arrived."""
    async with phones.post("/sandbox/settle", json={"timeout": 60}) as response:
        response.raise_for_status()
