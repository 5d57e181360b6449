"""The sandbox as one HTTP server: the Bot API for the bot, the control API and a page for people."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.botapi import BotApi
from sandbox.clock import ProgrammePort, SandboxClock, real_now
from sandbox.control import PeopleControl
from sandbox.control_programme import ProgrammeControl
from sandbox.errors import ControlError
from sandbox.telegram import Telegram

log = logging.getLogger(__name__)
PAGE = Path(__file__).with_name("page")
LARGEST_REQUEST = 72 * 1024 * 1024  # a file of 50 MB as base64
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "img-src 'self' blob: data:; media-src 'self' blob: data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Sandbox:
    """A Telegram of one's own, on this machine.

    `now` is the time that people and messages live in (real time by default); `port` lets it travel. `limits` are
    Telegram's flood limits, in real time. `topics` is what getMe says as `has_topics_enabled`.
    """

    def __init__(
        self,
        *,
        token: str,
        username: str = "tandem_sandbox_bot",
        limits: bool = True,
        topics: bool = True,
        now: Callable[[], datetime] | None = None,
        port: ProgrammePort | None = None,
        page: bool = True,
    ) -> None:
        self.telegram = Telegram.build(
            token, username, now or real_now, self._answer_of_webhook, limits=limits, topics=topics
        )
        self.clock = SandboxClock(self.telegram.now, self._clock_changed)
        self.clock.port = port
        self.url = ""
        self._api = BotApi(self.telegram)
        self._programme = ProgrammeControl(self.telegram, self.clock)
        self._with_page = page
        self._runner: web.AppRunner | None = None
        self._background: asyncio.Task[None] | None = None

    @property
    def port(self) -> ProgrammePort | None:
        """The programme in the same process, if there is one."""
        return self.clock.port

    @port.setter
    def port(self, port: ProgrammePort | None) -> None:
        self.clock.port = port

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; port 0 takes a free one. Returns the address, such as `http://127.0.0.1:8080`."""
        app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[in_plain_words])
        app.add_routes(self._api.routes())
        app.add_routes(PeopleControl(self.telegram).routes())
        app.add_routes(self._programme.routes())
        app.add_routes([web.get("/", page_file), web.get("/page/{name:.*}", page_file)] if self._with_page else [])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            site = web.TCPSite(self._runner, host, port)
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.url = _address(host, self._runner.addresses[0][1])
        self._background = asyncio.create_task(self._watch(), name="sandbox")  # noqa: TID251  holds the one TaskGroup
        self._background.add_done_callback(tell_failure)
        return self.url

    async def listen_too(self, host: str, port: int) -> str:
        """Listen at another address as well, once there is something to see; returns that address.

        Raises OSError where it is taken.
        """
        assert self._runner is not None, "start comes first"
        before = set(map(tuple, self._runner.addresses))
        await web.TCPSite(self._runner, host, port).start()
        (found,) = set(map(tuple, self._runner.addresses)) - before
        self.url = _address(host, found[1])
        return self.url

    async def stop(self) -> None:
        """End polls, streams and deliveries, then stop listening."""
        self.telegram.updates.close()
        self.telegram.events.close()
        if self._background is not None:
            self._background.cancel()
            await asyncio.wait([self._background])
        if self._runner is not None:
            await self._runner.cleanup()

    def add_link(self, label: str, url: str) -> None:
        """Something that people receive outside Telegram; it shows under `links`."""
        self.telegram.world.add_link(label, url)

    def add_person(
        self,
        *,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "fr",
        blocked: bool = False,
        person_id: int | None = None,
    ) -> int:
        """A new person with a phone. Raises ValueError when the id is taken."""
        about: dict[str, Any] = {"first_name": first_name, "last_name": last_name, "username": username}
        person = self.telegram.world.add_person(
            person_id=person_id, language_code=language_code, blocked=blocked, **about
        )
        return person.id

    async def _watch(self) -> None:
        """The one place where the sandbox keeps things running in the background."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.telegram.webhook.run())
            group.create_task(self.clock.keep_running())

    async def _answer_of_webhook(self, call: dict[str, Any]) -> None:
        await self._api.answer_of_webhook(call)

    def _clock_changed(self) -> None:
        self.telegram.events.publish("clock", self._programme.clock_view())


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def tell_failure(task: asyncio.Task[None]) -> None:
    """A background task that dies must be seen."""
    if not task.cancelled() and task.exception() is not None:
        log.error("the sandbox's background task failed", exc_info=task.exception())


@web.middleware
async def in_plain_words(request: web.Request, handler: Next) -> web.StreamResponse:
    """Errors of the control API as `{error}` in one sentence."""
    try:
        return await handler(request)
    except ControlError as error:
        return web.json_response({"error": error.sentence}, status=error.status)
    except web.HTTPRequestEntityTooLarge:
        return web.json_response({"error": "That is too big."}, status=400)
    except web.HTTPNotFound:
        if request.path.startswith("/bot"):
            body = {"ok": False, "error_code": 404, "description": "Not Found"}
            return web.json_response(body, status=404)
        return web.json_response({"error": "There is nothing at this address."}, status=404)
    except web.HTTPMethodNotAllowed as error:
        sentence = f"This address takes {', '.join(sorted(error.allowed_methods))}."
        return web.json_response({"error": sentence}, status=405, headers={"Allow": error.headers["Allow"]})


async def page_file(request: web.Request) -> web.StreamResponse:
    """A file of the page, never anything beside it."""
    path = (PAGE / (request.match_info.get("name") or "index.html")).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
        raise web.HTTPNotFound
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if content_type.startswith("text/") or path.suffix == ".js" else ""
    return web.Response(body=path.read_bytes(), headers={**PAGE_HEADERS, "Content-Type": content_type + charset})
