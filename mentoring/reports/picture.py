"""What of a report goes into its picture. A picture is passed on more easily than anything: it hides small cells."""

from __future__ import annotations

from datetime import date

from mentoring.pictures import Blank, ReportPicture
from mentoring.reports.values import Figure, Name, Report
from storage.words import EndReason, Question

FEDERATION = "Mentoring Belgium"


def picture_of(report: Report) -> ReportPicture | None:
    """The picture of a shared report; None where every figure of it would be hidden or zero."""
    assert report.is_shared
    if not any(figure.value for figure in report.figures):
        return None
    return ReportPicture(
        title=report.organisation or FEDERATION,
        first=report.period.first,
        last=report.period.last,
        started=_count(report.get(Name.STARTED)),
        active=_count(report.get(Name.ACTIVE)),
        completed=_count(report.get(Name.COMPLETED)),
        ended=_count(report.get(Name.ENDED)),
        success_percent=_percent(report.get(Name.SUCCESS)),
        held_by_month=tuple((date.fromisoformat(f"{each.part}-01"), _count(each)) for each in report.all(Name.HELD_IN)),
        reasons=tuple((EndReason(each.part), _count(each)) for each in report.all(Name.REASON)),
        change=tuple((Question(each.part), _shown(each, each.value)) for each in report.all(Name.CHANGE)),
    )


def _count(figure: Figure | None) -> int | Blank:
    shown = _shown(figure, figure.value if figure is not None else None)
    return shown if isinstance(shown, Blank) else int(shown)


def _percent(figure: Figure | None) -> int | Blank:
    shown = _shown(figure, figure.percent if figure is not None else None)
    return shown if isinstance(shown, Blank) else round(shown)


def _shown(figure: Figure | None, value: float | None) -> float | Blank:
    if value is not None:
        return value
    return Blank.HIDDEN if figure is not None and figure.is_hidden else Blank.NOTHING
