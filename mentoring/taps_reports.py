"""Buttons of reports; codes begin with lr. Days travel as `20260331`.

`organisation_id` None: the federation's report, which is of no organisation.
"""

from __future__ import annotations

from enum import StrEnum

from mentoring.reports.periods import When
from mentoring.taps import Tap, tap


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
    """The report of these days in another form."""

    organisation_id: int | None
    first: str
    last: str
    form: Form
