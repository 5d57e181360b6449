"""One duo of the past (or a made-up one) under other thresholds: the rules of a review, on the days of reviews.

The same functions decide as in mentoring/signals/review.py. What the team does is pretended, alike for all thresholds:
it looks on the day of an alert; where the duo is well that is the end of it, where it fades the alert stays open; what
somebody asked for is seen to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from mentoring.rest_days import is_rest_day
from mentoring.signals.alerts import Alerts
from mentoring.signals.explanations import Verdict
from mentoring.signals.facts import ANSWERS, Facts, Happening
from mentoring.signals.history import history_of
from mentoring.signals.ladder import Deed, Ladder, Limits, next_step, reassured, resolved, worried
from mentoring.signals.levels import level_of
from mentoring.signals.next_look import next_look
from mentoring.signals.reasons import Kind, Reason
from mentoring.simulation.past import Answer, Past, facts_on
from mentoring.thresholds import Thresholds
from storage.tables import Alert
from storage.words import Level, Noticed

_BELOW = 1 - 1e-9  # as in mentoring/signals/review.py: alerts are opened by the level
_DAY = timedelta(days=1)
_EVENING = timedelta(hours=10)  # before the next morning: when people answer a nudge
Told = tuple[Happening, ...]


@dataclass
class Played:
    """On which days the team would have heard of it. `urgent`: what somebody asked for or the lowest face."""

    alerts: list[date] = field(default_factory=list)
    urgent: list[date] = field(default_factory=list)
    nudges: int = 0


class Player:
    """Plays one duo under any number of thresholds; what does not depend on them is weighed once.

    `answer`: what people say to nudges. None: nobody is nudged beside those of the past, whose answers are known.
    """

    def __init__(self, past: Past, answer: Answer | None = None) -> None:
        self.past, self.answer = past, answer
        self.touched = frozenset(_touched(past))
        self._weighed: dict[tuple[date, Told], tuple[Facts, Verdict]] = {}

    def play(self, thresholds: Thresholds) -> Played:
        round_ = _Round(self, thresholds)
        for day in self.past.days:
            round_.morning(day)
        return round_.played

    def weighed(self, day: date, told: Told) -> tuple[Facts, Verdict]:
        """What was known that morning, and what explains it."""
        from mentoring.simulation.fast_verdict import verdict_of

        found = self._weighed.get((day, told))
        if found is None:
            facts = facts_on(self.past, day, told)
            found = self._weighed[day, told] = facts, verdict_of(history_of(facts))
        return found


def _touched(past: Past) -> list[date]:
    """The mornings after something happened that has a duo reviewed."""
    answers = [one.answered for one in past.rounds if one.answered is not None]
    return [day + _DAY for day in (*answers, *(one.day for one in past.meetings), *(one.day for one in past.happened))]


class _Round:
    """One duo under one set of thresholds."""

    def __init__(self, player: Player, thresholds: Thresholds) -> None:
        self.player, self.past, self.thresholds = player, player.past, thresholds
        self.limits = Limits(hold=thresholds.alert_rest_days)
        self.played, self.ladder = Played(), Ladder()
        self.alerts = Alerts(None)
        self.told: Told = ()
        self.heard_at: datetime | None = None
        self.seen_to_at: datetime | None = None
        self.due = self.past.here_since

    def morning(self, day: date) -> None:
        """A review, where one is due."""
        if self.past.rests_on(day):
            return
        told = self._told(day)
        is_touched = day in self.player.touched or any(one.day + _DAY == day for one in told)
        if day < self.due and not is_touched:
            return
        facts, verdict = self.player.weighed(day, told)
        if self.seen_to_at is not None and (facts.seen_to_at is None or self.seen_to_at > facts.seen_to_at):
            facts = replace(facts, seen_to_at=self.seen_to_at)
        level, reasons = level_of(facts, verdict, self.thresholds, self.limits)
        looked = next_look(facts, level, verdict, self.thresholds, self.limits, spread_by=0)
        self.due = looked.astimezone(self.past.place).date()
        is_paused = facts.days.pause_on(day) is not None
        self._tell(facts, level, reasons, is_paused=is_paused)
        if self.player.answer is not None:
            self._hear(facts)
            if self.alerts.open is None and not is_paused and not is_rest_day(day):
                self._climb(facts, verdict, reasons)

    def _told(self, day: date) -> Told:
        """What was said to nudges and by the team, up to that morning."""
        now = self.past.morning(day)
        return self.told if not self.told or self.told[-1].at <= now else tuple(x for x in self.told if x.at <= now)

    # -- what the team hears -------------------------------------------------------------------------------------------
    def _tell(self, facts: Facts, level: Level, reasons: Sequence[Reason], *, is_paused: bool) -> None:
        if level is Level.URGENT:
            self.played.urgent.append(facts.today)
            self.seen_to_at = facts.now
        elif level is Level.AT_RISK and self.alerts.open is None and not is_paused:
            self._open(facts, reasons)
        elif level is Level.WELL and self.alerts.open is not None and not is_paused:
            self._settle(facts.now)
            self.ladder = reassured(self.ladder, facts.today.toordinal(), self.limits)

    def _open(self, facts: Facts, reasons: Sequence[Reason]) -> None:
        """An alert, unless it rests. Where the duo is well the team sees that the same day."""
        rest = timedelta(days=self.thresholds.alert_rest_days)
        if self.alerts.holds_back(reasons, rest, facts.now):
            return
        self.played.alerts.append(facts.today)
        self.alerts.open = Alert(
            duo_id=0,
            organisation_id=0,
            level=Level.AT_RISK,
            reasons=[reason.to_json() for reason in reasons],
            opened_at=facts.now,
        )
        if facts.today < self.past.healthy_until:
            self._settle(facts.now)
            self._note(Happening(Noticed.CLEARED, None, facts.today, facts.now))
            self.ladder = resolved(facts.today.toordinal(), self.limits)

    def _settle(self, now: datetime) -> None:
        assert self.alerts.open is not None, "one was opened"
        self.alerts.open.resolved_at = now
        self.alerts = Alerts(None, [*self.alerts.settled, self.alerts.open])

    def _note(self, one: Happening) -> None:
        self.told = tuple(sorted([*self.told, one], key=lambda told: told.at))

    # -- nudges (made-up duos) -----------------------------------------------------------------------------------------
    def _hear(self, facts: Facts) -> None:
        for one in self._told(facts.today):
            if one.kind in ANSWERS and (self.heard_at is None or one.at > self.heard_at):
                day, well = one.day.toordinal(), ANSWERS[one.kind]
                self.ladder = reassured(self.ladder, day, self.limits) if well else worried(self.ladder, day)
        self.heard_at = facts.now

    def _climb(self, facts: Facts, verdict: Verdict, reasons: Sequence[Reason]) -> None:
        fading = min(verdict.fading, self.limits.alarm * _BELOW)
        if any(reason.kind is Kind.FIRST_MEETING_LATE for reason in reasons):
            fading = max(fading, self.limits.watch)
        today = facts.today.toordinal()
        self.ladder, deed = next_step(self.ladder, replace(verdict, fading=fading), today, self.limits)
        if deed is Deed.NUDGE:
            self._nudge(facts)

    def _nudge(self, facts: Facts) -> None:
        side, answer = self.ladder.asked, self.player.answer
        assert side is not None, "a nudge goes to somebody"
        assert answer is not None, "only then anybody is nudged"
        self.played.nudges += 1
        self._note(Happening(Noticed.NUDGED, side, facts.today, facts.now))
        said = answer(side, facts.today)
        if said is not None:
            after, kind = said
            at = self.past.morning(facts.today + after * _DAY) - _EVENING
            self._note(Happening(kind, side, at.date(), at))
