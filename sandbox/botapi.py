"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.checks import INTEGER, Upload, check
from sandbox.errors import ApiError, bad_request
from sandbox.facts import canonical_methods
from sandbox.methods import METHODS, Call
from sandbox.methods.media import KINDS
from sandbox.telegram import Telegram

log = logging.getLogger(__name__)
TOKEN = re.compile(r"[0-9]+:[\w-]+", re.ASCII)
LONGEST_DELAY = 600.0
FILE_PARAMETERS = frozenset({*KINDS.values(), "certificate", "thumbnail"})


@dataclass
class Parameters:
    """What came with a request: values by name, and attached files by the name of their part."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def as_sent(self) -> dict[str, Any]:
        """For the call log; files by name and size alone."""
        files = {**self.uploads, **{k: v for k, v in self.values.items() if isinstance(v, Upload)}}
        shown = {name: {"filename": file.filename, "size": len(file.content)} for name, file in files.items()}
        return {**self.values, **shown}

    @property
    def chat_id(self) -> int | None:
        """The chat a call is about, where it names one by number."""
        value = self.values.get("chat_id")
        if isinstance(value, bool) or not isinstance(value, int | str):
            return None
        return int(value) if INTEGER.fullmatch(str(value)) else None


class BotApi:
    """Answers the bot."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        """GET and POST are the same to the Bot API."""
        return [
            web.route("*", r"/bot{token:[^/]+}/{method:[^/]*}", self.handle),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP."""
        try:
            method = self.method_of(request)
            parameters = await read(request)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        return await self.with_faults(request, method, parameters)

    def method_of(self, request: web.Request) -> str:
        """The method that the address names."""
        self.check_token(request.match_info["token"])
        if request.method not in {"GET", "POST"}:
            raise ApiError(405, "Method Not Allowed: unsupported HTTP method")
        method = canonical_methods().get(request.match_info["method"].lower(), "")
        if method not in METHODS:
            raise ApiError(404, "Not Found")
        return method

    def check_token(self, token: str) -> None:
        """404 for what cannot be a token, 401 for a token that is not ours, as on Telegram."""
        if not TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.telegram.token:
            raise ApiError(401, "Unauthorized")

    async def with_faults(self, request: web.Request, method: str, parameters: Parameters) -> web.StreamResponse:
        """Do the call, or what an injected fault makes of it."""
        fault = self.telegram.faults.draw(method, parameters.chat_id)
        kind = fault.kind if fault else None
        if fault is not None:
            self.telegram.events.publish("fault", {})
        if kind == "reset":
            self.telegram.calls.add(method, parameters.as_sent(), 0, None)
            return cut(request)
        if fault is not None and kind == "delay":
            await asyncio.sleep(min(fault.seconds, LONGEST_DELAY))
        status, body = await self.call(method, parameters, fault.error() if fault else None)
        if kind == "drop_response":
            return cut(request)
        return web.json_response(body, status=status)

    async def call(
        self, method: str, parameters: Parameters, refusal: ApiError | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Do one call and note it. `refusal` stands in for what Telegram would have said."""
        try:
            status, body = 200, {"ok": True, "result": await self.do(method, parameters, refusal)}
        except ApiError as error:
            status, body = error.code, error.body()
        except Exception:
            log.exception("the sandbox failed to do %s", method)
            status, body = 500, ApiError(500, "Internal Server Error").body()
        self.telegram.calls.add(method, parameters.as_sent(), status, body.get("result", body))
        return status, body

    async def do(self, method: str, parameters: Parameters, refusal: ApiError | None) -> Any:
        """The result of a method, or `ApiError`."""
        if refusal is not None:
            raise refusal
        params = check(method, parameters.values)
        result = METHODS[method](Call(self.telegram, method, params, parameters.uploads))
        return await result if inspect.isawaitable(result) else result

    async def answer_of_webhook(self, call: dict[str, Any]) -> None:
        """A call that came as the answer to a webhook delivery; its result goes nowhere."""
        method = canonical_methods().get(str(call.pop("method")).lower(), "")
        if method in METHODS:
            await self.call(method, Parameters(call))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file by the `file_path` that getFile gave."""
        try:
            self.check_token(request.match_info["token"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        stored = self.telegram.files.by_path(request.match_info["path"])
        if stored is None:
            return web.json_response(ApiError(404, "Not Found").body(), status=404)
        return web.Response(body=stored.content, content_type="application/octet-stream")


def cut(request: web.Request) -> web.StreamResponse:
    """End the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read(request: web.Request) -> Parameters:
    """Query string, then body: JSON, form or multipart. Raises `ApiError` 400 and 413."""
    parameters = Parameters(dict(request.query))
    try:
        if request.content_type == "application/json":
            parameters.values |= as_object(json.loads(await request.text() or "{}"))
        elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
            await read_form(request, parameters)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except (ValueError, RecursionError, LookupError, AssertionError):
        raise bad_request("can't parse request") from None
    return parameters


def as_object(values: Any) -> dict[str, Any]:
    """A JSON body must be an object."""
    if not isinstance(values, dict):
        raise bad_request("can't parse request: JSON object expected")
    return values


async def read_form(request: web.Request, parameters: Parameters) -> None:
    """Parts with a file name are files: the parameter itself, or attached to one."""
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            upload = Upload(value.filename, value.file.read(), value.content_type)
            (parameters.values if name in FILE_PARAMETERS else parameters.uploads)[name] = upload
        elif isinstance(value, bytes | bytearray):
            parameters.values[name] = value.decode()
        else:
            parameters.values[name] = value
