"""A Bot API that answers what it is told to: for refusals that the real one gives only on bad days."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456:test"


@dataclass
class Call:
    method: str
    params: dict[str, Any]


@dataclass
class Refusal:
    """How the next `times` calls of that method (to that chat) end. `status` None: the connection is cut."""

    method: str
    status: int | None
    description: str = ""
    chat_id: int | None = None
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None
    times: int = 1
    before: bool = True  # cut before it counted as a call that arrived

    def is_for(self, call: Call) -> bool:
        return (
            self.times > 0 and self.method in {call.method, "*"} and self.chat_id in {None, call.params.get("chat_id")}
        )


@dataclass
class Telegram:
    """`calls` are those that were accepted, `tried` all of them, getMe left out."""

    calls: list[Call] = field(default_factory=list)
    tried: list[Call] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    topics: bool = False
    url: str = ""
    gate: asyncio.Event | None = None  # while set to an event: nothing is answered before it
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    under_way: list[int] = field(default_factory=list)
    most_in_one_chat: int = 0
    _ids: Iterable[int] = field(default_factory=lambda: itertools.count(1001))
    lost_parts: int = 0  # of an album

    def refuse(self, method: str, status: int | None, description: str = "", **more: Any) -> None:
        self.refusals.append(Refusal(method, status, description, **more))

    def texts(self, chat_id: int | None = None) -> list[str]:
        sends = [call for call in self.calls if call.method == "sendMessage"]
        return [call.params["text"] for call in sends if chat_id in {None, call.params["chat_id"]}]

    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    async def until_tried(self, count: int) -> None:
        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(lambda: len(self.tried) >= count)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], await _params(request))
        if call.method == "getMe":
            return self._me()
        self.tried.append(call)
        async with self.arrived:
            self.arrived.notify_all()
        chat = call.params.get("chat_id")
        self.under_way.append(chat)
        self.most_in_one_chat = max(self.most_in_one_chat, self.under_way.count(chat))
        try:
            if self.gate is not None:
                await self.gate.wait()
            return self._answer(request, call)
        finally:
            self.under_way.remove(chat)

    def _answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        refusal = next((refusal for refusal in self.refusals if refusal.is_for(call)), None)
        if refusal is None:
            self.calls.append(call)
            return _ok(self._result(call))
        refusal.times -= 1
        if refusal.status is None:
            if not refusal.before:
                self.calls.append(call)
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
        if refusal.retry_after:
            body["parameters"] = {"retry_after": refusal.retry_after}
        if refusal.migrate_to_chat_id:
            body["parameters"] = {"migrate_to_chat_id": refusal.migrate_to_chat_id}
        return web.json_response(body, status=refusal.status)

    def _me(self) -> web.Response:
        refusal = next((refusal for refusal in self.refusals if refusal.method == "getMe" and refusal.times > 0), None)
        if refusal is not None:
            refusal.times -= 1
            body = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            return web.json_response(body, status=refusal.status or 500)
        me = {"id": 1, "is_bot": True, "first_name": "Tandem", "username": "tandem_bot"}
        return _ok({**me, "has_topics_enabled": self.topics})

    def _result(self, call: Call) -> Any:
        fresh = next(iter(self._ids))
        message = {"message_id": fresh, "date": 1, "chat": {"id": call.params.get("chat_id", 1), "type": "private"}}
        match call.method:
            case "copyMessages":
                parts = call.params["message_ids"]
                return [{"message_id": fresh * 100 + n} for n in range(len(parts) - self.lost_parts)]
            case "copyMessage":
                return {"message_id": fresh}
            case "createForumTopic":
                return {"message_thread_id": fresh, "name": call.params["name"], "icon_color": 7322096}
            case "setMyCommands" | "setChatMenuButton" | "setMessageReaction" | "pinChatMessage" | "editForumTopic":
                return True
            case "leaveChat":
                return True
            case _:
                return message


@asynccontextmanager
async def running() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    app = web.Application(client_max_size=20 * 1024**2)
    app.router.add_route("*", "/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    telegram.url = f"http://{host}:{port}"
    try:
        yield telegram
    finally:
        await runner.cleanup()


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {name: _value(value) for name, value in (await request.post()).items()}


def _value(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
