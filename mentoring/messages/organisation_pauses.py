"""The pauses of an organisation, as its team sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.messages.base import Message, declare
from mentoring.school_holidays import Community


@dataclass(frozen=True)
class ListedPause:
    """`word`: the code of a school holiday, or empty."""

    pause_id: int
    first_day: date
    last_day: date
    word: str = ""


class PauseNews(StrEnum):
    """What has just been done."""

    ADDED = "added"
    JOINED = "joined"  # with one that was there: they share days
    THERE_ALREADY = "there_already"
    REMOVED = "removed"
    SHORTENED = "shortened"
    TOO_LONG = "too_long"  # not added: with the pause that it touches it would be longer than a pause may be


@declare("organisation.pauses")
class PauseList(Message):
    """The pauses that are not over, next one first."""

    organisation_id: int
    pauses: tuple[ListedPause, ...]
    today: date
    leads: bool
    news: PauseNews | None = None


@declare("organisation.pause")
class OnePause(Message):
    """One pause: before it begins it can be removed, then only made shorter."""

    organisation_id: int
    pause: ListedPause
    today: date
    leads: bool


@dataclass(frozen=True)
class OfferedHoliday:
    """A school holiday; `taken`: a pause covers it already."""

    code: str
    first_day: date
    last_day: date
    taken: bool


@declare("organisation.school-holidays")
class SchoolHolidays(Message):
    """The holidays still to come of one community's schools."""

    organisation_id: int
    community: Community
    holidays: tuple[OfferedHoliday, ...]


class DaysFault(StrEnum):
    NOT_DAYS = "not_days"
    PAST = "past"
    BACKWARDS = "backwards"  # the last day lies before the first
    TOO_LONG = "too_long"
    TOO_FAR = "too_far"
    NOT_SHORTER = "not_shorter"  # a pause that has begun can only end earlier


@declare("organisation.which-days")
class WhichDays(Message):
    """Asks for the first and the last day as one line."""

    organisation_id: int
    fault: DaysFault | None = None


@declare("organisation.which-last-day")
class WhichLastDay(Message):
    """Asks for another last day."""

    organisation_id: int
    pause_id: int
    first_day: date
    last_day: date
    fault: DaysFault | None = None
