"""One running Tandem: intake, courier and jobs over one database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog

from bot.chore_table import CHORES
from bot.chores import Chores, Compute, ProcessTools
from bot.clocks import RealClock
from bot.courier import Courier
from bot.http import HttpServer, Webhook
from bot.intake.polling import ALLOWED_UPDATES
from bot.self_description import describe_bot
from bot.settings import Settings
from bot.supervisor import Supervisor
from bot.wiring import Intake, build_intake
from mentoring.clock import Clock
from scheduler.runner import JobRunner
from storage.database import Database

log = structlog.get_logger()
_DRAIN_SECONDS = 20.0
_DEAF_SECONDS = 60  # longer than a restart of the network, or of a Bot API server of one's own


@dataclass(frozen=True)
class Options:
    """What the process needs from its settings, also in the sandbox, which has no settings."""

    token: str
    api_url: str
    messages_per_second: float = 25
    paid_broadcast: bool = False
    webhook_url: str = ""
    webhook_secret: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 0
    computed_here: Mapping[str, Compute] = field(default_factory=dict)  # see ProcessTools
    run_jobs: bool = True  # False: somebody else moves programme time and runs what falls due (the sandbox)


class Process:
    """Starts and stops the parts in the right order."""

    def __init__(self, options: Options, database: Database, clock: Clock) -> None:
        self.options = options
        self.database = database
        self.clock = clock
        self.supervisor = Supervisor()
        self.jobs = JobRunner(database, clock, RealClock())
        self.intake: Intake | None = None
        self.courier: Courier | None = None
        self.chores: Chores | None = None
        self._http: HttpServer | None = None
        self._polling: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, settings: Settings, database: Database, clock: Clock) -> Process:
        options = Options(
            token=settings.bot_token.get_secret_value(),
            api_url=settings.bot_api_url,
            messages_per_second=settings.messages_per_second,
            paid_broadcast=settings.paid_broadcast,
            webhook_url=settings.webhook_url,
            webhook_secret=settings.webhook_secret.get_secret_value(),
            http_host=settings.http_host,
            http_port=settings.http_port,
        )
        return cls(options, database, clock)

    async def start(self) -> None:
        """Asks Telegram who we are, then starts courier, jobs and intake. Raises what getMe raises."""
        options = self.options
        self.intake = await build_intake(options.token, options.api_url, self.database, self.clock, self.supervisor)
        self.courier = Courier(
            self.database,
            token=options.token,
            api_url=options.api_url,
            clock=self.clock,
            real_clock=RealClock(),
            messages_per_second=options.messages_per_second,
            paid_broadcast=options.paid_broadcast,
            has_topics=self.intake.facts.has_topics,
            topics_changed=self.intake.facts.topics_changed,
        )
        self.database.wakers.append(self.courier.wake)
        self.supervisor.start(self.courier.run(), "courier")
        tools = ProcessTools(self.intake.api, f"{options.api_url}/file/bot{options.token}/", options.computed_here)
        self.chores = Chores(self.database, self.clock, RealClock(), self.intake.facts, tools, CHORES)
        self.database.chore_wakers.append(self.chores.wake)
        self.supervisor.start(self.chores.run(), "chores")
        if options.run_jobs:
            self.supervisor.start(self.jobs.run(), "jobs")
        await self._take_updates(self.intake)
        self.supervisor.start(describe_bot(self.intake.api), "self-description")
        log.info("running", bot=self.intake.facts.id, topics=self.intake.facts.has_topics)

    async def _take_updates(self, intake: Intake) -> None:
        options = self.options
        if options.http_port:
            self._http = HttpServer(
                self.database,
                options.http_host,
                options.http_port,
                webhook=Webhook(options.webhook_secret, intake.receiver.take) if options.webhook_url else None,
                why_not_ready=self.why_not_ready,
                has_failed=self.supervisor.failed.is_set,
            )
            await self._http.start()
        if options.webhook_url:
            await intake.api.call(
                "setWebhook",
                url=f"{options.webhook_url}/telegram",
                secret_token=options.webhook_secret or None,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=40,
            )
            return
        await intake.api.call("deleteWebhook")
        self._polling = self.supervisor.start(intake.poller.run(), "polling")

    async def stop(self) -> None:
        """Takes nothing new, finishes what is in hand within a limit, closes everything but the database."""
        self.jobs.stop()
        await self._stop_asking()
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                await self.jobs.finished()
                if self.intake is not None and self._polling is not None:
                    await self.intake.poller.finished()
                if self._http is not None:
                    await self._http.stop()
                if self.courier is not None:
                    await self.courier.drain()
        except (TimeoutError, OSError) as error:
            log.warning("drain cut short", error=type(error).__name__)
        await self.supervisor.stop()
        if self.chores is not None:
            self.database.chore_wakers.remove(self.chores.wake)
        if self.courier is not None:
            self.database.wakers.remove(self.courier.wake)
            await self.courier.close()
        if self.intake is not None:
            await self.intake.close()

    async def _stop_asking(self) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait([self._polling])

    def why_not_ready(self) -> str:
        """For whoever watches the process: empty where people are served."""
        if self.intake is None or self.courier is None:
            return "starting"
        if self.supervisor.failed.is_set():
            return "a part has failed"
        if self.intake.poller.failing_seconds > _DEAF_SECONDS:
            return "Telegram is not heard"
        return ""
