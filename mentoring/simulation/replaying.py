"""One duo of the past (or a made-up one) under other thresholds: the rules of a review, morning by morning.

The same functions decide as in mentoring/signals/review.py. What the team does is pretended, alike for all thresholds:
it looks on the day of an alert; where the duo is well that is the end of it, where it fades the alert stays open; what
somebody asked for is seen to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from mentoring.rest_days import is_rest_day
from mentoring.signals.alerts import CALLS, Alerts
from mentoring.signals.explanations import SIDES, Verdict
from mentoring.signals.facts import ANSWERS, Facts, Happening
from mentoring.signals.history import history_of
from mentoring.signals.ladder import Deed, Ladder, Limits, next_step, reassured, resolved, worried
from mentoring.signals.levels import level_of
from mentoring.signals.next_look import NEAR
from mentoring.signals.reasons import Kind, Reason
from mentoring.signals.replay import verdict_of
from mentoring.simulation.past import Answer, Past, facts_on
from mentoring.thresholds import Thresholds
from storage.tables import Alert
from storage.words import Level, Noticed

_SURE = Verdict(1.0, dict.fromkeys(SIDES, 0.5), None)
_LOOKS = 3  # days after which a duo that goes well is looked at, as in mentoring/signals/next_look.py
_BELOW = 1 - 1e-9


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
        self._facts: dict[tuple[date, tuple[Happening, ...]], Facts] = {}
        self._verdicts: dict[tuple[date, tuple[Happening, ...]], Verdict] = {}

    def play(self, thresholds: Thresholds) -> Played:
        round_ = _Round(self, thresholds)
        for day in self.past.days:
            if not self.past.rests_on(day):
                round_.morning(day)
        return round_.played

    def facts(self, day: date, told: tuple[Happening, ...]) -> Facts:
        key = (day, told)
        if key not in self._facts:
            self._facts[key] = facts_on(self.past, day, told)
        return self._facts[key]

    def verdict(self, day: date, told: tuple[Happening, ...]) -> Verdict:
        key = (day, told)
        if key not in self._verdicts:
            self._verdicts[key] = verdict_of(history_of(self.facts(day, told)))
        return self._verdicts[key]


class _Round:
    """One duo under one set of thresholds."""

    def __init__(self, player: Player, thresholds: Thresholds) -> None:
        self.player, self.past, self.thresholds = player, player.past, thresholds
        self.limits = Limits(hold=thresholds.alert_rest_days)
        self.played, self.ladder = Played(), Ladder()
        self.alerts = Alerts(None)
        self.told: tuple[Happening, ...] = ()
        self.seen_to_at: datetime | None = None
        self.near = False  # whether the last look nearly asked
        self.next_look = self.past.here_since

    def morning(self, day: date) -> None:
        facts = replace(self.player.facts(day, self._told(day)), seen_to_at=self._seen_to(day))
        paused = facts.days.pause_on(day) is not None
        level, reasons = level_of(facts, _SURE, self.thresholds, self.limits)
        if level in CALLS and level is not Level.URGENT:  # as bad as it may be; so how bad is it?
            level, reasons = level_of(facts, self._verdict(day), self.thresholds, self.limits)
        if level is Level.URGENT:
            self._urgent(day, facts)
        elif level is Level.AT_RISK and not paused:
            self._at_risk(day, facts, reasons)
        elif self.alerts.open is not None and not paused:
            self._maybe_well(day, facts)
        if self.player.answer is not None and not paused and self.alerts.open is None and not is_rest_day(day):
            self._climb(day, facts, reasons)

    def _told(self, day: date) -> tuple[Happening, ...]:
        """What was said to nudges and by the team, up to that morning."""
        now = self.past.morning(day)
        return self.told if not self.told or self.told[-1].at <= now else tuple(x for x in self.told if x.at <= now)

    def _verdict(self, day: date) -> Verdict:
        return self.player.verdict(day, self._told(day))

    def _seen_to(self, day: date) -> datetime | None:
        moments = [one.at for one in self._told(day) if one.kind is Noticed.CLEARED]
        return max([*moments, *([self.seen_to_at] if self.seen_to_at else [])], default=None)

    # -- what the team hears -------------------------------------------------------------------------------------------
    def _urgent(self, day: date, facts: Facts) -> None:
        self.played.urgent.append(day)
        self.seen_to_at = facts.now

    def _at_risk(self, day: date, facts: Facts, reasons: Sequence[Reason]) -> None:
        rest = timedelta(days=self.thresholds.alert_rest_days)
        if self.alerts.open is not None or self.alerts.holds_back(reasons, rest, facts.now):
            return
        self.played.alerts.append(day)
        self.alerts.open = Alert(
            duo_id=0,
            organisation_id=0,
            level=Level.AT_RISK,
            reasons=[reason.to_json() for reason in reasons],
            opened_at=facts.now,
        )
        if day < self.past.healthy_until:
            self._settle(facts.now)
            self._note(Happening(Noticed.CLEARED, None, day, facts.now))
            self.ladder = resolved(day.toordinal(), self.limits)

    def _maybe_well(self, day: date, facts: Facts) -> None:
        if level_of(facts, self._verdict(day), self.thresholds, self.limits)[0] is Level.WELL:
            self._settle(facts.now)
            self.ladder = reassured(self.ladder, day.toordinal(), self.limits)

    def _settle(self, now: datetime) -> None:
        assert self.alerts.open is not None, "one was opened"
        self.alerts.open.resolved_at = now
        self.alerts = Alerts(None, [*self.alerts.settled, self.alerts.open])

    def _note(self, one: Happening) -> None:
        self.told = tuple(sorted([*self.told, one], key=lambda told: told.at))

    # -- nudges (made-up duos) -----------------------------------------------------------------------------------------
    def _climb(self, day: date, facts: Facts, reasons: Sequence[Reason]) -> None:
        today = day.toordinal()
        for one in self._told(day):
            if one.kind in ANSWERS and one.at > facts.now - timedelta(days=1):
                heard = one.day.toordinal()
                well = ANSWERS[one.kind]
                self.ladder = reassured(self.ladder, heard, self.limits) if well else worried(self.ladder, heard)
        self.ladder, deed = next_step(self.ladder, self._asked(day, facts, reasons), today, self.limits)
        if deed is Deed.NUDGE:
            self._nudge(day, facts)

    def _asked(self, day: date, facts: Facts, reasons: Sequence[Reason]) -> Verdict:
        """As in mentoring/signals/review.py; a duo that goes well is not weighed each day there either."""
        if day < self.next_look and not self.near and not self._is_news(facts):
            return Verdict(0.0, dict.fromkeys(SIDES, 0.0), None)
        verdict = self._verdict(day)
        self.near = verdict.fading >= self.limits.watch * NEAR
        self.next_look = day + timedelta(days=_LOOKS)
        fading = min(verdict.fading, self.limits.alarm * _BELOW)
        if any(reason.kind is Kind.FIRST_MEETING_LATE for reason in reasons):
            fading = max(fading, self.limits.watch)
        return replace(verdict, fading=fading)

    @staticmethod
    def _is_news(facts: Facts) -> bool:
        """A question has waited too long or a meeting is over."""
        lately = facts.today - timedelta(days=1)
        waited = any(one.answered is None and facts.age(one.asked) in (2, 3) for one in facts.rounds[-2:])
        return waited or any(one.day == lately for one in facts.meetings)

    def _nudge(self, day: date, facts: Facts) -> None:
        assert self.player.answer is not None, "only then anybody is nudged"
        side = self.ladder.asked
        assert side is not None, "a nudge goes to somebody"
        self.played.nudges += 1
        self._note(Happening(Noticed.NUDGED, side, day, facts.now))
        answer = self.player.answer(side, day)
        if answer is not None:
            after, kind = answer
            at = self.past.morning(day + timedelta(days=after)) - timedelta(hours=8)
            self._note(Happening(kind, side, at.date(), at))
