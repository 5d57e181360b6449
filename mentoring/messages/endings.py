"""What the team sees of pauses, endings and handovers. What the two of the duo hear is in endings_goodbye.py."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import SuggestedMentor
from storage.words import Deed, EndReason, Outcome, Priority


class PauseFault(StrEnum):
    """Why a day cannot be the end of a pause."""

    PAST = "past"
    TOO_FAR = "too_far"
    NO_DAY = "no_day"
    CHANGED = "changed"  # a colleague has paused it, or ended the pause, since


@declare("endings.desk-how")
class HowToEnd(Message):
    """Asks how the duo ends."""

    duo_id: int
    seeker: Named
    mentor: Named


@declare("endings.desk-outcome")
class WhichOutcome(Message):
    """Asks where the mentee stands at the good end."""

    duo_id: int
    seeker: Named


@declare("endings.desk-really-finish")
class ReallyFinishDuo(Message):
    duo_id: int
    seeker: Named
    mentor: Named
    outcome: Outcome
    meetings: int  # to come, which are called off


@declare("endings.desk-reason")
class WhichReason(Message):
    """Asks why the duo ends early."""

    duo_id: int
    seeker: Named
    mentor: Named


@declare("endings.desk-really-end")
class ReallyEndDuo(Message):
    duo_id: int
    seeker: Named
    mentor: Named
    reason: EndReason
    meetings: int


@declare("endings.desk-pause")
class PauseUntilWhen(Message):
    """Asks until when the duo rests. `until`: how long it rests already; the days are what buttons offer."""

    duo_id: int
    seeker: Named
    mentor: Named
    days: tuple[tuple[int, date], ...]  # weeks, and the day on which it goes on
    until: date | None = None
    fault: PauseFault | None = None


@declare("endings.desk-pause-day")
class WhichPauseDay(Message):
    """Asks for the day as a text."""

    duo_id: int
    fault: PauseFault | None = None


@declare("endings.desk-mentors")
class WhichMentor(Message):
    """Asks which mentor goes on with the mentee. `next_skip`: where the next ones begin, None where these are all."""

    duo_id: int
    seeker: Named
    mentor: Named
    suggestions: tuple[SuggestedMentor, ...]
    next_skip: int | None = None


@declare("endings.desk-really-hand-over")
class ReallyHandOver(Message):
    duo_id: int
    mentor_id: int
    seeker: Named
    mentor: Named
    new: Named
    meetings: int


@declare("endings.desk-really-again")
class ReallyAgain(Message):
    """Before the two of an ended duo are asked once more."""

    duo_id: int
    seeker: Named
    mentor: Named


@declare("endings.desk-looks-again")
class WantsAnotherMentor(Message):
    """To the team: the mentee of a duo that is over has tapped that they would like another mentor."""

    seeker_id: int
    seeker: Named


@declare("endings.desk-colleague", Policy(priority=Priority.DIGEST, waits_for_morning=True))
class ColleagueDid(Message):
    """To whoever looks after a duo: a colleague let it rest `until` a day, handed it over, or ended it.

    `outcome`: of a good end; `reason`: of an early one.
    """

    duo_id: int
    by: str
    seeker: Named
    mentor: Named
    deed: Deed
    until: date | None = None
    outcome: Outcome | None = None
    reason: EndReason | None = None
