"""Reports to look at: for the gallery, the lint and the files' tests."""

from __future__ import annotations

from datetime import date

from mentoring.milestones import Milestone
from mentoring.reports.making import Read, report_of
from mentoring.reports.paths import Path
from mentoring.reports.periods import Period, plus_months
from mentoring.reports.values import Answers, DuoRow, Happened, Mean, Report, Tally
from storage.words import DuoState, EndReason, Outcome, Question, Role

PERIOD = Period(date(2026, 1, 1), date(2026, 6, 30))
_REASONS = (EndReason.WORK_FOUND, EndReason.SILENCE, EndReason.SEEKER_NO_TIME, EndReason.SILENCE)


def sample_report(duos: int = 60, organisation: str | None = "Duo Dijle", *, is_shared: bool = False) -> Report:
    """Of an organisation in which so many duos began, one every ten days."""
    paths = tuple(Path((_duo(number),)) for number in range(duos))
    happened = _happened(duos)
    read = Read(organisation, paths, (PERIOD, PERIOD.before()), (happened, happened), date(2026, 11, 24))
    return report_of(read, is_shared=is_shared)


def _duo(number: int) -> DuoRow:
    started = plus_months(date(2026, 5, 2), -(number // 3))
    closed = plus_months(started, 6)
    if closed > PERIOD.last:
        return DuoRow(number, started, None, DuoState.ACTIVE)
    if number % 5 == 0:
        return DuoRow(number, started, closed, DuoState.ENDED, _REASONS[number % 4])
    outcome = Outcome.SEEKING if number % 3 else Outcome.WORK
    return DuoRow(number, started, closed, DuoState.COMPLETED, None, outcome, outcome)


def _happened(duos: int) -> Happened:
    several = Tally(duos * 4, duos)
    return Happened(
        held=Tally(duos * 12, duos),
        held_by_month={month: Tally(duos * 2, duos) for month in PERIOD.months()},
        steps=several,
        steps_by_kind={Milestone.CV_READY: Tally(duos * 3, duos), Milestone.INTERVIEW: Tally(duos, duos)},
        answers={role: Answers(Tally(duos * 20, duos), duos * 15) for role in (Role.SEEKER, Role.MENTOR)},
        change={question: Mean(0.4, duos) for question in Question if question is not Question.DUO} if duos else {},
    )
