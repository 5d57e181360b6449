"""What the two hear of a proposal, and the news of it for the coordinator.

The coordinator's screens are in pairing_desk.py and pairing_proposals.py; their kinds begin with `pairing.desk`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.messages.base import Message, Policy, declare
from mentoring.portrait import Portrait
from storage.words import Role

# Somebody has just done this: it goes at once, as a message from them would (docs/decisions/quiet-hours.md).
NEWS = Policy()
# A proposal ran out while nobody did anything: the clock's news can wait for the morning.
FROM_THE_CLOCK = Policy(waits_for_morning=True)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as the team knows them: first name and the team's private label."""

    name: str
    label: str | None = None


@declare("pairing.already-paired")
class AlreadyPaired(Message):
    """The seeker is no longer free."""


@declare("pairing.no-capacity")
class NoCapacity(Message):
    """The mentor has no room."""


@declare("pairing.proposal", NEWS)
class Proposal(Message):
    """To each of the two; `to` is who reads it, the portrait is of the other."""

    duo_id: int
    to: Role
    organisation: str
    portrait: Portrait
    expires_at: datetime


@declare("pairing.yes-noted")
class YesNoted(Message):
    """The first yes: the other has not answered yet."""

    duo_id: int
    partner: str
    expires_at: datetime


@declare("pairing.sure")
class AreYouSure(Message):
    """Before a yes becomes a no."""

    duo_id: int
    partner: str


@declare("pairing.answer-changed")
class AnswerChanged(Message):
    """Toast: the yes became a no."""


@declare("pairing.no-noted")
class NoNoted(Message):
    """The own no, without any question."""

    to: Role


@declare("pairing.both-yes")
class BothYes(Message):
    """To whoever said the second yes; the thread greets both."""

    partner: str
    in_topic: bool = False  # where to write: in a topic of its own, or here


@declare("pairing.not-going-on", NEWS)
class NotGoingOn(Message):
    """The other said no, or the team took it back: one and the same kind line, which blames nobody."""

    to: Role


@declare("pairing.expired", FROM_THE_CLOCK)
class ProposalExpired(Message):
    """It was not answered in time, or the answer came too late."""

    to: Role


@declare("pairing.expired-after-yes", FROM_THE_CLOCK)
class NoAnswerInTime(Message):
    """To who said yes: the other did not manage to answer."""

    to: Role
    partner: str


@declare("pairing.accepted", NEWS)
class ProposalAccepted(Message):
    """To the coordinator: both said yes."""

    organisation_id: int
    duo_id: int
    seeker: Named
    mentor: Named


@declare("pairing.declined", NEWS)
class ProposalDeclined(Message):
    """To the coordinator: who said no. There is no reason to tell."""

    seeker_id: int
    seeker: Named
    mentor: Named
    by: Role


@declare("pairing.ran-out", FROM_THE_CLOCK)
class ProposalRanOut(Message):
    """To the coordinator: who did not answer in time."""

    seeker_id: int
    seeker: Named
    mentor: Named
    seeker_silent: bool
    mentor_silent: bool
