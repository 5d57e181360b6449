"""How a message is declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, TypeVar, dataclass_transform

from pydantic import TypeAdapter

from storage.words import Group, Priority


@dataclass(frozen=True, slots=True)
class Policy:
    """How a message travels. `expires_after` (programme time) is when it has become pointless.

    `waits_for_morning`: it is held back during the recipient's quiet hours; answers and relays never are. `rests`: not
    on Sundays and public holidays either. `counts`: one of the three that Tandem may begin in a week
    (mentoring/contact.py). `group`: what the recipient can switch off; then it is not sent.
    """

    priority: Priority = Priority.REPLY
    expires_after: timedelta | None = None
    waits_for_morning: bool = False
    rests: bool = False
    counts: bool = False
    group: Group | None = None


REPLY = Policy()


class Message:
    """A declared message. Subclasses are frozen dataclasses made by `declare`."""

    kind: ClassVar[str] = ""
    policy: ClassVar[Policy] = REPLY


class UnknownKindError(Exception):
    """A row names a message kind that this version does not declare."""


_kinds: dict[str, type[Message]] = {}
M = TypeVar("M", bound=Message)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def declare(kind: str, policy: Policy = REPLY) -> Callable[[type[M]], type[M]]:
    """Makes the class a frozen keyword-only dataclass and registers it under its kind, which rows keep."""

    def register(cls: type[M]) -> type[M]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.kind, made.policy = kind, policy
        assert kind not in _kinds, f"{kind} is declared twice"
        _kinds[kind] = made
        return made

    return register


def declared() -> Mapping[str, type[Message]]:
    """All kinds declared so far: import the modules of this package first (`mentoring.messages.all_kinds`)."""
    return _kinds


_adapters: dict[type[Message], TypeAdapter[Any]] = {}


def _adapter(cls: type[Message]) -> TypeAdapter[Any]:
    adapter = _adapters.get(cls)
    if adapter is None:
        adapter = _adapters[cls] = TypeAdapter(cls)
    return adapter


def to_params(message: Message) -> dict[str, Any]:
    """The parameters as JSON values."""
    params: dict[str, Any] = _adapter(type(message)).dump_python(message, mode="json")
    return params


def from_params(kind: str, params: Mapping[str, Any]) -> Message:
    """The message again, validated. Raises UnknownKindError or pydantic's ValidationError."""
    cls = _kinds.get(kind)
    if cls is None:
        raise UnknownKindError(kind)
    message: Message = _adapter(cls).validate_python(params)
    return message
