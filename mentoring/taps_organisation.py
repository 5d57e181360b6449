"""Buttons of /organisation; codes begin with f."""

from __future__ import annotations

from enum import StrEnum

from mentoring.organisation.numbers import Part, Setting
from mentoring.school_holidays import Community
from mentoring.taps import Tap, tap


class Word(StrEnum):
    """What is written as a text."""

    NAME = "name"
    CONTACT = "contact"


@tap("fo")
class OrganisationCard(Tap):
    """The settings of the organisation."""

    organisation_id: int


@tap("fp")
class ShowPart(Tap):
    """Settings that stand together."""

    organisation_id: int
    part: Part


@tap("fu")
class AskUsual(Tap):
    """All of these as the programme says? First a question."""

    organisation_id: int
    part: Part


@tap("ff")
class SetUsual(Tap):
    """Yes."""

    organisation_id: int
    part: Part


@tap("fn")
class ShowNumber(Tap):
    """One setting that is a number."""

    organisation_id: int
    setting: Setting


@tap("fs")
class SetNumber(Tap):
    """That number."""

    organisation_id: int
    setting: Setting
    value: int


@tap("fw")
class WriteNumber(Tap):
    """A number that is on no button."""

    organisation_id: int
    setting: Setting


@tap("fa")
class WriteWord(Tap):
    """The name or the contact anew."""

    organisation_id: int
    word: Word


@tap("fx")
class NoContact(Tap):
    """Nobody is named for questions on privacy."""

    organisation_id: int


@tap("fl")
class ShowSpoken(Tap):
    """The languages of the organisation."""

    organisation_id: int


@tap("ft")
class SwitchSpoken(Tap):
    """That language on or off."""

    organisation_id: int
    language: str
    on: bool


@tap("fz")
class ShowPlaces(Tap):
    """The time zones on offer."""

    organisation_id: int


@tap("fq")
class SetPlace(Tap):
    """That zone, by its IANA name."""

    organisation_id: int
    zone: str


@tap("fy")
class WritePlace(Tap):
    """A city that is on no button."""

    organisation_id: int


@tap("fe")
class ShowPhones(Tap):
    """The numbers to call in danger, as people of that language see them."""

    organisation_id: int
    language: str


@tap("fi")
class WritePhone(Tap):
    """One more."""

    organisation_id: int
    language: str


@tap("fd")
class DropPhone(Tap):
    """That one no longer, by its digits."""

    organisation_id: int
    language: str
    digits: str


@tap("fv")
class UsualPhones(Tap):
    """Those of the programme again."""

    organisation_id: int
    language: str


@tap("fc")
class ShowPauses(Tap):
    """The pauses that are not over."""

    organisation_id: int


@tap("fk")
class PauseCard(Tap):
    """One of them."""

    pause_id: int


@tap("fj")
class RemovePause(Tap):
    """One that has not begun is taken back."""

    pause_id: int


@tap("fh")
class EndPauseToday(Tap):
    """One that has begun: today is its last day."""

    pause_id: int


@tap("fm")
class WriteLastDay(Tap):
    """Another last day."""

    pause_id: int


@tap("fg")
class ShowSchoolHolidays(Tap):
    """The holidays of that community's schools."""

    organisation_id: int
    community: Community


@tap("fb")
class AddSchoolHoliday(Tap):
    """A pause on these days, by the holiday's code."""

    organisation_id: int
    holiday: str


@tap("fr")
class WriteDays(Tap):
    """A pause on other days."""

    organisation_id: int
