"""From duos to paths: a job seeker's way with one mentor, or with several where one handed over to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentoring.milestones import Milestone
from mentoring.reports.periods import plus_months
from mentoring.reports.values import DuoRow, Leaving, StepRow
from storage.words import DuoState, EndReason, Outcome

SUCCESS_MONTHS = 12
LATER_MONTHS = 6  # as the follow-up asks
# Steps that are a job, a training or an internship. An offer is not one yet, and a temp job closes nothing.
REACHED = frozenset({Milestone.CONTRACT_SIGNED, Milestone.TRAINING, Milestone.INTERNSHIP})
GOOD = frozenset({Outcome.WORK, Outcome.TRAINING, Outcome.INTERNSHIP})
_IN_WORK = frozenset({Milestone.CONTRACT_SIGNED, Milestone.JOB_OFFER, Milestone.TEMP_JOB})
_IN_TRAINING = frozenset({Milestone.TRAINING, Milestone.INTERNSHIP})
WEIGHED = REACHED | _IN_WORK | _IN_TRAINING  # the steps that have to be read one by one
_LEAVING = {
    Outcome.WORK: Leaving.WORK,
    Outcome.TRAINING: Leaving.TRAINING,
    Outcome.INTERNSHIP: Leaving.TRAINING,
    Outcome.SEEKING: Leaving.SEEKING,
    Outcome.OTHER: Leaving.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Path:
    """Its duos, oldest first: each but the last was handed over."""

    duos: tuple[DuoRow, ...]
    steps: tuple[StepRow, ...] = ()  # of the job seeker, whenever

    @property
    def started(self) -> date:
        return self.duos[0].started

    @property
    def closed(self) -> date | None:
        return self.duos[-1].closed

    @property
    def last(self) -> DuoRow:
        return self.duos[-1]

    @property
    def is_between(self) -> bool:
        """Handed over, and nobody has gone on yet."""
        return self.last.end_reason is EndReason.HANDED_OVER

    @property
    def ended_well(self) -> bool:
        return self.last.state is DuoState.COMPLETED or self.last.end_reason is EndReason.WORK_FOUND

    def runs_on(self, day: date) -> bool:
        """At the end of that day."""
        return self.started <= day and (self.closed is None or self.closed > day)

    def succeeded(self) -> bool:
        """A job, training or internship within twelve months of the start."""
        due = plus_months(self.started, SUCCESS_MONTHS)
        if any(step.milestone in REACHED and self.started <= step.on_day <= due for step in self.steps):
            return True
        return any(_says_success(duo, due) for duo in self.duos)

    def stayed(self, months: int) -> bool:
        """After so many months it ran, or had ended well."""
        return self.ended_well or self.runs_on(plus_months(self.started, months))

    def leaving(self) -> Leaving:
        """Where they stood at its end; for one that is over."""
        if self.last.outcome is not None:
            return _LEAVING[self.last.outcome]
        if self.last.end_reason is not EndReason.WORK_FOUND:
            return Leaving.UNKNOWN
        until = self.closed or date.max
        noted = [step for step in self.steps if self.started <= step.on_day <= until]
        if not noted:
            return Leaving.EITHER
        newest = max(noted, key=lambda step: (step.on_day, step.milestone in _IN_WORK))
        return Leaving.WORK if newest.milestone in _IN_WORK else Leaving.TRAINING


def _says_success(duo: DuoRow, due: date) -> bool:
    if duo.closed is None or duo.closed > due:
        return False
    if duo.outcome in GOOD or duo.end_reason is EndReason.WORK_FOUND:
        return True
    return duo.later in GOOD and plus_months(duo.closed, LATER_MONTHS) <= due


def paths_of(duos: Iterable[DuoRow], steps: Iterable[StepRow] = ()) -> list[Path]:
    """The duo that follows a handed-over one goes on with its path, whoever the mentor is."""
    by_seeker: Mapping[int, list[DuoRow]] = defaultdict(list)
    for duo in duos:
        by_seeker[duo.seeker_id].append(duo)
    noted: Mapping[int, list[StepRow]] = defaultdict(list)
    for step in steps:
        noted[step.seeker_id].append(step)
    return [
        Path(chain, tuple(noted[seeker_id]) if seeker_id in noted else ())
        for seeker_id, own in by_seeker.items()
        for chain in _chains(own)
    ]


def _chains(duos: Sequence[DuoRow]) -> list[tuple[DuoRow, ...]]:
    chains: list[tuple[DuoRow, ...]] = []
    for duo in sorted(duos, key=lambda each: (each.started, each.closed or date.max)):
        if chains and chains[-1][-1].end_reason is EndReason.HANDED_OVER:
            chains[-1] = (*chains[-1], duo)
        else:
            chains.append((duo,))
    return chains
