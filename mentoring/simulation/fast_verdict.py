"""The same verdict as mentoring/signals/replay.py, for whoever needs hundreds of thousands: one sum over a whole grid.

A test holds the two against each other. numpy stays out of the long-lived process: only what runs in a process of its
own imports this (mentoring/simulation/replaying.py).
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.signals.explanations import _MOST, _QUIET, SIDES, Verdict
from mentoring.signals.history import History
from mentoring.signals.model import USUAL, Model, level_of, levels, step_of
from mentoring.signals.seen import What, weights

_GONE = step_of(0.0)
_REMEMBERED = 4  # as in mentoring/signals/replay.py
Numbers = NDArray[np.float64]


def verdict_of(history: History, model: Model = USUAL) -> Verdict:
    """What explains the history best; the day on which the likeliest fade began is left out."""
    if not history.days:
        return Verdict(0.0, dict.fromkeys(SIDES, 0.0), None)
    told, away = _told(history, model)
    usual = np.array([day.usual for day in history.days[:-1]], dtype=np.float64).reshape(-1, 2).T  # today is not over
    quiet = _sums(usual)
    fades = _fades(history, told, quiet, _sums(usual * np.arange(usual.shape[1])), model)
    shares = np.exp(np.minimum(_MOST, fades)).sum(axis=(1, 2))
    whole = 1 + shares.sum() + _holidays(_sums(away), quiet, model)
    by = {role: float(share / whole) for role, share in zip(SIDES, shares, strict=True)}
    return Verdict(sum(by.values()), by, None)


def _told(history: History, model: Model) -> tuple[Numbers, Numbers]:
    """By side, day and level what was seen says for a fade of that side; by side and day, what it says for a holiday.

    Days that are to come, as far as a fade may last, say nothing.
    """
    told = np.zeros((len(SIDES), len(history.days) + max(model.fade_days), len(levels())))
    away = np.zeros((len(SIDES), len(history.days)))
    for place, day in enumerate(history.days):
        for seen in day.seen:
            table, own_away, other_away = _weights(seen.key, model)
            side = SIDES.index(seen.side)
            told[:, place] += table if side == 0 else table[::-1]
            away[side, place] += own_away
            away[1 - side, place] += other_away
    return told, away


@lru_cache(maxsize=4096)
def _weights(key: tuple[What, int, int], model: Model) -> tuple[Numbers, float, float]:
    weighed = weights(key, model)
    return np.array([weighed.own, weighed.other]), weighed.own_away, weighed.other_away


def _sums(values: Numbers) -> Numbers:
    """By side: `found[side, n]` is the sum of the first n values."""
    return np.concatenate([np.zeros((len(SIDES), 1)), np.cumsum(values, axis=1)], axis=1)


def _fades(history: History, told: Numbers, quiet: Numbers, ages: Numbers, model: Model) -> Numbers:
    """The odds of each fade, by side, by the day on which it began, by how long it lasts."""
    count, first = len(history.days), history.days[0].number
    began = np.array(
        [place for place in range(max(1, count - model.window), count) if (first + place) % model.step == 0], dtype=int
    )
    steps, lasts, chances = _grid(model)
    places = began[:, np.newaxis] + np.arange(steps.shape[1])
    seen = told[:, places[:, np.newaxis, :], steps].sum(axis=-1)
    gone = _sums(told[:, :count, _GONE])
    over = gone[:, [count]] - gone[:, np.minimum(began + steps.shape[1], count)]
    ends = np.minimum(began[:, np.newaxis] + lasts, count - 1)
    during = quiet[:, ends] - quiet[:, began][:, :, np.newaxis]
    waning = ages[:, ends] - ages[:, began][:, :, np.newaxis] - began[:, np.newaxis] * during
    silence = quiet[:, -1][:, np.newaxis, np.newaxis] - quiet[:, ends] + waning / np.maximum(lasts, 1)
    found: Numbers = chances[:, np.newaxis, :] + _QUIET * silence + seen + over[:, :, np.newaxis]
    return found


@lru_cache(maxsize=4)
def _grid(model: Model) -> tuple[NDArray[Any], NDArray[Any], Numbers]:
    """For each length of a fade the level on each of its days, then nothing; the lengths; by side their chances."""
    longest = max(model.fade_days)
    steps = np.array([[step_of(level_of(age, lasts)) for age in range(longest)] for lasts in model.fade_days])
    slow = (1 - model.at_once) / (len(model.fade_days) - 1)
    chances = [(slow if lasts else model.at_once) * model.fades_a_week / 7 * model.step for lasts in model.fade_days]
    shares = (model.seekers_share, 1 - model.seekers_share)
    return steps, np.array(model.fade_days), np.array([[log(chance * share) for chance in chances] for share in shares])


def _holidays(away: Numbers, quiet: Numbers, model: Model) -> float:
    """The sum over holidays that are not long over."""
    count, chance, found = away.shape[1] - 1, log(model.holidays_a_day / len(model.holiday_days)), 0.0
    for lasts in model.holiday_days:
        began = np.arange(max(1, count - lasts - _REMEMBERED), count)
        ends = np.minimum(began + lasts, count)
        silence = quiet[:, np.minimum(ends, count - 1)] - quiet[:, began]
        odds = chance + away[:, ends] - away[:, began] + silence * (1 - model.holiday_level)
        found += float(np.exp(np.minimum(_MOST, odds)).sum())
    return found
