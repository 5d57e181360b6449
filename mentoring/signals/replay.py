"""The verdict of a whole history at once: the same sum as `Evidence` makes day by day, in another order.

An explanation's odds are a sum over its days. What was seen on a day is added up once for every level of somebody's
part, silence by prefix sums; then each explanation takes a few additions, and a duo less than a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from math import exp, log

from mentoring.signals.explanations import _MOST, _QUIET, SIDES, Verdict
from mentoring.signals.history import History
from mentoring.signals.model import USUAL, Model, level_of, levels, step_of
from mentoring.signals.seen import Seen, weights

_GONE = step_of(0.0)
_REMEMBERED = 4  # days for which Evidence keeps a holiday that is over
_NOTHING = (0.0,) * len(levels())


def verdict_of(history: History, model: Model = USUAL) -> Verdict:
    """What explains the history best, as `evidence_of(history).verdict()` says."""
    if not history.days:
        return Verdict(0.0, dict.fromkeys(SIDES, 0.0), None)
    told = [_Told(history, side, model) for side in range(len(SIDES))]
    shares, best, since = [0.0] * len(SIDES), -_MOST * _MOST, None
    for side, began, odds in _fades(history, told, model):
        shares[side] += exp(min(_MOST, odds))
        if odds > best:
            best, since = odds, began
    whole = 1 + sum(shares) + sum(exp(min(_MOST, odds)) for odds in _holidays(history, told, model))
    by = {role: share / whole for role, share in zip(SIDES, shares, strict=True)}
    first = history.days[0].number
    return Verdict(sum(by.values()), by, None if since is None else first + since)


class _Told:
    """What the days say about one side. Days are places in the history here; sums run from the first day."""

    def __init__(self, history: History, side: int, model: Model) -> None:
        self.by_level: list[tuple[float, ...] | None] = []
        away = []
        for day in history.days:
            if not day.seen:
                self.by_level.append(None)
                away.append(0.0)
                continue
            weighed = [weights(seen.key, model) for seen in day.seen]
            own = [_is_own(seen, side) for seen in day.seen]
            tables = [one.own if mine else one.other for one, mine in zip(weighed, own, strict=True)]
            self.by_level.append(_sum_of(tables))
            away.append(sum(one.own_away if mine else one.other_away for one, mine in zip(weighed, own, strict=True)))
        self.days_told = [place for place, table in enumerate(self.by_level) if table is not None]
        usual = [day.usual[side] for day in history.days[:-1]]  # today is not over
        self.quiet = _sums(usual)
        self.quiet_ages = _sums([place * share for place, share in enumerate(usual)])
        self.gone = _sums([table[_GONE] if table else 0.0 for table in self.by_level])
        self.away = _sums(away)

    def silence(self, began: int, lasts: int) -> float:
        """What the days without a message say for a fade; the more the less is left of that side's part."""
        last = len(self.quiet) - 1
        ends = min(began + lasts, last)
        found = self.quiet[last] - self.quiet[ends]
        if lasts and ends > began:
            waning = self.quiet_ages[ends] - self.quiet_ages[began] - began * (self.quiet[ends] - self.quiet[began])
            found += waning / lasts
        return _QUIET * found


def _is_own(seen: Seen, side: int) -> bool:
    return seen.side is SIDES[side]


def _sum_of(tables: Sequence[tuple[float, ...]]) -> tuple[float, ...] | None:
    found = [table for table in tables if table != _NOTHING]
    if len(found) < 2:
        return found[0] if found else None
    return tuple(map(sum, zip(*found, strict=True)))


def _sums(values: Sequence[float]) -> list[float]:
    """`found[n]` is the sum of the first n values."""
    return list(accumulate(values, initial=0.0))


def _fades(history: History, told: Sequence[_Told], model: Model) -> Iterator[tuple[int, int, float]]:
    """(whose, the place of the day on which it began, its odds), in the order in which they come to mind."""
    first, count = history.days[0].number, len(history.days)
    slow = (1 - model.at_once) / (len(model.fade_days) - 1)
    chances = [(slow if lasts else model.at_once) * model.fades_a_week / 7 * model.step for lasts in model.fade_days]
    sides = [
        (side, told[side], [log(chance * share) for chance in chances])
        for side, share in enumerate((model.seekers_share, 1 - model.seekers_share))
    ]
    for began in range(max(1, count - model.window), count):
        if (first + began) % model.step:
            continue
        for side, one, odds in sides:
            for lasts, chance in zip(model.fade_days, odds, strict=True):
                yield side, began, chance + one.silence(began, lasts) + _seen_since(one, began, lasts, count)


def _seen_since(told: _Told, began: int, lasts: int, count: int) -> float:
    ends = min(began + lasts, count)
    found = told.gone[count] - told.gone[ends]
    steps = _steps(lasts)
    for place in told.days_told:
        if began <= place < ends:
            table = told.by_level[place]
            assert table is not None, "only days on which something was told"
            found += table[steps[place - began]]
    return found


@lru_cache(maxsize=64)
def _steps(lasts: int) -> tuple[int, ...]:
    """The level of somebody's part on each day of a fade."""
    return tuple(step_of(level_of(age, lasts)) for age in range(lasts))


def _holidays(history: History, told: Sequence[_Told], model: Model) -> Iterator[float]:
    """The odds of each holiday that is not long over."""
    count, chance = len(history.days), log(model.holidays_a_day / len(model.holiday_days))
    for lasts in model.holiday_days:
        for began in range(max(1, count - lasts - _REMEMBERED), count):
            ends = min(began + lasts, count)
            for one in told:
                quiet = one.quiet[min(ends, count - 1)] - one.quiet[began]
                yield chance + one.away[ends] - one.away[began] + quiet * (1 - model.holiday_level)
