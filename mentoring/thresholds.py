"""From when on something is noticed: a duo that fades, an alert that nobody takes, somebody who waits too long.

Every organisation may change every number within bounds; what it did not change is the programme's starting point
("Noticing a duo that fades" and "The life of a duo", there with the sources: MENTOR standard 5, DUO for a JOB,
Mentorloop, iMentor, Torch). Days of a pause count for none of them: see `active_days_between` in mentoring/pauses.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

from storage.tables import Organisation


class Unit(StrEnum):
    """What a number counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"  # Monday to Friday without Belgian public holidays
    TIMES = "times"
    WEEKS = "weeks"
    MONTHS = "months"
    MINUTES = "minutes"
    WEEKDAY = "weekday"  # 0 is Monday
    CLOCK = "clock"  # local minutes after midnight


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number may be, both ends included."""

    least: int
    most: int
    unit: Unit

    def allow(self, value: int) -> bool:
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Thresholds:
    """An organisation's thresholds; without values those of the programme.

    *watch* leads to one nudge, *at risk* to an alert (programme, the table of levels).
    """

    # watch: the first meeting is not confirmed so long after the duo got under way
    watch_first_session_days: int = 10
    # watch: so long no confirmed meeting and no contact in the thread
    watch_contact_days: int = 14
    # watch: so many questions in a row unanswered by somebody who usually answers
    watch_unanswered: int = 2
    # watch: so many meetings missed
    watch_missed: int = 1
    # at risk: so long no confirmed meeting
    risk_session_days: int = 21
    # at risk: so long no sign at all from one side
    risk_silence_days: int = 14
    risk_unanswered: int = 3
    # at risk: so many meetings missed in a row
    risk_missed: int = 2
    # at risk: so often the two contradicted each other about a meeting
    risk_contradictions: int = 2
    # an alert that nobody takes within so many working days goes to the lead as well
    alert_taken_days: int = 2
    # a settled alert does not come back for the same reason within so many days
    alert_rest_days: int = 14
    # somebody who waits hears news every so many working days
    waiting_news_days: int = 10
    # and after so many the team is told
    waiting_alert_days: int = 20
    # who was never paired is erased after so many months
    erase_months: int = 6


BOUNDS: Mapping[str, Bounds] = {
    "watch_first_session_days": Bounds(3, 42, Unit.DAYS),
    "watch_contact_days": Bounds(5, 60, Unit.DAYS),
    "watch_unanswered": Bounds(1, 6, Unit.TIMES),
    "watch_missed": Bounds(1, 4, Unit.TIMES),
    "risk_session_days": Bounds(7, 90, Unit.DAYS),
    "risk_silence_days": Bounds(5, 60, Unit.DAYS),
    "risk_unanswered": Bounds(2, 8, Unit.TIMES),
    "risk_missed": Bounds(2, 6, Unit.TIMES),
    "risk_contradictions": Bounds(1, 5, Unit.TIMES),
    "alert_taken_days": Bounds(1, 10, Unit.WORKING_DAYS),
    "alert_rest_days": Bounds(3, 60, Unit.DAYS),
    "waiting_news_days": Bounds(5, 30, Unit.WORKING_DAYS),
    "waiting_alert_days": Bounds(5, 50, Unit.WORKING_DAYS),
    "erase_months": Bounds(3, 24, Unit.MONTHS),
}

# the first has to be less than the second: a watch comes before a risk
BEFORE: tuple[tuple[str, str], ...] = (
    ("watch_first_session_days", "risk_session_days"),
    ("watch_contact_days", "risk_session_days"),
    ("watch_unanswered", "risk_unanswered"),
    ("watch_missed", "risk_missed"),
)
# the first may be the second, but not more: people hear something before the team is alarmed about them
NOT_AFTER: tuple[tuple[str, str], ...] = (("waiting_news_days", "waiting_alert_days"),)
NAMES = tuple(field.name for field in fields(Thresholds))
DEFAULTS = Thresholds()


def thresholds_of(organisation: Organisation) -> Thresholds:
    """The organisation's numbers. What its row says that this version does not know or allow is left aside."""
    own = organisation.thresholds or {}
    return replace(DEFAULTS, **{name: own[name] for name in NAMES if _is_allowed(name, own.get(name))})


def changed(thresholds: Thresholds) -> dict[str, int] | None:
    """What a row keeps of them: only what is not the programme's; None: nothing."""
    own = {name: value for name, value in asdict(thresholds).items() if value != getattr(DEFAULTS, name)}
    return own or None


def contradicted(thresholds: Thresholds) -> Iterator[tuple[str, str]]:
    """The pairs of which the first is too large for the second."""
    for early, late in BEFORE:
        if getattr(thresholds, early) >= getattr(thresholds, late):
            yield early, late
    for early, late in NOT_AFTER:
        if getattr(thresholds, early) > getattr(thresholds, late):
            yield early, late


def _is_allowed(name: str, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and BOUNDS[name].allow(value)
