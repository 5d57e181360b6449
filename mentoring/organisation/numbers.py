"""The settings of an organisation that are numbers: what they may be, which ones do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from mentoring import thresholds
from mentoring.thresholds import Bounds, Unit, thresholds_of
from storage.tables import Organisation


class Setting(StrEnum):
    """One number: a column of the organisation's row, or the name of a threshold."""

    WEEKDAY = "check_in_weekday"
    HOUR = "check_in_minute"
    SPREAD = "check_in_spread"
    PROPOSAL_DAYS = "proposal_days"
    INVITATION_DAYS = "invitation_days"
    MIDTERM_WEEK = "midterm_week"
    CLOSING_WEEK = "closing_week"
    WATCH_FIRST_SESSION = "watch_first_session_days"
    WATCH_CONTACT = "watch_contact_days"
    WATCH_UNANSWERED = "watch_unanswered"
    WATCH_MISSED = "watch_missed"
    RISK_SESSION = "risk_session_days"
    RISK_SILENCE = "risk_silence_days"
    RISK_UNANSWERED = "risk_unanswered"
    RISK_MISSED = "risk_missed"
    RISK_CONTRADICTIONS = "risk_contradictions"
    ALERT_TAKEN = "alert_taken_days"
    ALERT_REST = "alert_rest_days"
    WAITING_NEWS = "waiting_news_days"
    WAITING_ALERT = "waiting_alert_days"
    ERASE = "erase_months"


class Part(StrEnum):
    """What stands together on one screen."""

    WEEKLY = "weekly"
    DUOS = "duos"
    SIGNALS = "signals"
    TEAM = "team"


PARTS: Mapping[Part, tuple[Setting, ...]] = {
    Part.WEEKLY: (Setting.WEEKDAY, Setting.HOUR, Setting.SPREAD),
    Part.DUOS: (Setting.PROPOSAL_DAYS, Setting.INVITATION_DAYS, Setting.MIDTERM_WEEK, Setting.CLOSING_WEEK),
    Part.SIGNALS: (
        *(Setting.WATCH_FIRST_SESSION, Setting.WATCH_CONTACT, Setting.WATCH_UNANSWERED, Setting.WATCH_MISSED),
        *(Setting.RISK_SESSION, Setting.RISK_SILENCE, Setting.RISK_UNANSWERED, Setting.RISK_MISSED),
        Setting.RISK_CONTRADICTIONS,
    ),
    Part.TEAM: (
        *(Setting.ALERT_TAKEN, Setting.ALERT_REST),
        *(Setting.WAITING_NEWS, Setting.WAITING_ALERT, Setting.ERASE),
    ),
}
LATEST = 21 * 60  # when quiet hours begin to start with: the last weekly question comes before
_HOURS = range(8 * 60, 20 * 60 + 1, 60)
_COLUMNS: Mapping[Setting, Bounds] = {
    Setting.WEEKDAY: Bounds(0, 5, Unit.WEEKDAY),  # never on a Sunday
    Setting.HOUR: Bounds(_HOURS.start, _HOURS[-1], Unit.CLOCK),
    Setting.SPREAD: Bounds(1, 180, Unit.MINUTES),
    Setting.PROPOSAL_DAYS: Bounds(1, 30, Unit.DAYS),
    Setting.INVITATION_DAYS: Bounds(1, 90, Unit.DAYS),
    Setting.MIDTERM_WEEK: Bounds(4, 40, Unit.WEEKS),
    Setting.CLOSING_WEEK: Bounds(8, 104, Unit.WEEKS),
}
_OFFERED: Mapping[Setting, tuple[int, ...]] = {
    Setting.HOUR: tuple(_HOURS),
    Setting.SPREAD: (15, 30, 60, 90, 120, 180),
    Setting.PROPOSAL_DAYS: (3, 5, 7, 10, 14, 21),
    Setting.INVITATION_DAYS: (7, 14, 21, 30, 60, 90),
    Setting.MIDTERM_WEEK: (6, 8, 10, 12, 16, 20),
    Setting.CLOSING_WEEK: (12, 16, 20, 26, 39, 52),
    Setting.WATCH_FIRST_SESSION: (7, 10, 14, 21),
    Setting.WATCH_CONTACT: (7, 10, 14, 21),
    Setting.RISK_SESSION: (14, 21, 28, 42),
    Setting.RISK_SILENCE: (7, 10, 14, 21),
    Setting.ALERT_TAKEN: (1, 2, 3, 5),
    Setting.ALERT_REST: (7, 14, 21, 28),
    Setting.WAITING_NEWS: (5, 10, 15, 20),
    Setting.WAITING_ALERT: (10, 15, 20, 30),
    Setting.ERASE: (3, 6, 9, 12, 18, 24),
}
_USUAL = {setting: Organisation.model_fields[setting.value].default for setting in _COLUMNS}
_BEFORE = ((Setting.MIDTERM_WEEK, Setting.CLOSING_WEEK),)


class Fault(StrEnum):
    """Why a number cannot be kept."""

    NO_NUMBER = "no_number"
    OUT_OF_BOUNDS = "out_of_bounds"
    TOO_LATE = "too_late"  # the last question of the week would come in the quiet hours
    NOT_LESS = "not_less"  # it has to be less than another setting
    NOT_MORE = "not_more"
    ABOVE = "above"  # it may be as much as another setting, not more
    BELOW = "below"


@dataclass(frozen=True)
class Refusal:
    """A number that was not kept (None: no number at all), why, and which other setting it goes against."""

    fault: Fault
    value: int | None = None
    against: Setting | None = None
    limit: int | None = None  # that other setting's number


def bounds_of(setting: Setting) -> Bounds:
    return _COLUMNS[setting] if setting in _COLUMNS else thresholds.BOUNDS[setting]


def usual(setting: Setting) -> int:
    """What the programme starts with."""
    value: int = _USUAL[setting] if setting in _USUAL else getattr(thresholds.DEFAULTS, setting)
    return value


def offered(setting: Setting) -> tuple[int, ...]:
    """What the buttons offer; every possible number where there are few."""
    bounds = bounds_of(setting)
    return _OFFERED.get(setting) or tuple(range(bounds.least, bounds.most + 1))


def can_be_written(setting: Setting) -> bool:
    """Whether there are numbers beyond those on buttons."""
    return setting in _OFFERED


def part_of(setting: Setting) -> Part:
    return next(part for part, settings in PARTS.items() if setting in settings)


def values_of(organisation: Organisation) -> dict[Setting, int]:
    """All the numbers as they stand."""
    own = asdict(thresholds_of(organisation))
    return {
        setting: getattr(organisation, setting) if setting in _COLUMNS else own[setting.value] for setting in Setting
    }


def keep(organisation: Organisation, setting: Setting, value: int) -> None:
    """Writes a number that has no fault into the row."""
    if setting in _COLUMNS:
        setattr(organisation, setting, value)
    else:
        organisation.thresholds = thresholds.changed(replace(thresholds_of(organisation), **{setting.value: value}))


def refusal_of(values: Mapping[Setting, int], setting: Setting, value: int) -> Refusal | None:
    """Why that number cannot be kept beside the others; None: it can."""
    if not bounds_of(setting).allow(value):
        return Refusal(Fault.OUT_OF_BOUNDS, value)
    wanted = {**values, setting: value}
    if setting in {Setting.HOUR, Setting.SPREAD} and wanted[Setting.HOUR] + wanted[Setting.SPREAD] > LATEST:
        return Refusal(Fault.TOO_LATE, value)
    return next(_against(wanted, setting), None)


def _against(wanted: Mapping[Setting, int], setting: Setting) -> Iterator[Refusal]:
    value = wanted[setting]
    before = (*_BEFORE, *((Setting(early), Setting(late)) for early, late in thresholds.BEFORE))
    not_after = tuple((Setting(early), Setting(late)) for early, late in thresholds.NOT_AFTER)
    for early, late in before:
        if setting in {early, late} and wanted[early] >= wanted[late]:
            fault, other = (Fault.NOT_LESS, late) if setting is early else (Fault.NOT_MORE, early)
            yield Refusal(fault, value, other, wanted[other])
    for early, late in not_after:
        if setting in {early, late} and wanted[early] > wanted[late]:
            fault, other = (Fault.ABOVE, late) if setting is early else (Fault.BELOW, early)
            yield Refusal(fault, value, other, wanted[other])
