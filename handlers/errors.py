"""The one table that turns a programme error into a line for the person."""

from __future__ import annotations

from mentoring.errors import (
    AlreadyPairedError,
    ChangedMeanwhileError,
    DuoPausedError,
    GoalNotUsableError,
    GoalTooLongError,
    LastLeadError,
    LastOfTeamError,
    MentorNotReadyError,
    NameNotUsableError,
    NoCapacityError,
    NotADateError,
    NotALinkError,
    NotATimeError,
    NotFoundError,
    NotOnTelegramError,
    OutOfDateError,
    PastTimeError,
    ProgrammeError,
    SkippedHourError,
    StartInFutureError,
    StartTooLongAgoError,
    StepNotUsableError,
    StepToComeError,
    StepTooLongAgoError,
    StepTooLongError,
    TextTooLongError,
    TooFarAheadError,
    ZoneUnknownError,
)
from mentoring.messages.base import Message
from mentoring.messages.check_ins import CheckInPaused
from mentoring.messages.colleagues import LastLead, LastOfTeam
from mentoring.messages.first_meeting import GoalNotUsable, GoalTooLong
from mentoring.messages.mentor_points import PointsOpen
from mentoring.messages.pairing import AlreadyPaired, NoCapacity
from mentoring.messages.progress import StepNotUsable, StepToCome, StepTooLong, StepTooLongAgo
from mentoring.messages.session_planning import (
    NotADate,
    NotALink,
    NotATime,
    PastTime,
    SkippedHour,
    TextTooLong,
    TooFarAhead,
)
from mentoring.messages.sessions import ChangedMeanwhile
from mentoring.messages.settings import ZoneUnknown
from mentoring.messages.system import NotHere, OutOfDate, SomethingWentWrong
from mentoring.messages.takeovers import StartInFuture, StartTooLongAgo
from mentoring.messages.team_line import NotOnTelegram
from mentoring.messages.welcome import NameNotUsable

_LINES: dict[type[ProgrammeError], type[Message]] = {
    NotFoundError: NotHere,
    OutOfDateError: OutOfDate,
    NameNotUsableError: NameNotUsable,
    AlreadyPairedError: AlreadyPaired,
    NoCapacityError: NoCapacity,
    SkippedHourError: SkippedHour,
    PastTimeError: PastTime,
    TooFarAheadError: TooFarAhead,
    NotADateError: NotADate,
    NotATimeError: NotATime,
    TextTooLongError: TextTooLong,
    NotALinkError: NotALink,
    ChangedMeanwhileError: ChangedMeanwhile,
    DuoPausedError: CheckInPaused,
    ZoneUnknownError: ZoneUnknown,
    GoalTooLongError: GoalTooLong,
    GoalNotUsableError: GoalNotUsable,
    MentorNotReadyError: PointsOpen,
    StartInFutureError: StartInFuture,
    StartTooLongAgoError: StartTooLongAgo,
    NotOnTelegramError: NotOnTelegram,
    LastLeadError: LastLead,
    LastOfTeamError: LastOfTeam,
    StepToComeError: StepToCome,
    StepTooLongAgoError: StepTooLongAgo,
    StepTooLongError: StepTooLong,
    StepNotUsableError: StepNotUsable,
}


def line_for(error: ProgrammeError) -> Message:
    """The line for this error, or for the nearest kind of error it is."""
    for kind in type(error).__mro__:
        if kind in _LINES:
            return _LINES[kind]()
    return SomethingWentWrong()
