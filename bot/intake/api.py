"""Calls to the Bot API as plain JSON, for what must not be parsed in one piece: a batch of updates."""

from __future__ import annotations

import json
from typing import Any

import aiohttp


class ApiError(Exception):
    """The Bot API said no: its code, its words, and how long to wait (seconds) where it says so."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class RawApi:
    """One connection pool to one bot's API. Errors never carry the address, which holds the token."""

    def __init__(self, token: str, api_url: str) -> None:
        self._base = f"{api_url}/bot{token}/"
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, *, read_timeout: float = 40, **params: Any) -> Any:
        """The call's result. Raises ApiError, OSError or TimeoutError."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        filled = {name: value for name, value in params.items() if value is not None}
        timeout = aiohttp.ClientTimeout(total=read_timeout, connect=10)
        try:
            async with self._session.post(self._base + method, json=filled, timeout=timeout) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, json.JSONDecodeError) as error:
            raise ConnectionError(type(error).__name__) from None
        if not isinstance(answer, dict) or not answer.get("ok"):
            answer = answer if isinstance(answer, dict) else {}
            retry_after = (answer.get("parameters") or {}).get("retry_after")
            raise ApiError(int(answer.get("error_code", 0)), str(answer.get("description", "")), retry_after)
        return answer["result"]

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
