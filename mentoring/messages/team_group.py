"""What is said about the team's group in Telegram, and in it. What is posted there has no buttons that act."""

from __future__ import annotations

from datetime import timedelta

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.morning import DigestFacts
from mentoring.messages.pairing_desk import Desk
from storage.words import Priority

_NEWS = Policy(priority=Priority.DIGEST, expires_after=timedelta(days=3), waits_for_morning=True)
_POINTLESS = timedelta(days=1)
_THAT_DAY = timedelta(hours=12)


# -- to whoever added the bot, and to the leads ------------------------------------------------------------------------
@declare("group.desk.ask")
class DigestToGroup(Message):
    """To whoever of a team added the bot to a group. `chat` and `seal`: as in LinkGroup."""

    title: str
    desks: tuple[Desk, ...]  # the organisations they work for
    chat: str
    seal: str


@declare("group.desk.public")
class PublicGroup(Message):
    """Anybody can read that group: no digest goes there."""

    title: str


@declare("group.desk.linked")
class GroupLinked(Message):
    organisation_id: int
    organisation: str


@declare("group.desk.refused")
class GroupRefused(Message):
    """The bot leaves the group."""


@declare("group.desk.taken")
class GroupTaken(Message):
    """The digest of another organisation goes to that group; which one is nobody's business."""


@declare("group.desk.card")
class TeamGroup(Message):
    """Whether the digest goes to a group, and how that is changed."""

    organisation_id: int
    organisation: str
    has_group: bool
    leads: bool
    bot: str  # its username, for the link that adds it


@declare("group.desk.news", _NEWS)
class GroupNews(Message):
    """To the other leads: the digest goes to a group, or no longer does. `by` is empty where nobody of them did it."""

    organisation_id: int
    organisation: str
    by: str
    goes_there: bool


# -- in the group ------------------------------------------------------------------------------------------------------
@declare("group.begins", Policy(expires_after=_POINTLESS))
class DigestBegins(Message):
    organisation: str
    by: str


@declare("group.ends", Policy(expires_after=_POINTLESS))
class DigestEnds(Message):
    organisation: str


@declare("group.desk.digest", Policy(priority=Priority.DIGEST, expires_after=_THAT_DAY))
class GroupDigest(Message):
    """The whole organisation's morning, for everybody in the group: it has nothing to tap."""

    facts: DigestFacts


@declare("group.nothing", Policy(expires_after=_POINTLESS))
class NothingToday(Message):
    """The answer to /today when there is nothing to tell."""

    organisation: str


@declare("group.stranger", Policy(expires_after=_POINTLESS))
class NotMyGroup(Message):
    """To a group to which nobody of a team added the bot, once."""
