"""The chance of a fade of a whole cohort at once: the sum that `mentoring/signals/explanations.py` makes of one duo.

Every duo has the same explanations (whose, begun when, how long), so their odds are one array. A test compares it with
`Evidence`, duo by duo.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from mentoring.signals.explanations import _MOST, _QUIET, SIDES
from mentoring.signals.model import Model, level_of, step_of
from mentoring.signals.seen import What, weights

Floats = npt.NDArray[np.float64]
_REMEMBERED = 4  # days for which Evidence keeps a holiday that is over
_NEVER = -10_000
_ANSWERS = (What.NUDGE_WELL, What.NUDGE_WORRY, What.NUDGE_SILENT)


class Weighing:
    """Days go forward one by one: `next_day`, then what was seen on it, then `shares`."""

    def __init__(self, duos: int, keys: Sequence[tuple[What, int, int]], model: Model) -> None:
        self.model = model
        slots, holiday_slots = model.window // model.step, max(model.holiday_days) + _REMEMBERED
        self.fades = np.full((duos, 2, slots, len(model.fade_days)), -np.inf)
        self.holidays = np.full((duos, 2, holiday_slots, len(model.holiday_days)), -np.inf)
        self.begun, self.left = np.full(slots, _NEVER), np.full(holiday_slots, _NEVER)
        tables = [weights(key, model) for key in keys] + [weights((what, 0, 0), model) for what in _ANSWERS]
        self._places = {what: len(keys) + place for place, what in enumerate(_ANSWERS)}
        self._own = np.array([one.own for one in tables])
        self._other = np.array([one.other for one in tables])
        self._own_away = np.array([one.own_away for one in tables])
        self._other_away = np.array([one.other_away for one in tables])
        a_step = model.fades_a_week / 7 * model.step
        slow = (1 - model.at_once) / (len(model.fade_days) - 1)
        chances = [(slow if lasts else model.at_once) * a_step for lasts in model.fade_days]
        shares = (model.seekers_share, 1 - model.seekers_share)
        self._fade_odds = np.log(np.array([[share * chance for chance in chances] for share in shares]))
        self._levels: Floats = np.ones((slots, len(model.fade_days)))
        self._away = np.zeros((holiday_slots, len(model.holiday_days)))

    def next_day(self, day: int, usual: Floats) -> None:
        """Yesterday is over; `usual` by duo and side: how often a day they write."""
        model, writes = self.model, usual[:, :, None, None]
        self.fades += _QUIET * writes * (1 - self._levels)
        self.holidays += writes * (1 - model.holiday_level) * self._away
        if day % model.step == 0:
            slot = day // model.step % len(self.begun)
            self.begun[slot], self.fades[:, :, slot] = day, self._fade_odds
        slot = day % len(self.left)
        self.left[slot], self.holidays[:, :, slot] = day, log(model.holidays_a_day / len(model.holiday_days))
        self.fades[:, :, day - self.begun >= model.window] = -np.inf
        gone, lasts = (day - self.left)[:, None], np.array(model.holiday_days)[None]
        self.holidays[:, :, gone >= lasts + _REMEMBERED] = -np.inf
        self._away = (gone < lasts).astype(float)
        self._levels = np.array([[level_of(day - began, lasts) for lasts in model.fade_days] for began in self.begun])
        self._steps = np.array([[step_of(level) for level in levels] for levels in self._levels])

    def forget(self, duos: int | npt.NDArray[np.int64]) -> None:
        """Nothing is known of them before today."""
        self.fades[duos], self.holidays[duos] = -np.inf, -np.inf

    def see(self, duos: npt.NDArray[np.int64], keys: npt.NDArray[np.int64], side: int) -> None:
        """Of each of these duos (none twice) something of that side was seen."""
        self.fades[duos, side] += self._own[keys][:, self._steps]
        self.fades[duos, 1 - side] += self._other[keys][:, self._steps]
        self.holidays[duos, side] += self._own_away[keys][:, None, None] * self._away
        self.holidays[duos, 1 - side] += self._other_away[keys][:, None, None] * self._away

    def hear(self, duo: int, what: What, side: int) -> None:
        """What a nudge brought."""
        self.see(np.array([duo]), np.array([self._places[what]]), side)

    def shares(self) -> Floats:
        """By duo and side: the chance that this side fades."""
        sides = np.exp(np.minimum(self.fades, _MOST)).sum(axis=(2, 3))
        away = np.exp(np.minimum(self.holidays, _MOST)).sum(axis=(1, 2, 3))
        found: Floats = sides / (1 + sides.sum(axis=1) + away)[:, None]
        return found


assert len(SIDES) == 2, "the arrays have two sides"
