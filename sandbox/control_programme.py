"""The control API, part two: time, trouble, the call log and the event stream."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from sandbox.bodies import field, moment, number_in_query, only, read_json
from sandbox.clock import SandboxClock
from sandbox.errors import ControlError
from sandbox.facts import canonical_methods
from sandbox.faults import KINDS, Fault
from sandbox.telegram import Telegram

SETTLE_WITHIN, LONGEST_SETTLE = 10.0, 600.0  # seconds
BEFORE_TRAVEL = 2.0  # seconds that the bot gets to take what was sent to it before the clock moves
LONGEST_WAIT = 86_400


class ProgrammeControl:
    """`/sandbox/settle`, `/sandbox/clock`, `/sandbox/faults`, `/sandbox/calls`, `/sandbox/events`."""

    def __init__(self, telegram: Telegram, clock: SandboxClock) -> None:
        self.telegram = telegram
        self.clock = clock

    def routes(self) -> list[web.RouteDef]:
        """One line a call."""
        return [
            web.post("/sandbox/settle", self.settle),
            web.get("/sandbox/clock", self.show_clock),
            web.post("/sandbox/clock", self.set_clock),
            web.get("/sandbox/faults", self.show_faults),
            web.post("/sandbox/faults", self.add_fault),
            web.delete("/sandbox/faults", self.clear_faults),
            web.get("/sandbox/calls", self.calls),
            web.get("/sandbox/events", self.events),
        ]

    async def settle(self, request: web.Request) -> web.StreamResponse:
        """Wait until the bot has dealt with everything. 504 when it does not in time."""
        body = await read_json(request)
        only(body, "timeout")
        timeout = field(body, "timeout", float, SETTLE_WITHIN)
        if not 0 <= timeout <= LONGEST_SETTLE:
            raise ControlError(400, f"timeout is between 0 and {LONGEST_SETTLE:.0f} seconds.")
        try:
            await self.all_still(time.monotonic() + timeout)
        except TimeoutError:
            waiting = len(self.telegram.updates.pending())
            raise ControlError(504, f"Not settled in time; {waiting} updates wait for the bot.") from None
        return web.json_response({"now": self.telegram.now().isoformat()})

    async def all_still(self, deadline: float) -> None:
        """Nothing waits on either side. What the programme sends can make new updates, so both are asked in turn."""
        while True:
            await self.telegram.updates.all_confirmed(deadline - time.monotonic())
            if self.clock.port is None:
                return
            await self.clock.port.settle(max(deadline - time.monotonic(), 0.0))
            if not self.telegram.updates.pending():
                return

    def clock_view(self) -> dict[str, Any]:
        """Now, and how fast it runs."""
        run = self.clock.run
        return {"now": self.telegram.now().isoformat(), "run": int(run) if run == int(run) else run}

    async def show_clock(self, _request: web.Request) -> web.StreamResponse:
        """What time it is in the programme."""
        return web.json_response(self.clock_view())

    async def set_clock(self, request: web.Request) -> web.StreamResponse:
        """Travel, or let time run. Returns when everything that fell due on the way has happened."""
        body = await read_json(request)
        only(body, "advance", "to", "run")
        if len(body) != 1:
            raise ControlError(400, "Give one of advance (seconds), to (a time) or run (a factor).")
        self.clock.needs_port()
        if "run" in body:
            self.clock.set_run(field(body, "run", float, required=True))
        else:
            to = self.destination(body)
            await self.before_travel()
            await self.clock.advance(to)
        return web.json_response(self.clock_view())

    def destination(self, body: dict[str, Any]) -> datetime:
        """Where to travel."""
        if "to" in body:
            return moment(body, "to")
        seconds = field(body, "advance", float, required=True)
        try:
            return self.telegram.now() + timedelta(seconds=seconds)
        except OverflowError:
            raise ControlError(400, "That is further than any calendar goes.") from None

    async def before_travel(self) -> None:
        """What was said before belongs before; a bot that is away is not waited for long."""
        try:
            await self.telegram.updates.all_confirmed(BEFORE_TRAVEL)
        except TimeoutError:
            return

    async def show_faults(self, _request: web.Request) -> web.StreamResponse:
        """The rules in force."""
        return web.json_response({"faults": self.telegram.faults.listing()})

    async def add_fault(self, request: web.Request) -> web.StreamResponse:
        """One more rule."""
        body = await read_json(request)
        only(body, "method", "chat_id", "kind", "retry_after", "seconds", "times", "probability")
        kind = field(body, "kind", str, required=True)
        method = field(body, "method", str)
        if kind not in KINDS:
            raise ControlError(400, "kind is one of " + ", ".join(KINDS) + ".")
        if method is not None and method.lower() not in canonical_methods():
            raise ControlError(400, "The Bot API has no such method.")
        fault = Fault(
            kind=kind,
            method=canonical_methods()[method.lower()] if method else None,
            chat_id=field(body, "chat_id", int),
            retry_after=within(body, "retry_after", int, 1, lambda n: 1 <= n <= LONGEST_WAIT),
            seconds=within(body, "seconds", float, 1.0, lambda n: 0 <= n <= LONGEST_WAIT),
            times=within(body, "times", int, None, lambda n: n >= 1),
            probability=within(body, "probability", float, 1.0, lambda n: 0 <= n <= 1),
        )
        self.telegram.faults.rules.append(fault)
        self.telegram.events.publish("fault", {})
        return await self.show_faults(request)

    async def clear_faults(self, request: web.Request) -> web.StreamResponse:
        """All is well again."""
        self.telegram.faults.rules.clear()
        self.telegram.events.publish("fault", {})
        return await self.show_faults(request)

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """What the bot called."""
        after = number_in_query(request, "after")
        return web.json_response({"calls": self.telegram.calls.after(after, request.query.get("method") or None)})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The stream for the page."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        try:
            async for block in self.telegram.events.listen():
                await response.write(block.encode())
        except ConnectionError:
            return response
        return response


def within(body: dict[str, Any], name: str, kind: type, default: Any, possible: Callable[[Any], bool]) -> Any:
    """A number in its bounds, else 400."""
    value = field(body, name, kind)
    if value is None:
        return default
    if not possible(value):
        raise ControlError(400, f"The field {name} is out of bounds.")
    return value
