"""People at the door: with a link, with a wrong one, without one; and what their coordinator hears."""

from __future__ import annotations

from mentoring.mentor_points import Point
from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from mentoring.people import Standing
from storage.words import Priority, Role


@declare("invitation.stranger")
class Stranger(Message):
    """The one message that somebody without an invitation ever gets."""


@declare("invitation.not-valid")
class LinkNotValid(Message):
    """Used, expired, revoked, invented: one and the same answer."""


@declare("invitation.too-many")
class TooManyLinks(Message):
    """Too many links that are not valid; said once, then silence until the hour is over."""


@declare("invitation.welcome-back")
class WelcomeBack(Message):
    """/start of somebody we know: a greeting and what is next in each role."""

    name: str
    standings: tuple[Standing, ...]


@declare("invitation.joined", Policy(priority=Priority.REPLY))
class Joined(Message):
    """To whoever invited them, when the welcome is finished."""

    role: Role
    name: str
    label: str | None
    membership_id: int | None = None
    points: tuple[Point, ...] = ()  # of a mentor: what is to be ticked before a first proposal
    awaits: tuple[Named, ...] = ()  # with whom a duo of theirs that ran before is to begin here
