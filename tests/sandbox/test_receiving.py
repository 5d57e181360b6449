"""How updates reach the bot: long polling with offsets, and webhooks with repetition."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.sandbox.client import Client


async def test_updates_stay_until_an_offset_confirms_them(client):
    person = await client.person()
    await client.write(person, text="b")
    first, second = await client.api("getUpdates")
    assert await client.api("getUpdates") == [first, second]
    assert await client.api("getUpdates", offset=second["update_id"]) == [second]
    assert await client.api("getUpdates", offset=second["update_id"] + 1) == []


async def test_a_limit_and_a_negative_offset(client):
    person = await client.person()
    for text in "bcd":
        await client.write(person, text=text)
    assert len(await client.api("getUpdates", limit=2)) == 2
    (last,) = await client.api("getUpdates", offset=-1)
    assert last["message"]["text"] == "d"
    assert await client.api("getUpdates") == [last]


async def test_a_long_poll_returns_as_soon_as_somebody_writes(client):
    person = await client.person(start=False)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        poll = group.create_task(client.api("getUpdates", timeout=30))
        await client.write(person, text="now")
        (update,) = await poll
    assert update["message"]["text"] == "now"


async def test_a_second_poller_ends_the_first_with_a_conflict(sandbox, client):
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        first = group.create_task(client.raw("getUpdates", {"timeout": 30}))
        await until_polled(sandbox)
        await client.api("getUpdates")
        status, body = await first
    assert status == body["error_code"] == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request; make sure that only one")


async def until_polled(sandbox: Any) -> None:
    """A poll that is on its way has arrived."""
    while sandbox.telegram.updates._poller is None:  # noqa: ASYNC110
        await asyncio.sleep(0)


async def test_updates_older_than_a_day_are_gone(client, hand_clock):
    person = await client.person()
    hand_clock.advance(hours=23)
    await client.write(person, text="b")
    hand_clock.advance(hours=2)
    assert [update["message"]["text"] for update in await client.api("getUpdates")] == ["b"]


async def test_allowed_updates_stay_as_they_were_set(client):
    person = await client.person(start=False)
    await client.api("getUpdates", allowed_updates=["callback_query"])
    await client.write(person, text="a")
    assert await client.api("getUpdates") == []
    await client.api("getUpdates", allowed_updates=[])
    await client.write(person, text="b")
    assert len(await client.api("getUpdates")) == 1


@dataclass
class Receiver:
    """A bot behind a webhook that fails as often as it is told."""

    url: str = ""
    failures: int = 0
    seen: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        self.seen.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        self.news.set()
        if self.failures > 0:
            self.failures -= 1
            return web.Response(status=500)
        return web.json_response(self.answer) if self.answer else web.Response()


@asynccontextmanager
async def receiver(**about: Any) -> AsyncIterator[Receiver]:
    one = Receiver(**about)
    app = web.Application()
    app.add_routes([web.post("/hook", one.handle)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield one
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret_again_until_it_takes_them(sandbox, client):
    sandbox.telegram.webhook.first_pause = 0.01
    async with receiver(failures=2) as bot:
        await client.api("setWebhook", url=bot.url, secret_token="s3cret", max_connections=3)
        person = await client.person()
        await client.control("POST", "settle", {"timeout": 5})
        await client.write(person, text="b")
        await client.control("POST", "settle", {"timeout": 5})
        info = await client.api("getWebhookInfo")
    assert {secret for secret, _ in bot.seen} == {"s3cret"}
    assert [body["message"]["text"] for _, body in bot.seen] == ["/start"] * 3 + ["b"]
    assert info["pending_update_count"] == 0
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["max_connections"] == 3


async def test_a_webhook_that_is_away_keeps_its_updates(sandbox, client):
    await client.api("setWebhook", url="http://127.0.0.1:9/hook")
    person = await client.person()
    await client.control("POST", "settle", {"timeout": 0.05}, status=504)
    assert (await client.api("getWebhookInfo"))["pending_update_count"] == 1
    conflict = await client.refused("getUpdates")
    assert conflict.startswith("409 Conflict: can't use getUpdates method while webhook is active")
    await client.api("deleteWebhook")
    assert len(await client.updates()) == 1
    await client.write(person, text="b")
    await client.api("deleteWebhook", drop_pending_updates=True)
    assert await client.updates() == []


async def test_a_webhook_may_answer_with_a_call(client):
    async with receiver() as bot:
        await client.api("setWebhook", url=bot.url)
        person = await client.person(start=False)
        bot.answer = {"method": "sendMessage", "chat_id": person, "text": "at once"}
        await client.write(person, text="a")
        await client.control("POST", "settle", {"timeout": 5})
    assert (await client.last(person))["text"] == "at once"


async def test_setting_a_webhook_ends_a_poll(sandbox, client: Client):
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        poll = group.create_task(client.refused("getUpdates", timeout=30))
        await until_polled(sandbox)
        await client.api("setWebhook", url="http://127.0.0.1:9/hook")
    assert await poll == "409 Conflict: terminated by setWebhook request"
    assert (await client.refused("setWebhook", url="ftp://x")).startswith("400 Bad Request: bad webhook")
    assert (await client.refused("setWebhook", url="http://x", secret_token="ü")).startswith("400")
