"""An organisation's name, contact, languages and time zone, and what the other leads hear of a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.organisation import Number
from mentoring.organisation.numbers import Part
from mentoring.taps_organisation import Word
from storage.words import Priority

_NEWS = Policy(priority=Priority.DIGEST, expires_after=timedelta(days=3), waits_for_morning=True)


class WordFault(StrEnum):
    NOT_USABLE = "not_usable"  # nothing to read in it
    TOO_LONG = "too_long"
    TAKEN = "taken"  # another organisation has that name


@declare("organisation.which-word")
class WhichWord(Message):
    """Asks for the name or the contact as a text."""

    organisation_id: int
    word: Word
    present: str
    limit: int
    fault: WordFault | None = None


@dataclass(frozen=True)
class Spoken:
    """A language, whether the organisation speaks it, and how many of its people chose it."""

    language: str
    on: bool
    people: int


@declare("organisation.languages")
class SpokenLanguages(Message):
    """The languages. `kept`: the last one cannot be switched off."""

    organisation_id: int
    languages: tuple[Spoken, ...]
    leads: bool
    kept: bool = False


@declare("organisation.places")
class Places(Message):
    """The zones on offer, the present one too; `now` so that people see whether it is theirs."""

    organisation_id: int
    offered: tuple[str, ...]
    zone: str
    now: datetime
    leads: bool


@declare("organisation.which-place")
class WhichPlace(Message):
    """Asks for a city as a text; `unknown`: the last one was none."""

    organisation_id: int
    unknown: bool = False


class What(StrEnum):
    """What was changed; what goes with each is in OrganisationChanged's fields."""

    NUMBER = "number"
    USUAL = "usual"  # a part is as the programme says again
    NAME = "name"
    CONTACT = "contact"
    LANGUAGES = "languages"
    PLACE = "place"
    PHONES = "phones"
    PAUSE = "pause"
    NO_PAUSE = "no_pause"


@declare("organisation.changed", _NEWS)
class OrganisationChanged(Message):
    """To the other leads: who changed what (`by` empty: on the command line). `text`: name, contact or zone."""

    organisation_id: int
    organisation: str
    by: str
    what: What
    number: Number | None = None
    part: Part | None = None
    text: str = ""
    languages: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
