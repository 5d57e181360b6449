"""What Tandem says when something cannot be done, whatever the conversation."""

from __future__ import annotations

from mentoring.messages.base import Message, declare


@declare("system.wrong")
class SomethingWentWrong(Message):
    """An update failed again and again; it was skipped."""


@declare("system.not-found")
class NotHere(Message):
    """It does not exist, or is not theirs."""


@declare("system.out-of-date")
class OutOfDate(Message):
    """A button from before."""


@declare("system.cancelled")
class Cancelled(Message):
    """A dialogue was left by /cancel."""


@declare("system.nothing-to-cancel")
class NothingToCancel(Message):
    """/cancel without a dialogue."""


@declare("system.tap-please")
class TapPlease(Message):
    """Text came where a tap on a button was asked for."""


@declare("system.write-please")
class WritePlease(Message):
    """Something other than text came where text was asked for."""


@declare("system.unknown-command")
class UnknownCommand(Message):
    """A command Tandem does not have."""
