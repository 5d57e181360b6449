"""What was seen of a duo, as values: each says how much likelier it is under a level of somebody's part than if all is
well. Days are counted from any fixed day, as a number with fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import log

from mentoring.signals.model import Model, levels
from storage.words import Role


class What(StrEnum):
    """`side` is who did it, or did not; for MET and NOT_MET it is both."""

    ANSWERED = "answered"  # a round of the weekly questions
    UNANSWERED = "unanswered"
    FACE = "face"  # to "how is your duo going?": `value` is 1 to 5
    MET = "met"  # a week with a meeting; `habit` is how often a week of theirs has one
    NOT_MET = "not_met"
    CONFIRMED = "confirmed"  # said that they met
    CANCELLED = "cancelled"
    ABSENT = "absent"  # did not come, as the other says
    WROTE = "wrote"  # a day with a message in the thread
    ACTED = "acted"  # a day on which they planned, confirmed or noted something by a tap
    NUDGE_WELL = "nudge_well"  # a nudge was answered: all well
    NUDGE_WORRY = "nudge_worry"  # ... no time, not in touch, would like to talk to the team
    NUDGE_SILENT = "nudge_silent"  # not answered for two days


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was seen. `habit`: how often that person (or duo) usually does it, 0 to 1."""

    what: What
    day: float
    side: Role
    habit: float = 0.0
    value: int = 0

    @property
    def key(self) -> tuple[What, int, int]:
        """What the weights go by."""
        return self.what, round(self.habit * 50), self.value


@dataclass(frozen=True, slots=True)
class Weights:
    """Logarithms of likelihood ratios to "all is well": by level of the one who does it, of the other; on holiday."""

    own: tuple[float, ...]
    other: tuple[float, ...]
    own_away: float
    other_away: float


@lru_cache(maxsize=4096)
def weights(key: tuple[What, int, int], model: Model) -> Weights:
    """The weights of what was seen."""
    what, fiftieths, value = key
    habit = min(0.92, max(0.05, fiftieths / 50))
    by_level = [_pair(what, habit, value, level, model) for level in levels()]
    away_own, away_other = _away(what, habit, model)
    return Weights(tuple(own for own, _ in by_level), tuple(other for _, other in by_level), away_own, away_other)


def _pair(what: What, habit: float, value: int, level: float, model: Model) -> tuple[float, float]:
    """(whose it is, the other one): how much likelier than if all is well, where that person's part is at `level`."""
    part = max(model.least, level)
    together = max(model.least, part * (0.5 + 0.5 * part))  # planning wanes as well as coming
    fades, gone = level < 1, level < model.gone_below
    pairs = {
        What.ANSWERED: (log(part), 0.0),
        What.UNANSWERED: (_missing(habit, part), 0.0),
        What.FACE: (_face(value, level, model),) * 2,
        What.MET: (log(together),) * 2,
        What.NOT_MET: (_missing(habit, together),) * 2,
        What.CONFIRMED: (0.5 * log(max(0.3, level)), 0.0),
        What.CANCELLED: (log(1.3), log(0.5)) if fades else _NOTHING,
        What.ABSENT: (log(1 + 2 * (1 - level)), log(0.6)) if fades else _NOTHING,
        What.WROTE: (0.8 * log(max(0.1, level)), 0.0),
        What.ACTED: (0.8 * log(max(0.1, level)), 0.0),  # as a message (assumption)
        What.NUDGE_SILENT: (_silent(model), 0.0) if fades else _NOTHING,
        What.NUDGE_WELL: (log(model.nudge_fading / 2 / model.nudge_well), log(0.22) if gone else 0.0)
        if fades
        else _NOTHING,
        What.NUDGE_WORRY: (log(5), log(60) if gone else log(2)) if fades else _NOTHING,
    }
    return pairs[what]


_NOTHING = (0.0, 0.0)


def _missing(habit: float, part: float) -> float:
    return log((1 - habit * part) / (1 - habit))


def _silent(model: Model) -> float:
    return log((1 - model.nudge_fading) / (1 - model.nudge_well))


def _face(value: int, level: float, model: Model) -> float:
    if level >= 1 or not value:
        return 0.0
    faded = model.faces_late if level < model.late_below else model.faces_early
    return log(faded[value - 1] / model.faces[value - 1])


def _away(what: What, habit: float, model: Model) -> tuple[float, float]:
    """The same for somebody on holiday, and for the partner of somebody on holiday."""
    level = model.holiday_level
    pairs = {
        What.ANSWERED: (log(level), 0.0),
        What.UNANSWERED: (_missing(habit, level), 0.0),
        What.MET: (log(model.holiday_meetings),) * 2,
        What.NOT_MET: (_missing(habit, model.holiday_meetings),) * 2,
        What.WROTE: (log(level), 0.0),
        What.ACTED: (log(level), 0.0),
        What.NUDGE_WELL: (log(level), 0.0),
        What.NUDGE_SILENT: (_silent(model), 0.0),
    }
    return pairs.get(what, _NOTHING)
