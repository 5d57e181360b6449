"""A Bot API that accepts everything, in a process of its own, as fast as plain asyncio allows.

    python -m benchmarks.outbox_stub [--latency 0]

Prints its address. Answers every call with a Message as long as real ones; `GET /stats` says what arrived, `GET /reset`
forgets it. It reads from a call only whom it is for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import time
from collections import Counter
from urllib.request import urlopen

_CHAT = re.compile(rb'(?:^|&|"|\s)"?chat_id"?(?:=|:|\r\n(?:[^\r]+\r\n)*\r\n)\s*(\d+)')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_ME = {"id": 1, "is_bot": True, "first_name": "Tandem", "username": "tandem_bot", "can_join_groups": False}
_TEXT = "Voici quelqu'un pour vous : Jan. Langues : français, néerlandais. Secteur : informatique. " * 3
_BUTTON = {"text": "Oui, faire connaissance", "callback_data": "answer:1234567890123:y"}


class Arrivals:
    """What arrived: how many calls, and how often for each chat."""

    def __init__(self) -> None:
        self.chats: Counter[bytes] = Counter()
        self.calls = 0

    def stats(self) -> dict[str, int]:
        most = max(self.chats.values(), default=0)
        return {"calls": self.calls, "chats": len(self.chats), "most": most}


class Connection(asyncio.Protocol):
    """One client's connection: HTTP/1.1, bodies with a length, one answer for each request, in order."""

    def __init__(self, arrivals: Arrivals, latency: float) -> None:
        self._arrivals, self._latency = arrivals, latency
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            size = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < size:
                return
            body, self._buffer = self._buffer[end + 4 : size], self._buffer[size:]
            self._answer(head.split(b" ", 2)[1], body)

    def _answer(self, path: bytes, body: bytes) -> None:
        method = path.rpartition(b"/")[2]
        if method in {b"stats", b"reset"}:
            answer = json.dumps(self._arrivals.stats()).encode()
            if method == b"reset":
                self._arrivals.__init__()  # type: ignore[misc]
            self._write(_response(answer))
        elif method.lower() == b"getme":
            self._write(_response(json.dumps({"ok": True, "result": _ME}).encode()))
        else:
            found = _CHAT.search(body)
            chat = found[1] if found else b"0"
            self._arrivals.calls += 1
            self._arrivals.chats[chat] += 1
            self._after_a_while(_response(_MESSAGE % (self._arrivals.calls, chat)))

    def _after_a_while(self, response: bytes) -> None:
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._write, response)
        else:
            self._write(response)

    def _write(self, response: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(response)


def _response(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def _message() -> bytes:
    """A Message with two gaps: its id and its chat's."""
    message = {
        "message_id": -1,
        "from": _ME,
        "chat": {"id": -2, "first_name": "Amina", "type": "private"},
        "date": 1764000000,
        "text": _TEXT,
        "entities": [{"offset": 0, "length": 5, "type": "bold"}],
        "reply_markup": {"inline_keyboard": [[_BUTTON], [_BUTTON]]},
    }
    answer = json.dumps({"ok": True, "result": message}).replace("%", "%%")
    return answer.replace("-1", "%d", 1).replace("-2", "%b", 1).encode()


_MESSAGE = _message()


class _Client(asyncio.Protocol):
    """Asks the same again and again as soon as it is answered: as cheap as a client can be."""

    def __init__(self, request: bytes, counter: list[int], limit: int, done: asyncio.Event) -> None:
        self._request, self._counter, self._limit, self._done = request, counter, limit, done
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not data.endswith(b"}"):
            return
        self._counter[0] += 1
        if self._counter[0] >= self._limit:
            self._done.set()
        elif self._transport is not None:
            self._transport.write(self._request)


async def ceiling(address: str, requests: int, connections: int) -> float:
    """Calls a second that the stub answers to a client that does nothing else."""
    port = int(address.rpartition(":")[2])
    body = b"chat_id=1234567&parse_mode=HTML&text=" + b"x" * 400
    head = b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    counter, done, loop = [0], asyncio.Event(), asyncio.get_running_loop()
    began = time.perf_counter()
    made = [
        await loop.create_connection(lambda: _Client(head + body, counter, requests, done), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await done.wait()
    spent = time.perf_counter() - began
    for transport, _ in made:
        transport.abort()
    return requests / spent


def ask(address: str, what: str) -> dict[str, int]:
    """`stats` or `reset` of the stub at that address."""
    with urlopen(f"{address}/{what}", timeout=10) as answer:
        stats: dict[str, int] = json.load(answer)
        return stats


async def serve(latency: float) -> None:
    """Until it is ended from outside."""
    arrivals = Arrivals()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(arrivals, latency), "127.0.0.1", 0, backlog=4096
    )
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, default=0, help="milliseconds before each answer")
    asyncio.run(serve(parser.parse_args().latency / 1000))


if __name__ == "__main__":
    main()
