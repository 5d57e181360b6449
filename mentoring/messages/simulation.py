"""What other thresholds would have done: choosing them, the wait, the answer. Kinds begin with `simulation.`."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.messages.base import Message, declare
from mentoring.messages.organisation import Number
from mentoring.organisation.numbers import Refusal, Setting


@dataclass(frozen=True)
class Trial:
    """A threshold as it is and as it would be."""

    setting: Setting
    today: int
    tried: int

    @property
    def differs(self) -> bool:
        return self.today != self.tried


@declare("simulation.card")
class TrialCard(Message):
    """The numbers to be tried. `tried` is how they travel in buttons; `chosen`: the one that is being changed.

    `refusal`: why the last step was not taken. `was_over`: what was to be stopped is over.
    """

    organisation_id: int
    trials: tuple[Trial, ...]
    tried: str
    chosen: Setting | None = None
    refusal: Refusal | None = None
    was_over: bool = False


@declare("simulation.counting")
class Counting(Message):
    """The answer comes within two minutes. `again`: it was asked for before."""

    organisation_id: int
    tried: str
    again: bool = False


@dataclass(frozen=True)
class Outcome:
    """What one set of thresholds would have done. Rates are a week, for each 100 duos; `lead_days` is a median."""

    alerts_a_week: float
    false_alarms_a_week: float
    urgent_a_week: float
    seen: int
    lead_days: float | None


@dataclass(frozen=True)
class Comparison:
    """Today's thresholds and those tried, over the same duos. `played` of `duos`: fewer where time was short."""

    duos: int
    played: int
    ended: int
    dropouts: int
    today: Outcome
    tried: Outcome


@declare("simulation.result")
class TrialResult(Message):
    """The answer. `own` is None where the organisation has no duos yet, `made_up` where it has enough of its own.

    `enough`: how many of its own have to have ended for that. `running`: its duos of today.
    """

    organisation_id: int
    trials: tuple[Trial, ...]  # those that differ
    tried: str
    own: Comparison | None
    made_up: Comparison | None
    enough: int
    leads: bool
    running: int = 0


@declare("simulation.picture")
class TrialPicture(Message):
    """False alarms against dropouts seen (a PNG in base64), before the numbers. `made_up`: of made-up duos."""

    png: str
    made_up: bool


@declare("simulation.used")
class TrialUsed(Message):
    """All of them as they count from now on."""

    organisation_id: int
    numbers: tuple[Number, ...]
