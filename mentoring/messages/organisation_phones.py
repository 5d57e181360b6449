"""The numbers to call in danger, as the team sees and changes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mentoring.messages.base import Message, declare


@dataclass(frozen=True)
class Phone:
    """A number to call, and who answers (empty: 112)."""

    number: str
    name: str
    digits: str


class PhoneFault(StrEnum):
    NO_NUMBER = "no_number"
    NO_NAME = "no_name"
    TOO_MANY = "too_many"
    TWICE = "twice"


@declare("organisation.phones")
class Phones(Message):
    """The numbers to call in danger, as people of `language` see them in /help."""

    organisation_id: int
    language: str
    languages: tuple[str, ...]
    phones: tuple[Phone, ...]
    leads: bool
    is_own: bool  # not the programme's
    has_room: bool


@declare("organisation.which-phone")
class WhichPhone(Message):
    """Asks for a number and who answers, as one line."""

    organisation_id: int
    language: str
    limit: int
    fault: PhoneFault | None = None
