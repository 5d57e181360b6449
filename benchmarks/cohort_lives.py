"""The lives of a made-up cohort, lived once, so that every rule and every limit is tried on the very same ones.

People do not know the rules that watch them. Only a nudge makes them say something they would not have said, and what
they say goes by duo, side and day, not by what was asked before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from mentoring.signals.explanations import SIDES
from mentoring.signals.history import WRITES, answering, meeting
from mentoring.signals.seen import Seen, What
from mentoring.simulation.people import DAYS, Duo, Event, Happened

_SIGHTS = {
    Event.WROTE: What.WROTE,
    Event.CONFIRMED: What.CONFIRMED,
    Event.CANCELLED: What.CANCELLED,
    Event.ABSENT: What.ABSENT,
}
_OVER = 30  # days over which writing is averaged, as in mentoring/signals/history.py
Key = tuple[What, int, int]


@dataclass
class Life:
    """One duo; `days` are what happened from its second week on, `urgent` those on which the lowest face was given."""

    duo: Duo
    days: Mapping[int, Sequence[Happened]]
    urgent: list[int]
    salt: str

    def answer(self, side: int, day: int) -> tuple[int, bool] | None:
        """To a nudge of that day: (after how many days, all is well?), None for no answer."""
        self.duo.random = Random(f"{self.salt}:{side}:{day}")
        return self.duo.answer_nudge(side, day)


@dataclass
class Lives:
    """A cohort. `seen[day]`: for each (what, side) the numbers of the duos, and of `keys` by which it weighs; `usual`
    by day, duo and side: how often a day they wrote before.
    """

    lives: list[Life]
    keys: list[Key]
    seen: dict[int, dict[tuple[What, int], tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]]
    usual: npt.NDArray[np.float64]

    @property
    def first_days(self) -> npt.NDArray[np.int64]:
        return np.array([life.duo.start + 7 for life in self.lives])


def live(duos: int, seed: int, dropouts: float) -> Lives:
    """So many duos of that seed, of which that share drops out each week."""
    chance = Random(seed)
    lives = [_life(Duo(Random(chance.random()), dropouts), f"{seed}:{number}") for number in range(duos)]
    usual, keys = np.zeros((DAYS, duos, len(SIDES))), dict[Key, int]()
    found: dict[int, dict[tuple[What, int], tuple[list[int], list[int]]]] = {}
    for number, life in enumerate(lives):
        for day, writes, sights in weighed(life):
            usual[day, number] = writes
            for seen in sights:
                group = found.setdefault(day, {}).setdefault((seen.what, SIDES.index(seen.side)), ([], []))
                group[0].append(number)
                group[1].append(keys.setdefault(seen.key, len(keys)))
    seen_by_day = {
        day: {key: (np.array(who), np.array(what)) for key, (who, what) in groups.items()}
        for day, groups in found.items()
    }
    return Lives(lives, list(keys), seen_by_day, usual)


def _life(duo: Duo, salt: str) -> Life:
    days = {day: duo.live(day) for day in range(duo.start + 7, DAYS)}
    urgent = [day for day, happened in days.items() for one in happened if one.event is Event.FACE and one.value == 1]
    return Life(duo, days, urgent, salt)


def weighed(life: Life) -> Iterator[tuple[int, tuple[float, float], list[Seen]]]:
    """By day: how often each side wrote before, and what was seen beside their habits."""
    rounds, weeks, writes = [answering() for _ in SIDES], meeting(), [WRITES, WRITES]
    for day, happened in life.days.items():
        found = []
        for one in happened:
            side = SIDES[one.side]
            if one.event in _SIGHTS:
                found.append(Seen(_SIGHTS[one.event], day, side))
            elif one.event is Event.FACE:
                found.append(Seen(What.FACE, day, side, value=one.value))
            elif one.event is Event.WEEK:
                found.append(Seen(What.MET if one.value else What.NOT_MET, day, side, weeks.share))
                weeks.note(done=bool(one.value))
            else:
                habit = rounds[one.side]
                found.append(Seen(What.ANSWERED if one.value else What.UNANSWERED, day, side, habit.share))
                habit.note(done=bool(one.value))
        yield day, (writes[0], writes[1]), found
        wrote = {one.side for one in happened if one.event is Event.WROTE}
        writes = [usual + ((side in wrote) - usual) / _OVER for side, usual in enumerate(writes)]
