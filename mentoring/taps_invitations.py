"""The buttons of invitations."""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import Role


@tap("iv")
class Invite(Tap):
    """Make an invitation (another one): a new message."""


@tap("io")
class InviteFor(Tap):
    """For this organisation, where the person works for several; also the way back from the language."""

    organisation_id: int


@tap("ir")
class InviteRole(Tap):
    organisation_id: int
    role: Role


@tap("ig")
class InviteLanguage(Tap):
    """The language of the text to forward."""

    organisation_id: int
    role: Role
    language: str


@tap("is")
class InviteWithoutLabel(Tap):
    """Skips the label of exactly this invitation."""

    organisation_id: int
    role: Role
    language: str


@tap("ic")
class InviteCancel(Tap):
    """Leaves without an invitation."""


@tap("ia")
class OpenInvitations(Tap):
    """The list of open invitations, as a new message."""


@tap("il")
class InvitationPage(Tap):
    """A page of that list, in place; the first is 0."""

    page: int


@tap("id")
class InvitationCard(Tap):
    """One open invitation, with what can be done; `page` is where Back leads."""

    invitation_id: int
    page: int


@tap("iw")
class ShowInvitation(Tap):
    """Picture and text once more."""

    invitation_id: int


@tap("iq")
class AskRevoke(Tap):
    """Asks whether to revoke."""

    invitation_id: int
    page: int


@tap("ix")
class Revoke(Tap):
    invitation_id: int
    page: int
