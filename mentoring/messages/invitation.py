"""Invitations: what coordinators see of them. What those hear who follow one is in arrival.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.messages.base import Message, declare
from storage.words import Role


# -- making one ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Choice:
    """An organisation to choose."""

    organisation_id: int
    name: str


@declare("invitation.which-organisation")
class WhichOrganisation(Message):
    choices: tuple[Choice, ...]


@declare("invitation.which-role")
class WhichRole(Message):
    organisation_id: int
    organisation: str


@declare("invitation.which-language")
class WhichLanguage(Message):
    """`languages` are the organisation's."""

    organisation_id: int
    role: Role
    languages: tuple[str, ...]


@declare("invitation.which-label")
class WhichLabel(Message):
    """Asks for a text, the team's private label; can be skipped."""

    organisation_id: int
    role: Role
    language: str


@declare("invitation.label-not-usable")
class LabelNotUsable(Message):
    """Nothing to read in it, or longer than `limit` characters. The question stays open."""

    limit: int


@declare("invitation.made")
class Made(Message):
    """The invitation as a picture (QR code), for the coordinator; also when it is shown again."""

    role: Role
    label: str | None
    link: str
    expires_at: datetime


@declare("invitation.forward")
class Forward(Message):
    """The text to forward, in the invitee's `language`; the buttons are the coordinator's."""

    role: Role
    language: str
    organisation: str
    link: str
    expires_at: datetime


# -- the list --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Entry:
    """One open invitation."""

    invitation_id: int
    role: Role
    label: str | None
    expires_at: datetime
    organisation: str | None = None  # named only to people who work for several


@declare("invitation.list")
class InvitationList(Message):
    """A page of the open invitations; `page` begins with 0, `pages` is at least 1, `first` numbers the entries."""

    entries: tuple[Entry, ...]
    page: int
    pages: int
    first: int


@declare("invitation.card")
class Card(Message):
    entry: Entry
    language: str
    page: int


@declare("invitation.really-revoke")
class ReallyRevoke(Message):
    entry: Entry
    page: int


@declare("invitation.revoked")
class Revoked(Message):
    """The line on top after revoking."""
