"""The coordinator's screens of proposals: what will be sent, what is open, what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.matching import Reason
from mentoring.messages.base import Message, declare
from mentoring.messages.pairing import Named
from mentoring.portrait import Portrait
from storage.words import Answer


@dataclass(frozen=True, slots=True)
class OpenProposal:
    duo_id: int
    seeker: Named
    mentor: Named
    seeker_answer: Answer
    mentor_answer: Answer
    expires_at: datetime


@declare("pairing.desk-confirm")
class ConfirmProposal(Message):
    """What each of the two would see, before it is sent."""

    seeker_id: int
    mentor_id: int
    seeker: Portrait  # as the mentor will see it
    mentor: Portrait  # as the seeker will see it
    warnings: tuple[Reason, ...]
    days: int
    organisation: str | None = None  # only for people who work for several


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
    organisation: str | None = None  # only for people who work for several


@declare("pairing.desk-proposal")
class ProposalCard(Message):
    organisation_id: int
    proposal: OpenProposal
    now: datetime
    organisation: str | None = None  # only for people who work for several


@declare("pairing.desk-withdrawn")
class ProposalWithdrawn(Message):
    """To the coordinator who took it back, or where one of the two has left meanwhile."""

    organisation_id: int
    seeker_id: int
    seeker: Named
    mentor: Named
