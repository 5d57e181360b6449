"""Reports: which period, the figures, and the files.

`organisation_id` None: the federation's report, in which small cells are always hidden.
"""

from __future__ import annotations

from datetime import date

from mentoring.messages.base import Message, declare
from mentoring.messages.pairing_desk import Desk
from mentoring.reports.periods import Period, PeriodFault
from mentoring.reports.values import Report
from mentoring.taps_reports import Form


@declare("reports.which")
class WhichPeriod(Message):
    """`organisation`: whose report, for people who may read several; `other_desks`: their other ones.

    `federation`: they may read the federation's as well.
    """

    organisation_id: int | None
    organisation: str | None
    today: date
    other_desks: tuple[Desk, ...] = ()
    federation: bool = False


@declare("reports.days")
class WhichReportDays(Message):
    """Asks for the days in one line; again where `fault` says why they cannot be."""

    organisation_id: int | None
    today: date
    fault: PeriodFault | None = None


@declare("reports.counting")
class Counting(Message):
    """The figures are on their way. `period` ends today at the latest."""

    period: Period


@declare("reports.made")
class ReportMade(Message):
    """The figures for the team, and a picture without small cells (a PNG in base64; none where it would be empty)."""

    organisation_id: int | None
    report: Report
    picture: str = ""


@declare("reports.file")
class ReportFile(Message):
    """The same as a file (base64). `organisation`: whose figures."""

    organisation_id: int | None
    organisation: str
    period: Period
    form: Form
    content: str
