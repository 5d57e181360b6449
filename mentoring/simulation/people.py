"""People of a made-up cohort: how they meet, write, answer, go on holiday, and how some of them fade.

By the numbers of the programme ("Quality of the alarm"); what stands there as no number is an assumption and is marked
so. A day is played at a time; nobody here knows the rules that watch them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

WEEKS, TAIL = 26, 6  # a duo runs for 26 weeks; who fades late is watched six weeks more
DAYS = (WEEKS + TAIL) * 7
SEEKER, MENTOR = 0, 1
BASE, STRESS = 0.0045, 0.0086  # dropouts a week
NEVER = 10**6
HEALTHY_FACES = (1, 5, 24, 45, 25)
EARLY_FACES = (3, 10, 30, 38, 19)  # assumption: of a duo that begins to fade
LATE_FACES = (12, 25, 35, 20, 8)  # assumption: of one that has mostly faded
_QUESTION_DAY = 2


class Event(StrEnum):
    WROTE = "wrote"
    CONFIRMED = "confirmed"  # a side said that they met
    CANCELLED = "cancelled"
    ABSENT = "absent"
    WEEK = "week"  # the week's meeting day is over: `value` 1 if they met
    ROUND = "round"  # a weekly question: `value` 1 if answered
    FACE = "face"  # to "how is your duo going?": 1 to 5


@dataclass(frozen=True, slots=True)
class Happened:
    event: Event
    side: int
    value: int = 0


@dataclass
class Duo:
    """One duo. Its life is settled when it is made, its days are played in order."""

    random: Random
    dropouts: float
    start: int = field(init=False)
    fades_at: float = field(init=False, default=NEVER)

    def __post_init__(self) -> None:
        r = self.random
        self.start = r.randrange(7)
        self.elsewhere = r.random() < 1 / 3  # a third talks mostly outside the bot
        self.meeting_day = r.randrange(5)
        self.falls_through = r.uniform(0.15, 0.25)
        self.plans = 0.25 if self.elsewhere else 0.9  # weeks with a planned meeting (assumption)
        share = 0.12 if self.elsewhere else 1.0
        self.writes = [r.lognormvariate(0, 0.6) * 2.5 / 7 * share for _ in range(2)]  # a day (assumption)
        self.answers = [r.uniform(0.70, 0.75) + 0.05 * side + r.gauss(0, 0.08) for side in (SEEKER, MENTOR)]
        self.wanes = [r.uniform(0.01, 0.02) for _ in range(2)]  # a week
        self.nudge_well, self.nudge_fading = r.uniform(0.60, 0.70), r.uniform(0.15, 0.25)
        self.who = SEEKER if r.random() < 0.7 else MENTOR  # assumption
        week = next((week for week in range(WEEKS) if r.random() < self.dropouts), None)
        if week is not None:
            self.fades_at = self.start + 7 * week + r.randrange(7)
        self.fade = 0.0 if r.random() < r.uniform(0.10, 0.20) else r.uniform(7, 28)  # days
        self.holidays = [self._holidays(), self._holidays()]

    def _holidays(self) -> list[tuple[float, float]]:
        """One or two weeks, every 130 days on average, of which nobody is told (assumption)."""
        found, day = [], self.random.expovariate(1 / 120)
        while day < DAYS:
            lasts = self.random.choice((7, 7, 10, 14))
            found.append((day, day + lasts))
            day += lasts + self.random.expovariate(1 / 120)
        return found

    @property
    def drops_out(self) -> bool:
        return self.fades_at < NEVER

    def is_fading(self, day: int) -> bool:
        return day >= self.fades_at

    def part(self, side: int, day: int) -> float:
        """What is left of that side's part: 1 in health, evenly down to 0 over the fade."""
        if side != self.who or day < self.fades_at:
            return 1.0
        return max(0.0, 1 - (day - self.fades_at) / self.fade) if self.fade else 0.0

    def is_away(self, side: int, day: int) -> bool:
        return any(first <= day < end for first, end in self.holidays[side])

    def answer_chance(self, side: int, day: int) -> float:
        usual = min(0.95, max(0.15, self.answers[side] - self.wanes[side] * max(0.0, (day - self.start) / 7)))
        return usual * (0.3 if self.is_away(side, day) else 1.0) * self.part(side, day)

    # -- a day ---------------------------------------------------------------------------------------------------------
    def live(self, day: int) -> list[Happened]:
        """What happens on that day, in order."""
        happened = [Happened(Event.WROTE, side) for side in (SEEKER, MENTOR) if self._writes(side, day)]
        if day % 7 == self.meeting_day:
            happened += self._meeting(day)
        if day % 7 == _QUESTION_DAY and day >= self.start + 14:  # none before the first meeting
            for side in (SEEKER, MENTOR):
                happened += self._round(side, day)
        return happened

    def _writes(self, side: int, day: int) -> bool:
        rate = self.writes[side] * self.part(side, day) * (0.25 if self.is_away(side, day) else 1.0)
        return self.random.random() < 1 - math.exp(-rate)

    def _meeting(self, day: int) -> list[Happened]:
        r, left = self.random, min(self.part(SEEKER, day), self.part(MENTOR, day))
        away = self.is_away(SEEKER, day) or self.is_away(MENTOR, day)
        planned = r.random() < self.plans * (0.5 + 0.5 * left) * (0.15 if away else 1.0)
        if not planned:
            elsewhere = self.elsewhere and not away and r.random() < 0.75 * left
            return [Happened(Event.WEEK, SEEKER, int(elsewhere and r.random() < 0.15))]  # one tap tells, now and then
        told = [side for side in (SEEKER, MENTOR) if r.random() < min(0.95, self.answer_chance(side, day) + 0.1)]
        if not away and r.random() < (1 - self.falls_through) * left:
            confirmed = [Happened(Event.CONFIRMED, side) for side in told]
            return [*confirmed, Happened(Event.WEEK, SEEKER, int(bool(told)))]
        return [*self._fell_through(day, told), Happened(Event.WEEK, SEEKER, 0)]

    def _fell_through(self, day: int, told: list[int]) -> list[Happened]:
        r = self.random
        if r.random() < 0.6:  # somebody cancels (assumption); who fades says less and less
            who = self.who if self.is_fading(day) else r.randrange(2)
            if not self.is_fading(day) or r.random() < self.part(who, day):
                return [Happened(Event.CANCELLED, who)]
            return [Happened(Event.ABSENT, who)] if r.random() < 0.75 else []
        return [Happened(Event.ABSENT, 1 - told[0])] if len(told) == 1 else []

    def _round(self, side: int, day: int) -> list[Happened]:
        r = self.random
        answered = r.random() < self.answer_chance(side, day)
        about_duo = side == MENTOR or (day // 7) % 2 == 0  # the seeker's weeks alternate
        found = [Happened(Event.ROUND, side, int(answered))]
        if answered and about_duo:
            left = min(self.part(SEEKER, day), self.part(MENTOR, day))
            faces = HEALTHY_FACES if not self.is_fading(day) else LATE_FACES if left < 0.7 else EARLY_FACES
            found.append(Happened(Event.FACE, side, r.choices(range(1, 6), faces)[0]))
        return found

    # -- a nudge -------------------------------------------------------------------------------------------------------
    def answer_nudge(self, side: int, day: int) -> tuple[int, bool] | None:
        """(after how many days, all is well?), None for no answer.

        A partner notices who has mostly gone (assumption).
        """
        r = self.random
        fades = self.is_fading(day) and side == self.who
        chance = self.nudge_fading if fades else self.nudge_well * (0.3 if self.is_away(side, day) else 1.0)
        if r.random() >= chance:
            return None
        notices = self.is_fading(day) and self.part(self.who, day) < 0.6 and r.random() < 0.8
        well = r.random() >= 0.5 if fades else not notices
        return (1 if r.random() < 0.8 else 2), well
