"""A small client for tests: one side calls the Bot API, the other moves the people."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import aiohttp

TOKEN = "4242:TEST_TOKEN"
Json = dict[str, Any]


@dataclass
class Client:
    http: aiohttp.ClientSession
    token: str = TOKEN

    async def raw(self, method: str, params: Json | None = None) -> tuple[int, Json]:
        async with self.http.post(f"/bot{self.token}/{method}", json=params or {}) as response:
            return response.status, await response.json()

    async def api(self, method: str, **params: Any) -> Any:
        status, body = await self.raw(method, params)
        assert status == 200, (method, params, body)
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        status, body = await self.raw(method, params)
        assert body["ok"] is False
        assert body["error_code"] == status
        return f"{status} {body['description']}"

    async def control(self, verb: str, path: str, body: Any = None, status: int = 200) -> Json:
        async with self.http.request(verb, f"/sandbox/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == status, (verb, path, body, answer)
            if status != 200:
                assert list(answer) == ["error"]
            return answer

    async def person(self, first_name: str = "Ada", language_code: str = "fr", start: bool = True) -> int:
        about = {"first_name": first_name, "language_code": language_code}
        number = (await self.control("POST", "people", about))["id"]
        if start:
            await self.write(number, text="/start")
        return number

    async def write(self, person: int, **body: Any) -> Any:
        answer = await self.control("POST", f"people/{person}/messages", body)
        return answer.get("message_id") or answer["message_ids"]

    async def chat(self, person: int, after: int = 0) -> Json:
        return await self.control("GET", f"people/{person}/chat?after={after}")

    async def last(self, person: int) -> Json:
        return (await self.chat(person))["messages"][-1]

    async def updates(self, **params: Any) -> list[Json]:
        """Take all that waits, and confirm it."""
        found = await self.api("getUpdates", **params)
        if found:
            await self.api("getUpdates", offset=found[-1]["update_id"] + 1)
        return found


def png(width: int = 200, height: int = 100) -> bytes:
    """A small real picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def file(content: bytes, filename: str = "file.bin", mime_type: str | None = None) -> Json:
    """A file for a control request."""
    body = {"filename": filename, "base64": base64.b64encode(content).decode()}
    return {**body, "mime_type": mime_type} if mime_type else body
