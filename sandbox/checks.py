"""Parameters against the table of the Bot API: nothing unknown, nothing missing, everything of its type.

Forms carry everything as text (objects as JSON text), JSON bodies carry real values; both end in the same plain
Python values here. Where the real server is lenient about a wrong name or type this one refuses, because a sandbox
that forgives hides mistakes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import bad_request
from sandbox.facts import bot_api

LARGEST = 2**63
TRUE, FALSE = {"true", "1", "yes"}, {"false", "0", "no"}
INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
SAID_BY_TELEGRAM = {  # how Telegram words the absence of the most common parameters
    "chat_id": "chat_id is empty",
    "from_chat_id": "from_chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


@dataclass(frozen=True)
class Upload:
    """A file that came with the request, in its own part of a multipart body."""

    filename: str
    content: bytes
    mime_type: str | None


class Mismatch(Exception):  # noqa: N818  a detour inside this file, never seen outside
    """A value that is not of the wanted type; the text says in what way."""


def check(method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of one call as Python values. Raises `ApiError` 400. Absent optional ones are left out."""
    table = bot_api()["methods"][method]
    unknown = sorted(set(raw) - set(table))
    if unknown:
        raise bad_request(f'{method} has no parameter "{unknown[0][:64]}"')
    params: dict[str, Any] = {}
    for name, (kind, required, *_) in table.items():
        value = raw.get(name)
        if value is None or (value == "" and kind != "String"):
            if required:
                raise bad_request(SAID_BY_TELEGRAM.get(name, f'parameter "{name}" is required'))
            continue
        params[name] = top_level(name, kind, value)
    return params


def top_level(name: str, kind: str, value: Any) -> Any:
    """One parameter: plain types from text, objects from JSON text."""
    try:
        if isinstance(value, Upload):
            return convert(kind, value)
        if kind in {"Integer", "Float", "Boolean", "Integer or String", "String", "InputFile or String"}:
            return scalar(kind, value)
        return convert(kind, from_json_text(value))
    except Mismatch as mismatch:
        if kind in {"Integer", "Integer or String", "Float", "Boolean"}:
            raise bad_request(f"invalid {name} value specified: {mismatch}") from None
        raise bad_request(f"can't parse {name}: {mismatch}") from None


def from_json_text(value: Any) -> Any:
    """Objects arrive as JSON text in forms and may also do so inside a JSON body."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise Mismatch("can't parse JSON object") from None


def scalar(kind: str, value: Any) -> Any:
    """A plain value, whichever way it was written."""
    if kind == "Integer or String":
        return integer(value) if isinstance(value, int) or INTEGER.fullmatch(str(value)) else string(value)
    if kind in {"String", "InputFile or String"}:
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else string(value)
    return {"Integer": integer, "Float": floating, "Boolean": boolean}[kind](value)


def integer(value: Any) -> int:
    """A whole number of at most 64 bits."""
    if isinstance(value, str) and INTEGER.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -LARGEST <= value < LARGEST:
        raise Mismatch("expected an Integer")
    return value


def floating(value: Any) -> float:
    """A finite number."""
    try:
        number = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise Mismatch("expected a Float")
    return number


def boolean(value: Any) -> bool:
    """True or False, also as text."""
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in TRUE | FALSE:
        raise Mismatch("expected a Boolean")
    return word in TRUE


def string(value: Any) -> str:
    """Text that can be sent as UTF-8: half of a surrogate pair cannot."""
    if not isinstance(value, str):
        raise Mismatch("expected a String")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return value


def convert(kind: str, value: Any) -> Any:
    """A nested value of a documented type, e.g. `Array of MessageEntity`."""
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            raise Mismatch("expected an Array")
        return [convert(kind.removeprefix("Array of "), item) for item in value]
    if kind in {"InputFile", "InputFile or String"}:
        return value if isinstance(value, Upload) else string(value)
    if isinstance(value, Upload):
        raise Mismatch("expected no file")
    if kind == "True":
        if boolean(value) is not True:
            raise Mismatch("expected True")
        return True
    if kind in {"Integer", "Float", "Boolean", "Integer or String"}:
        return scalar(kind, value)
    return string(value) if kind == "String" else structure(kind, value)


def structure(kind: str, value: Any) -> Any:
    """An object, of one type or of one of several."""
    candidates = variants(kind)
    if isinstance(value, str) and "RichText" in kind:
        return value
    if isinstance(value, str) and kind == "KeyboardButton":
        value = {"text": value}
    if not isinstance(value, dict):
        raise Mismatch(f"expected an Object of type {kind}")
    if len(candidates) == 1:
        return fields(candidates[0], value)
    for candidate in candidates:
        if fits(candidate, value):
            return fields(candidate, value)
    raise Mismatch(f"the object is none of {', '.join(candidates)}")


def variants(kind: str) -> list[str]:
    """The object types that a type expression stands for, umbrella types unfolded."""
    types = bot_api()["types"]
    names = [name for name in re.findall(r"[A-Z]\w+", kind) if name in types]
    return [
        leaf
        for name in names
        for leaf in (variants(" ".join(types[name])) if types[name].__class__ is list else [name])
    ]


def fits(name: str, value: dict[str, Any]) -> bool:
    """Whether the telling word agrees or, for types without one, the required fields are there."""
    table = bot_api()["types"][name]
    words = [(field, row[2]) for field, row in table.items() if len(row) > 2]
    if words:
        return all(value.get(field) == word for field, word in words)
    return all(field in value for field, row in table.items() if row[1])


def fields(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Every field of an object, checked; unknown ones are refused."""
    table = bot_api()["types"][name]
    checked: dict[str, Any] = {}
    for field, item in value.items():
        if field not in table:
            raise Mismatch(f'{name} has no field "{field[:64]}"')
        if item is None:
            continue
        try:
            checked[field] = convert(table[field][0], item)
        except Mismatch as mismatch:
            raise Mismatch(f'Field "{field}" of {name}: {mismatch}') from None
    for field, row in table.items():
        if row[1] and field not in checked:
            raise Mismatch(f'Can\'t find field "{field}"')
    return checked
