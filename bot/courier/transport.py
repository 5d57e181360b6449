"""The line to Telegram: python-telegram-bot's ExtBot over a `BaseRequest` of our own, which is plain aiohttp.

BaseRequest is the library's documented hook for another HTTP client. Why: docs/decisions/two-telegram-libraries.md.
"""

from __future__ import annotations

import io
import json
import logging
import ssl
from dataclasses import dataclass
from typing import Any

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.courier.limits import Limits, Pass

Bot = ExtBot[Pass]
# Seconds: `connect` includes the wait for a free connection.
_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=30, sock_connect=10, sock_read=20)
_UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=30, sock_connect=10, sock_read=60)
_KEEP_ALIVE_SECONDS = 60
_OF_A_MESSAGE = ("message_id", "date", "chat")
_HEADERS = {"User-Agent": BaseRequest.USER_AGENT}
_JSON_HEADERS = {**_HEADERS, "Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """Calls go as JSON, those with a file as a form. Timeouts of single calls are not looked at: there are none."""

    __slots__ = ("_connections", "_session")

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return _TIMEOUT.sock_read

    async def initialize(self) -> None:
        """Opens nothing: the first call does."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_named_timeouts: Any
    ) -> tuple[int, bytes]:
        """The status and the body of the answer. Raises TimedOut or NetworkError, whose texts hold no address."""
        session = self._session = self._session or self._open()
        try:
            async with session.request(method, url, **_content(request_data)) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's hook for another parser. Of a sent message only its ids are left, not what was just sent.

        To make objects of a whole message costs as much as the call itself. Raises TelegramError.
        """
        answer = BaseRequest.parse_json_payload(payload)
        result = answer.get("result")
        if isinstance(result, dict) and "chat" in result and "message_id" in result:
            return {"ok": True, "result": {name: result[name] for name in _OF_A_MESSAGE if name in result}}
        return answer

    def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=self._connections,
            keepalive_timeout=_KEEP_ALIVE_SECONDS,
            ssl=ssl.create_default_context(cafile=certifi.where()),
        )
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


def _content(request_data: RequestData | None) -> dict[str, Any]:
    if request_data is None:
        return {"headers": _HEADERS, "timeout": _TIMEOUT}
    if not request_data.contains_files:
        body = json.dumps(request_data.parameters).encode()
        return {"data": body, "headers": _JSON_HEADERS, "timeout": _TIMEOUT}
    form = aiohttp.FormData(request_data.json_parameters)
    for field, (filename, content, media_type) in request_data.multipart_data.items():
        # as a stream: aiohttp warns of more than 1 MB in one piece, since it would be sent in one go
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(field, stream, filename=filename, content_type=media_type)
    return {"data": form, "headers": _HEADERS, "timeout": _UPLOAD_TIMEOUT}


@dataclass(frozen=True)
class Line:
    """The bot to call with, and the connections below it."""

    bot: Bot
    request: BaseRequest

    async def close(self) -> None:
        await self.request.shutdown()


def open_line(token: str, api_url: str, limits: Limits, parallel: int) -> Line:
    """Asks nothing of Telegram yet."""
    _keep_logs_clean()
    request = AiohttpRequest(parallel + 8)
    bot: Bot = ExtBot(
        token,
        base_url=f"{api_url.rstrip('/')}/bot",
        request=request,
        get_updates_request=request,  # never used here; a second pool would be idle
        rate_limiter=limits,
    )
    return Line(bot, request)


def _keep_logs_clean() -> None:
    """These libraries log addresses (with the token in them) and parameters (with names and texts)."""
    for name in ("aiohttp", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
