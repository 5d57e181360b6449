"""What is said on the way from waiting to a duo.

Kinds that begin with `pairing.desk` are the coordinator's screens; the others stand alone in somebody's chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.matching import Reason
from mentoring.messages.base import Message, Policy, declare
from mentoring.portrait import Portrait
from storage.words import Answer, DuoState, Role

# News that nobody asked for just now: it can wait for the morning.
NEWS = Policy(waits_for_morning=True)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as the team knows them: first name and the team's private label."""

    name: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class WaitingSeeker:
    membership_id: int
    who: Named
    days: int  # whole days of waiting


@dataclass(frozen=True, slots=True)
class Desk:
    """Another organisation that the same coordinator works for."""

    organisation_id: int
    name: str


@dataclass(frozen=True, slots=True)
class SuggestedMentor:
    membership_id: int
    who: Named
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OpenProposal:
    duo_id: int
    seeker: Named
    mentor: Named
    seeker_answer: Answer
    mentor_answer: Answer
    expires_at: datetime


@declare("pairing.desk-waiting")
class WaitingList(Message):
    """Who waits, longest first, one page of it. `organisation` is told only where there are several desks."""

    organisation_id: int
    organisation: str | None
    seekers: tuple[WaitingSeeker, ...]
    total: int
    page: int
    pages: int
    free_mentors: int
    open_proposals: int
    other_desks: tuple[Desk, ...]


@declare("pairing.desk-seeker")
class SeekerCard(Message):
    """A waiting seeker, with the mentors that fit. `next_skip` leads to other mentors, None: there are no others."""

    seeker_id: int
    organisation_id: int
    portrait: Portrait
    label: str | None
    waiting_since: datetime
    days: int
    unreachable: bool
    suggestions: tuple[SuggestedMentor, ...]
    next_skip: int | None
    page: int


@declare("pairing.desk-taken")
class SeekerTaken(Message):
    """A seeker who does not wait: already in a proposal or a duo."""

    organisation_id: int
    duo_id: int
    state: DuoState
    seeker: Named
    mentor: Named


@declare("pairing.desk-confirm")
class ConfirmProposal(Message):
    """What each of the two would see, before it is sent."""

    seeker_id: int
    mentor_id: int
    seeker: Portrait  # as the mentor will see it
    mentor: Portrait  # as the seeker will see it
    warnings: tuple[Reason, ...]
    days: int


@declare("pairing.desk-sent")
class ProposalSent(Message):
    organisation_id: int
    duo_id: int
    seeker: Named
    mentor: Named
    expires_at: datetime


@declare("pairing.desk-open")
class OpenProposalList(Message):
    organisation_id: int
    proposals: tuple[OpenProposal, ...]
    total: int
    page: int
    pages: int
    now: datetime


@declare("pairing.desk-proposal")
class ProposalCard(Message):
    organisation_id: int
    proposal: OpenProposal
    now: datetime


@declare("pairing.desk-withdrawn")
class ProposalWithdrawn(Message):
    """To the coordinator who took it back."""

    seeker_id: int
    seeker: Named
    mentor: Named


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


@declare("pairing.not-going-on", NEWS)
class NotGoingOn(Message):
    """The other said no, or the team took it back: one and the same kind line, which blames nobody."""

    to: Role


@declare("pairing.expired", NEWS)
class ProposalExpired(Message):
    """It was not answered in time, or the answer came too late."""

    to: Role


@declare("pairing.expired-after-yes", NEWS)
class NoAnswerInTime(Message):
    """To who said yes: the other did not manage to answer."""

    to: Role
    partner: str


@declare("pairing.accepted", NEWS)
class ProposalAccepted(Message):
    """To the coordinator: both said yes."""

    organisation_id: int
    seeker: Named
    mentor: Named


@declare("pairing.declined", NEWS)
class ProposalDeclined(Message):
    """To the coordinator: who said no. There is no reason to tell."""

    seeker_id: int
    seeker: Named
    mentor: Named
    by: Role


@declare("pairing.ran-out", NEWS)
class ProposalRanOut(Message):
    """To the coordinator: who did not answer in time."""

    seeker_id: int
    seeker: Named
    mentor: Named
    seeker_silent: bool
    mentor_silent: bool
