"""Which picture is drawn how."""

from __future__ import annotations

from locales.pictures.progress import draw_progress
from locales.pictures.report import draw_report
from locales.pictures.sheet import Sheet
from locales.pictures.simulation import draw_simulation
from locales.pictures.week import draw_week
from locales.say import Say
from mentoring.pictures import Picture, ProgressPicture, ReportPicture, WeekPicture


def drawn(picture: Picture, say: Say) -> Sheet:
    """The picture with words of that language."""
    if isinstance(picture, ProgressPicture):
        return draw_progress(picture, say)
    if isinstance(picture, WeekPicture):
        return draw_week(picture, say)
    if isinstance(picture, ReportPicture):
        return draw_report(picture, say)
    return draw_simulation(picture, say)
