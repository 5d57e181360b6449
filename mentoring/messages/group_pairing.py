"""The proposal for a whole group, as the coordinators see it."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.matching import Reason
from mentoring.messages.base import Message, declare
from mentoring.messages.pairing import Named


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One seeker; `mentor` None: waits on. `is_free`: both could be proposed to each other at this moment."""

    seeker_id: int
    seeker: Named
    mentor: Named | None
    reasons: tuple[Reason, ...]
    is_free: bool


@declare("round.computing")
class RoundComputing(Message):
    """The work has begun; the draft comes as a message of its own."""


@declare("round.nothing")
class RoundNothing(Message):
    """There is nobody to pair: nobody waits, or no mentor has room.

    `held_back`: mentors with room, of whose list of the organisation points are open.
    """

    organisation_id: int
    waiting: int
    mentors: int
    held_back: int = 0


@declare("round.draft")
class RoundDraft(Message):
    """A page of the draft: pairs first, those to look at before the others, then who waits on.

    `held_back`: mentors who are in no pair because points of the organisation's list are open.
    """

    organisation_id: int
    organisation: str | None  # named only to people who work for several
    rows: tuple[DraftRow, ...]
    pairs: int
    flagged: int
    left: int
    page: int
    pages: int
    sequence: int
    held_back: int = 0


@declare("round.pair")
class RoundPair(Message):
    organisation_id: int
    row: DraftRow
    sequence: int
    page: int


@dataclass(frozen=True, slots=True)
class OtherMentor:
    """`proposed_to`: who gives this mentor up in a swap; None: there is room."""

    membership_id: int
    who: Named
    reasons: tuple[Reason, ...]
    proposed_to: Named | None


@declare("round.mentors")
class RoundMentors(Message):
    """`next_skip` leads to other mentors, None: there are no others."""

    seeker_id: int
    seeker: Named
    mentors: tuple[OtherMentor, ...]
    next_skip: int | None
    sequence: int
    page: int


@declare("round.really")
class ReallySendRound(Message):
    organisation_id: int
    pairs: int
    flagged: int
    sequence: int


@declare("round.sent")
class RoundSent(Message):
    """`left_out`: pairs that could not go, because somebody was no longer free. `more` are about to go."""

    organisation_id: int
    sent: int
    left_out: tuple[tuple[Named, Named], ...]
    more: int = 0


@declare("round.gone")
class RoundGone(Message):
    """There is no draft (any more); `too_old`: it was dropped because the world moves on."""

    organisation_id: int
    too_old: bool = False


@declare("round.changed")
class RoundChanged(Message):
    """The line on top where somebody else changed the draft first."""
