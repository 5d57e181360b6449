"""Buttons of reports; codes begin with lr. Days travel as `20260331`.

`organisation_id` None: the federation's report, which is of no organisation.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from mentoring.reports.periods import Period, When
from mentoring.taps import Tap, tap

_DAY = "%Y%m%d"


class Form(StrEnum):
    """How a report comes: shared ones hide small cells and may leave the team."""

    CARD = "a"  # a message with a picture
    XLSX = "x"
    CSV = "c"
    SHARED_XLSX = "X"
    SHARED_CSV = "C"

    @property
    def is_shared(self) -> bool:
        return self in {Form.SHARED_XLSX, Form.SHARED_CSV}

    @property
    def shared(self) -> Form:
        """The same with small cells hidden; a message has no such form of its own."""
        return {Form.XLSX: Form.SHARED_XLSX, Form.CSV: Form.SHARED_CSV}.get(self, self)


@tap("lr")
class Reports(Tap):
    """Asks for which period."""

    organisation_id: int | None


@tap("lrp")
class ReportOn(Tap):
    """The report of that period, as it lies today."""

    organisation_id: int | None
    when: When


@tap("lrd")
class WriteReportDays(Tap):
    """Asks for the days of another period."""

    organisation_id: int | None


@tap("lrf")
class ReportAs(Tap):
    """The report of these days in another form.

    `last`: `20261016`, or `20261016-20261231`: until the first of the two, of a period that goes on until the second.
    """

    organisation_id: int | None
    first: str
    last: str
    form: Form


def written(period: Period) -> tuple[str, str]:
    """`first` and `last` of a button."""
    whole = f"-{period.whole_until:{_DAY}}" if period.whole_until is not None else ""
    return f"{period.first:{_DAY}}", f"{period.last:{_DAY}}{whole}"


def read_period(first: str, last: str) -> Period:
    """The period of a button. Raises ValueError for days that no button says."""
    until, goes_on, whole = last.partition("-")
    period = Period(_day(first), _day(until), _day(whole) if goes_on else None)
    if not period.first <= period.last < (period.whole_until or date.max):
        raise ValueError(last)
    return period


def _day(written_day: str) -> date:
    if len(written_day) != 8 or not (written_day.isascii() and written_day.isdigit()):
        raise ValueError(written_day)
    return date(int(written_day[:4]), int(written_day[4:6]), int(written_day[6:]))
