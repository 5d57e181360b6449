"""What explains what was seen: all is well, somebody is on holiday, or one of the two is fading away, since when.

Bayes' rule over a grid of explanations. Each explanation (whose fade, begun when, how fast; whose holiday, begun when,
how long) carries the logarithm of its odds against "all is well". Something seen changes the odds of those that had
begun by then; a day without a message changes them a little, the more the more that person usually writes. So a
holiday and a fade compete for the same silence, and what comes back takes the fade away again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log

from mentoring.signals.model import USUAL, Model, level_of, step_of
from mentoring.signals.seen import Seen, weights
from storage.words import Role

SIDES = (Role.SEEKER, Role.MENTOR)
_QUIET = 0.7  # how far a day without a message counts: days are not independent of each other
_MOST = 30.0  # of a logarithm, so that nothing overflows


@dataclass(slots=True)
class _Fade:
    side: int
    began: int
    lasts: int
    odds: float


@dataclass(slots=True)
class _Holiday:
    side: int
    began: int
    lasts: int
    odds: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely it is, 0 to 1, that the duo fades; by whom; since which day, where the likeliest fade began."""

    fading: float
    by: Mapping[Role, float]
    since: float | None


@dataclass
class Evidence:
    """What is known of a duo up to a day. Days are whole numbers from any fixed day, and only go forward.

    `writes` is how often a day each side writes (0 to 1), 0 for people who talk elsewhere.
    """

    model: Model = USUAL
    day: int = 0
    writes: dict[Role, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 0.0))
    _fades: list[_Fade] = field(default_factory=list)
    _holidays: list[_Holiday] = field(default_factory=list)

    def begin(self, day: int) -> None:
        """Nothing is known before that day; also after somebody of the team has seen that all is well."""
        self.day = day
        self._fades.clear()
        self._holidays.clear()

    def go_to(self, day: int) -> None:
        """Days pass; what is seen on them is told by `see`, before they are over."""
        while self.day < day:
            self._quiet_day()
            self.day += 1
            self._new_explanations()
            self._forget_old()

    def see(self, seen: Seen) -> None:
        """Takes in what was seen today."""
        weighed = weights(seen.key, self.model)
        side = SIDES.index(seen.side)
        for fade in self._fades:
            level = step_of(level_of(self.day - fade.began, fade.lasts))
            fade.odds += (weighed.own if fade.side == side else weighed.other)[level]
        for holiday in self._holidays:
            if self.day - holiday.began < holiday.lasts:
                holiday.odds += weighed.own_away if holiday.side == side else weighed.other_away

    def verdict(self) -> Verdict:
        """What explains it best, as things stand."""
        shares = [0.0, 0.0]
        best: _Fade | None = None
        for fade in self._fades:
            shares[fade.side] += exp(min(_MOST, fade.odds))
            best = fade if best is None or fade.odds > best.odds else best
        whole = 1 + sum(shares) + sum(exp(min(_MOST, holiday.odds)) for holiday in self._holidays)
        by = {role: share / whole for role, share in zip(SIDES, shares, strict=True)}
        return Verdict(sum(by.values()), by, best.began if best else None)

    # -- days pass -----------------------------------------------------------------------------------------------------
    def _quiet_day(self) -> None:
        """A day counts as one without a message; WROTE of a day outweighs that."""
        for fade in self._fades:
            usual = self.writes[SIDES[fade.side]]
            if usual:
                fade.odds += _QUIET * usual * (1 - level_of(self.day - fade.began, fade.lasts))
        for holiday in self._holidays:
            usual = self.writes[SIDES[holiday.side]]
            if usual and self.day - holiday.began < holiday.lasts:
                holiday.odds += usual * (1 - self.model.holiday_level)

    def _new_explanations(self) -> None:
        model = self.model
        if self.day % model.step == 0:
            for side, share in enumerate((model.seekers_share, 1 - model.seekers_share)):
                slow = (1 - model.at_once) / (len(model.fade_days) - 1)
                for lasts in model.fade_days:
                    chance = (slow if lasts else model.at_once) * model.fades_a_week / 7 * model.step * share
                    self._fades.append(_Fade(side, self.day, lasts, log(chance)))
        for side in range(len(SIDES)):
            chance = model.holidays_a_day / len(model.holiday_days)
            self._holidays += [_Holiday(side, self.day, lasts, log(chance)) for lasts in model.holiday_days]

    def _forget_old(self) -> None:
        """Beyond the window a beginning is no longer told apart; a holiday that is over a while explains nothing."""
        self._fades = [fade for fade in self._fades if self.day - fade.began < self.model.window]
        self._holidays = [h for h in self._holidays if self.day - h.began < h.lasts + 4]
