from __future__ import annotations

from locales.rendering import renders
from locales.say import Say
from mentoring.messages.system import (
    Cancelled,
    NotHere,
    NothingToCancel,
    OutOfDate,
    SomethingWentWrong,
    TapPlease,
    UnknownCommand,
    WritePlease,
)


@renders(SomethingWentWrong())
def _wrong(_: SomethingWentWrong, say: Say) -> str:
    return say("Something went wrong on our side. Please try again. If it happens again, tell the team.")


@renders(NotHere())
def _not_here(_: NotHere, say: Say) -> str:
    return say("I can't find that here. Perhaps it has changed in the meantime. /help shows what you can do.")


@renders(OutOfDate())
def _out_of_date(_: OutOfDate, say: Say) -> str:
    return say("This button is from before. Nothing has changed. Please use the newest message.")


@renders(Cancelled())
def _cancelled(_: Cancelled, say: Say) -> str:
    return say("All right, we leave it there.")


@renders(NothingToCancel())
def _nothing_to_cancel(_: NothingToCancel, say: Say) -> str:
    return say("There is nothing to cancel right now.")


@renders(TapPlease())
def _tap_please(_: TapPlease, say: Say) -> str:
    return say("Please tap one of the buttons above. Nothing is lost.")


@renders(WritePlease())
def _write_please(_: WritePlease, say: Say) -> str:
    return say("Please answer with a short text.")


@renders(UnknownCommand())
def _unknown_command(_: UnknownCommand, say: Say) -> str:
    return say("I don't know this command. /help shows what I can do.")
