"""The one table that turns a programme error into a line for the person."""

from __future__ import annotations

from mentoring.errors import NotFoundError, OutOfDateError, ProgrammeError
from mentoring.messages.base import Message
from mentoring.messages.system import NotHere, OutOfDate, SomethingWentWrong

_LINES: dict[type[ProgrammeError], type[Message]] = {
    NotFoundError: NotHere,
    OutOfDateError: OutOfDate,
}


def line_for(error: ProgrammeError) -> Message:
    """The line for this error, or for the nearest kind of error it is."""
    for kind in type(error).__mro__:
        if kind in _LINES:
            return _LINES[kind]()
    return SomethingWentWrong()
