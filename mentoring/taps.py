"""What a button says when it is tapped: a short code and values, at most 64 bytes.

Callback data is a claim, not a proof: parsing here only checks its form; every use case checks the right.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, Union, dataclass_transform, get_args, get_origin, get_type_hints

from storage.ids import MAX_ID

_LIMIT_BYTES = 64  # Bot API: callback_data is 1-64 bytes


class Tap:
    """A declared button code. Subclasses are frozen dataclasses made by `tap`."""

    code: ClassVar[str] = ""

    def pack(self) -> str:
        """The callback data: `code:value:value`."""
        values = [_write(getattr(self, field.name)) for field in fields(self)]  # type: ignore[arg-type]
        data = ":".join([self.code, *values])
        assert len(data.encode()) <= _LIMIT_BYTES, f"{data} is too long for a button"
        return data


class NotATapError(ValueError):
    """Callback data that no button of this version says."""


_codes: dict[str, type[Tap]] = {}
T = TypeVar("T", bound=Tap)


@dataclass_transform(frozen_default=True)
def tap(code: str) -> Callable[[type[T]], type[T]]:
    """Makes the class a frozen dataclass and registers its code. Fields: int ids, bool, short words, StrEnum."""

    def register(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True)(cls)
        made.code = code
        assert code not in _codes, f"{code} is declared twice"
        assert ":" not in code
        _codes[code] = made
        return made

    return register


def read_tap(data: str) -> Tap:
    """The tap that the data claims. Raises NotATapError for everything else, whatever it holds."""
    code, *values = data.split(":")
    cls = _codes.get(code)
    if cls is None:
        raise NotATapError
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]
    if len(names) != len(values):
        raise NotATapError
    return cls(**{name: _read(hints[name], value) for name, value in zip(names, values, strict=True)})


def _write(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    text = str(value)
    assert ":" not in text
    return text


def _read(kind: Any, value: str) -> Any:
    if get_origin(kind) in {Union, types.UnionType}:
        if value == "":
            return None
        kind = next(option for option in get_args(kind) if option is not type(None))
    if kind is bool:
        if value not in {"0", "1"}:
            raise NotATapError
        return value == "1"
    if kind is int:
        return _read_id(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        try:
            return kind(value)
        except ValueError as error:
            raise NotATapError from error
    if not value.isascii() or len(value) > _LIMIT_BYTES:
        raise NotATapError
    return value


def _read_id(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 19) or int(value) > MAX_ID:
        raise NotATapError
    return int(value)
