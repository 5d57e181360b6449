"""The one table that turns a programme error into a line for the person."""

from __future__ import annotations

from mentoring.errors import (
    AlreadyPairedError,
    DuoPausedError,
    NameNotUsableError,
    NoCapacityError,
    NotFoundError,
    OutOfDateError,
    ProgrammeError,
    ZoneUnknownError,
)
from mentoring.messages.base import Message
from mentoring.messages.check_ins import CheckInPaused
from mentoring.messages.pairing import AlreadyPaired, NoCapacity
from mentoring.messages.settings import ZoneUnknown
from mentoring.messages.system import NotHere, OutOfDate, SomethingWentWrong
from mentoring.messages.welcome import NameNotUsable

_LINES: dict[type[ProgrammeError], type[Message]] = {
    NotFoundError: NotHere,
    OutOfDateError: OutOfDate,
    NameNotUsableError: NameNotUsable,
    AlreadyPairedError: AlreadyPaired,
    NoCapacityError: NoCapacity,
    DuoPausedError: CheckInPaused,
    ZoneUnknownError: ZoneUnknown,
}


def line_for(error: ProgrammeError) -> Message:
    """The line for this error, or for the nearest kind of error it is."""
    for kind in type(error).__mro__:
        if kind in _LINES:
            return _LINES[kind]()
    return SomethingWentWrong()
