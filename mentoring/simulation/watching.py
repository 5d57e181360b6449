"""Tandem's rule of noticing beside the made-up duos of `people.py`, day by day, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mentoring.signals.explanations import SIDES, Evidence
from mentoring.signals.history import answering, meeting
from mentoring.signals.ladder import Deed, Ladder, Limits, next_step, reassured, resolved, silence_of, worried
from mentoring.signals.seen import Seen, What
from mentoring.simulation.people import Duo, Event, Happened

_SIGHTS = {
    Event.WROTE: What.WROTE,
    Event.CONFIRMED: What.CONFIRMED,
    Event.CANCELLED: What.CANCELLED,
    Event.ABSENT: What.ABSENT,
}


@dataclass
class Watched:
    """What Tandem's rule made of one duo. Alerts and urgent ones (the lowest face) are days."""

    duo: Duo
    alerts: list[int] = field(default_factory=list)
    urgent: list[int] = field(default_factory=list)
    nudges: int = 0


class Watch:
    """Tandem's rule beside one duo, day by day."""

    def __init__(self, watched: Watched, limits: Limits) -> None:
        self.watched, self.limits, self.ladder = watched, limits, Ladder()
        self.evidence = Evidence()
        self.rounds = [answering() for _ in SIDES]
        self.weeks = meeting()
        self.writes = [0.15, 0.15]
        self.answers: dict[int, tuple[int, bool]] = {}  # side -> (day, all is well?)

    def day(self, day: int, happened: Sequence[Happened]) -> None:
        evidence, ladder = self.evidence, self.ladder
        evidence.writes = dict(zip(SIDES, self.writes, strict=True))
        if not evidence.day:
            evidence.begin(day)
        evidence.go_to(day)
        for one in happened:
            self._see(day, one)
        wrote = {one.side for one in happened if one.event is Event.WROTE}
        self.writes = [usual + ((side in wrote) - usual) / 30 for side, usual in enumerate(self.writes)]
        ladder = self._heard(day, ladder)
        silent = silence_of(ladder, day, self.limits)
        if silent is not None:
            evidence.see(Seen(What.NUDGE_SILENT, day, silent))
        self.ladder, deed = next_step(ladder, evidence.verdict(), day, self.limits)
        if deed is Deed.NUDGE:
            self._nudge(day)
        elif deed is Deed.ALERT:
            self._alert(day)

    def _see(self, day: int, one: Happened) -> None:
        side = SIDES[one.side]
        if one.event in _SIGHTS:
            self.evidence.see(Seen(_SIGHTS[one.event], day, side))
        elif one.event is Event.FACE:
            self.evidence.see(Seen(What.FACE, day, side, value=one.value))
        elif one.event is Event.WEEK:
            self.evidence.see(Seen(What.MET if one.value else What.NOT_MET, day, side, self.weeks.share))
            self.weeks.note(done=bool(one.value))
        else:
            habit = self.rounds[one.side]
            self.evidence.see(Seen(What.ANSWERED if one.value else What.UNANSWERED, day, side, habit.share))
            habit.note(done=bool(one.value))

    def _heard(self, day: int, ladder: Ladder) -> Ladder:
        for side, (answered, well) in list(self.answers.items()):
            if answered == day:
                del self.answers[side]
                self.evidence.see(Seen(What.NUDGE_WELL if well else What.NUDGE_WORRY, day, SIDES[side]))
                ladder = reassured(ladder, day, self.limits) if well else worried(ladder, day)
        return ladder

    def _nudge(self, day: int) -> None:
        assert self.ladder.asked is not None
        side = SIDES.index(self.ladder.asked)
        self.watched.nudges += 1
        answer = self.watched.duo.answer_nudge(side, day)
        if answer is not None:
            self.answers[side] = (day + answer[0], answer[1])

    def _alert(self, day: int) -> None:
        """The coordinator calls; where all is well that is the end of it."""
        self.watched.alerts.append(day)
        if not self.watched.duo.is_fading(day):
            self.evidence.begin(day)
            self.ladder = resolved(day, self.limits)
            self.answers.clear()
