"""What a handler wants to happen besides the rows it wrote: values, carried out in one place after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.messages.base import Message


@dataclass(frozen=True, slots=True)
class Reply:
    """A new message to the chat (and topic) the update came from; leaves through the outbox.

    The rest is as for `Work.post`.
    """

    message: Message
    guard: str = ""
    key: str | None = None
    expires_at: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The tapped message becomes this one. Best effort: where it cannot be edited, a new message is sent."""

    message: Message


@dataclass(frozen=True, slots=True)
class Toast:
    """The short line at the top of the screen after a tap; `alert` makes it a box to close."""

    message: Message
    alert: bool = False


@dataclass(frozen=True, slots=True)
class RemoveButtons:
    """The tapped message keeps its text and loses its buttons."""


Effect = Reply | Edit | Toast | RemoveButtons
Effects = list[Effect]
