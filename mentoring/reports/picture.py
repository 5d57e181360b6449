"""What of a report goes into its picture. A picture is passed on more easily than anything: it hides small cells."""

from __future__ import annotations

from datetime import date

from mentoring.pictures import ReportPicture
from mentoring.reports.values import Name, Report
from storage.words import EndReason, Question

FEDERATION = "Mentoring Belgium"


def picture_of(report: Report) -> ReportPicture | None:
    """The picture of a shared report; None where every figure of it would be hidden or zero."""
    assert report.is_shared
    if not any(figure.value for figure in report.figures):
        return None
    percent = next((figure.percent for figure in report.all(Name.SUCCESS)), None)
    return ReportPicture(
        title=report.organisation or FEDERATION,
        first=report.period.first,
        last=report.period.last,
        started=_whole(report, Name.STARTED),
        active=_whole(report, Name.ACTIVE),
        completed=_whole(report, Name.COMPLETED),
        ended=_whole(report, Name.ENDED),
        success_percent=round(percent) if percent is not None else None,
        held_by_month=tuple(
            (date.fromisoformat(f"{figure.part}-01"), _int(figure.value)) for figure in report.all(Name.HELD_IN)
        ),
        reasons=tuple((EndReason(figure.part), _int(figure.value)) for figure in report.all(Name.REASON)),
        change=tuple((Question(figure.part), figure.value) for figure in report.all(Name.CHANGE)),
    )


def _whole(report: Report, name: Name) -> int | None:
    figure = report.get(name)
    return _int(figure.value) if figure is not None else None


def _int(value: float | None) -> int | None:
    return int(value) if value is not None else None
