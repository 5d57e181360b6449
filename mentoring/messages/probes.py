"""What is said about a duo that may be fading: to one of the two, and to whoever of the team looks after it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from mentoring.signals.reasons import Reason
from mentoring.taps_probes import ProbeAnswer
from storage.words import Group, Priority, Role

# A review writes it before the day begins; who asks for quiet until noon, or has a rest day, still gets it.
_PROBE = Policy(
    priority=Priority.CHECK_IN,
    expires_after=timedelta(days=2),
    waits_for_morning=True,
    rests=True,
    counts=True,
    group=Group.NUDGES,
)


@declare("probe.asked", _PROBE)
class HowIsItGoing(Message):
    """`to`: which side reads it; `turn` counts those before, so that the words differ. `asked`: see AnswerProbe."""

    duo_id: int
    to: Role
    name: str
    asked: int
    turn: int
    nothing_planned: bool


@declare("probe.answered")
class ProbeNoted(Message):
    """The thanks, in place of the question. `can_plan`: nothing is planned."""

    duo_id: int
    to: Role
    name: str
    organisation: str
    answer: ProbeAnswer
    can_plan: bool


class Move(StrEnum):
    """One thing that the team could do next; `whom` says with whom."""

    CALL = "call"
    OFFER_PAUSE = "offer_pause"
    ASK_BOTH = "ask_both"
    PLAN = "plan"


@declare("desk.alert.urgent", Policy(priority=Priority.URGENT))
class UrgentDeskAlert(Message):
    """To whoever is in charge of a duo of which somebody asks for it; the other alerts are told by the digest.

    `asked`: whom Tandem has asked of late how it goes, and on which day. `whom`: None for both. `seen`: as in
    mentoring/taps_alerts.py.
    """

    duo_id: int
    alert_id: int
    seen: int
    seeker: Named
    mentor: Named
    reasons: tuple[Reason, ...]
    asked: tuple[tuple[Role, date], ...]
    move: Move
    whom: Role | None
