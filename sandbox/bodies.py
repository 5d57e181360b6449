"""Reading control requests: one JSON object, known fields, plain types; anything else is 400 in a plain sentence."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.errors import ControlError

SAFE_INTEGER = 2**53
WORDS: dict[type, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
MIME_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}", re.ASCII)


async def read_json(request: web.Request) -> dict[str, Any]:
    """The body as an object. An empty body is an empty object."""
    try:
        body = json.loads(await request.text() or "{}", parse_constant=lambda _: None)
    except (ValueError, RecursionError, LookupError):
        raise ControlError(400, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise ControlError(400, "The body is not a JSON object.")
    return body


def only(body: dict[str, Any], *names: str) -> None:
    """Refuse fields that nobody would read."""
    unknown = sorted(set(body) - set(names))
    if unknown:
        raise ControlError(400, f"The field {unknown[0][:40]!a} is not known here.")


def field(body: dict[str, Any], name: str, kind: type, default: Any = None, *, required: bool = False) -> Any:
    """One field of a plain type; null is the same as absent."""
    value = body.get(name)
    if value is None:
        if required:
            raise ControlError(400, f"The field {name} is missing.")
        return default
    if kind is float and isinstance(value, int) and not isinstance(value, bool) and abs(value) <= SAFE_INTEGER:
        value = float(value)
    right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    if not right or (isinstance(value, int) and abs(value) > SAFE_INTEGER):
        raise ControlError(400, f"The field {name} must be {WORDS[kind]}.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ControlError(400, f"The field {name} must be a finite number.")
    if isinstance(value, str):
        check_text(name, value)
    return value


def check_text(name: str, value: str) -> None:
    """Text that can be sent as UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ControlError(400, f"The field {name} contains half a character.") from None


def text(body: dict[str, Any], name: str, longest: int, *, required: bool = True) -> Any:
    """A text with something in it, of at most `longest` characters."""
    value = field(body, name, str, required=required)
    if value is not None and (not value.strip() or len(value) > longest):
        raise ControlError(400, f"The field {name} takes 1 to {longest} characters.")
    return value


def content_of(body: dict[str, Any]) -> bytes:
    """The field `base64`, decoded."""
    try:
        content = base64.b64decode(field(body, "base64", str, required=True), validate=True)
    except (binascii.Error, ValueError):
        raise ControlError(400, "The field base64 is not base64.") from None
    if not content:
        raise ControlError(400, "The file is empty.")
    return content


def mime_type_of(body: dict[str, Any]) -> str | None:
    """The field `mime_type`, if any."""
    value: str | None = field(body, "mime_type", str)
    if value is not None and not MIME_TYPE.fullmatch(value):
        raise ControlError(400, "The field mime_type is not a media type.")
    return value


def moment(body: dict[str, Any], name: str) -> datetime:
    """A time with its zone, ISO 8601."""
    try:
        value = datetime.fromisoformat(field(body, name, str, required=True))
    except ValueError:
        raise ControlError(400, f"The field {name} is not a time in ISO 8601.") from None
    if value.tzinfo is None:
        raise ControlError(400, f"The field {name} needs a time zone, such as +00:00.")
    return value


def number_in_path(request: web.Request, name: str) -> int:
    """A number that is part of the address, else 404."""
    value = request.match_info[name]
    if not (value.isascii() and value.isdigit()) or len(value) > 16:
        raise ControlError(404, f"There is no {name.replace('_id', '')} {value[:40]!a}.")
    return int(value)


def number_in_query(request: web.Request, name: str) -> int:
    """A count in the query string, 0 when it is not there."""
    value = request.query.get(name, "0")
    if not (value.isascii() and value.isdigit()) or len(value) > 16:
        raise ControlError(400, f"{name} must be a whole number, not below zero.")
    return int(value)
