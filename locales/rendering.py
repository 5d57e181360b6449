"""How a declared message becomes words: `render(message, language, zone)`.

A renderer is registered beside a sample of its message, so that every kind can be looked at in every language
(`python -m locales.gallery`) and checked (`python -m locales.lint`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from typing import TypeVar
from zoneinfo import ZoneInfo

from locales.say import Say
from mentoring.messages.base import Message
from mentoring.taps import Tap

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: a tap or an address. `style` is Telegram's: primary, success or danger."""

    text: str
    tap: Tap | None = None
    url: str | None = None
    style: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to go with a message."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as it is sent: HTML text (of the picture or file, if there is one), rows of buttons, a PNG, a file."""

    text: str
    buttons: Rows = field(default=())
    photo: bytes | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Renderer:
    render: Callable[[Message, Say], Rendered]
    samples: tuple[Message, ...]


_renderers: dict[type[Message], Renderer] = {}


def renders(*samples: M) -> Callable[[Callable[[M, Say], Rendered | str]], Callable[[M, Say], Rendered | str]]:
    """Registers the function as the renderer of the samples' message class.

    The function may return the HTML text alone.
    """

    def register(function: Callable[[M, Say], Rendered | str]) -> Callable[[M, Say], Rendered | str]:
        def complete(message: Message, say: Say) -> Rendered:
            made = function(message, say)  # type: ignore[arg-type]  # registered for exactly this class
            return Rendered(made) if isinstance(made, str) else made

        (cls,) = {type(sample) for sample in samples}
        assert cls not in _renderers, f"{cls.kind} has two renderers"
        _renderers[cls] = Renderer(complete, tuple(samples))
        return function

    return register


def render(message: Message, language: str, zone: ZoneInfo) -> Rendered:
    """The message in that language; instants in it are told in that zone."""
    return _renderers[type(message)].render(message, Say(language, zone))


def under_hat(rendered: Rendered, organisation: str | None) -> Rendered:
    """The same below the name of the organisation that it is about, where one is told."""
    if not organisation:
        return rendered
    return replace(rendered, text=f"<b>{escape(organisation, quote=False)}</b>\n{rendered.text}")


def renderers() -> Iterator[tuple[type[Message], Renderer]]:
    """Every kind of the programme with its samples, in order of their kinds; a test's own kinds are left out."""
    own = {cls: renderer for cls, renderer in _renderers.items() if cls.__module__.startswith("mentoring.")}
    yield from sorted(own.items(), key=lambda item: item[0].kind)


def load_all() -> None:
    """Registers every renderer: called once where the process is put together."""
    from locales import messages

    messages.load_all()
