"""Faults on purpose, and the flood limits."""

from __future__ import annotations

import aiohttp
import pytest

from sandbox.errors import ApiError
from sandbox.limits import FloodLimits


async def fault(client, **rule):
    return await client.control("POST", "faults", rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"kind": "429", "retry_after": 7}, "429 Too Many Requests: retry after 7"),
        ({"kind": "500"}, "500 Internal Server Error"),
        ({"kind": "blocked"}, "403 Forbidden: bot was blocked by the user"),
        ({"kind": "deactivated"}, "403 Forbidden: user is deactivated"),
        ({"kind": "thread_not_found"}, "400 Bad Request: message thread not found"),
    ],
)
async def test_a_fault_speaks_as_telegram_does_and_is_used_up(client, rule, words):
    person = await client.person()
    await fault(client, method="sendmessage", times=1, **rule)
    status, body = await client.raw("sendMessage", {"chat_id": person, "text": "a"})
    assert f"{status} {body['description']}" == words
    assert body.get("parameters") == ({"retry_after": 7} if rule["kind"] == "429" else None)
    await client.api("sendMessage", chat_id=person, text="b")
    assert (await client.control("GET", "faults"))["faults"] == []
    assert [message["text"] for message in (await client.chat(person))["messages"]] == ["/start", "b"]


@pytest.mark.parametrize(("kind", "delivered", "status"), [("drop_response", 1, 200), ("reset", 0, 0)])
async def test_a_cut_connection_leaves_the_bot_in_doubt(client, kind, delivered, status):
    person = await client.person()
    await fault(client, method="sendMessage", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await client.raw("sendMessage", {"chat_id": person, "text": "a"})
    assert len((await client.chat(person))["messages"]) == 1 + delivered
    assert (await client.control("GET", "calls?method=sendMessage"))["calls"][-1]["status"] == status


async def test_a_fault_hits_only_its_chat_and_never_the_polling_unless_named(client):
    one, two = await client.person("Ada"), await client.person("Bob")
    await fault(client, kind="500", chat_id=one)
    await fault(client, kind="500", chat_id=one)
    assert await client.refused("sendMessage", chat_id=one, text="a") == "500 Internal Server Error"
    await client.api("sendMessage", chat_id=two, text="a")
    await fault(client, kind="500")
    await client.api("getUpdates")
    assert await client.refused("getMe") == "500 Internal Server Error"
    await client.control("DELETE", "faults")
    await fault(client, kind="500", method="getUpdates", times=1)
    assert await client.refused("getUpdates") == "500 Internal Server Error"


async def test_a_fault_with_no_chance_never_fires_and_a_delay_only_delays(client):
    person = await client.person()
    await fault(client, kind="500", probability=0)
    await fault(client, kind="delay", seconds=0.01)
    await client.api("sendMessage", chat_id=person, text="a")


class HandMonotonic:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def spend(limits: FloodLimits, chat: int, *, paid: bool = False) -> int:
    """0, or the seconds to wait."""
    try:
        limits.spend(chat, paid=paid)
    except ApiError as error:
        return error.parameters["retry_after"]
    return 0


def test_a_chat_takes_a_small_burst_then_one_message_a_second():
    time = HandMonotonic()
    limits = FloodLimits(monotonic=time)
    answers = [spend(limits, 1) for _ in range(7)]
    assert answers == [0, 0, 0, 0, 0, 1, 1]
    time.now += 1
    assert [spend(limits, 1), spend(limits, 1)] == [0, 1]
    assert spend(limits, 2) == 0


def test_all_chats_together_take_thirty_a_second_unless_paid_for():
    time = HandMonotonic()
    limits = FloodLimits(monotonic=time)
    assert [spend(limits, chat) for chat in range(1, 32)] == [0] * 30 + [1]
    assert sum(spend(limits, chat, paid=True) == 0 for chat in range(100, 1300)) == 1000


def test_a_group_takes_twenty_a_minute():
    time = HandMonotonic()
    limits = FloodLimits(monotonic=time)
    answers = []
    for _ in range(61):
        answers.append(spend(limits, -1))
        time.now += 1
    assert answers[:21] == [0] * 20 + [40]
    assert [second for second, wait in enumerate(answers) if wait == 0] == [*range(20), 60]


def test_without_limits_nothing_waits():
    limits = FloodLimits(enabled=False)
    assert not any(spend(limits, 1) for _ in range(200))
