"""What can go wrong in the programme, as small typed errors without user text.

`handlers/errors.py` has the one table that turns each into a localized line.
"""

from __future__ import annotations


class ProgrammeError(Exception):
    """Something a person did cannot be done; the transaction is rolled back to where it began."""


class NotFoundError(ProgrammeError):
    """It does not exist, or it is not theirs: one and the same answer."""


class OutOfDateError(ProgrammeError):
    """The button or message is from before: what it offers has been done, or is no longer possible."""


class LinkNotValidError(ProgrammeError):
    """The invitation was used, has expired, was revoked or never existed: one and the same answer."""


class TooManyTriesError(ProgrammeError):
    """Too many links that are not valid came from this chat."""


class NameNotUsableError(ProgrammeError):
    """A name that is empty, too long or made of signs."""


class NoCapacityError(ProgrammeError):
    """The mentor has as many duos as they want."""


class AlreadyPairedError(ProgrammeError):
    """The seeker already is in a proposal or a duo."""


class LabelNotUsableError(ProgrammeError):
    """A private label with nothing to read in it, or a longer one than is kept."""


class SkippedHourError(ProgrammeError):
    """A wall clock that does not exist: the clocks jump over it when summer time begins."""


class PastTimeError(ProgrammeError):
    """A session cannot be planned for a moment that has passed."""


class NotADateError(ProgrammeError):
    """A text that is no date, or a date that no calendar has."""


class NotATimeError(ProgrammeError):
    """A text that is no time of day."""


class TextTooLongError(ProgrammeError):
    """A longer text than is kept: an address, a goal, a note."""


class NotALinkError(ProgrammeError):
    """A text that is no http or https address."""


class ChangedMeanwhileError(ProgrammeError):
    """Somebody else changed it first; what is shown now is how it stands."""


class DuoPausedError(ProgrammeError):
    """The duo has a pause: what was asked before waits until it is over."""


class ZoneUnknownError(ProgrammeError):
    """A text that names no city, country or time zone that we know."""


class TooFarAheadError(ProgrammeError):
    """A session further ahead than sessions are planned."""


class GoalTooLongError(ProgrammeError):
    """A goal of a duo in more words than are kept."""


class GoalNotUsableError(ProgrammeError):
    """A goal with nothing to read in it."""


class StartInFutureError(ProgrammeError):
    """A duo that ran before Tandem cannot have begun on a day to come."""


class StartTooLongAgoError(ProgrammeError):
    """A duo that ran before Tandem began more than ten years ago: surely a slip."""


class MentorNotReadyError(ProgrammeError):
    """Points of the organisation's list are open for a mentor who never was in a duo."""


class StillInDuoError(ProgrammeError):
    """Somebody cannot leave the organisation while a duo of theirs runs."""


class LastLeadError(ProgrammeError):
    """A lead cannot give up the role while nobody else leads there."""


class LastOfTeamError(ProgrammeError):
    """The last one of a team cannot leave it: nobody would look after its people."""


class NotOnTelegramError(ProgrammeError):
    """That person cannot be written to here: still in the welcome, wants to be phoned, or left."""


class StepToComeError(ProgrammeError):
    """A step forward cannot have been reached on a day to come."""


class StepTooLongAgoError(ProgrammeError):
    """A step from more than a year before the duo began: surely a slip."""


class StepTooLongError(ProgrammeError):
    """A step in more words than fit into a line."""


class StepNotUsableError(ProgrammeError):
    """A step with nothing to read in it."""
