"""The days of a report as people write them: `1/1/2026 - 30/6/2026`, `mars 2026 - mai 2026`, `2025`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from locales.written_times import read_started_day
from mentoring.errors import NotADateError
from mentoring.reports.periods import plus_months

_BETWEEN = re.compile(
    r"\s*[–—→]\s*|\s+-+\s+|(?<=[0-9])-(?=[0-9]{1,2}[/.])|(?<=[0-9]{4})-(?=[0-9]{4})"
    r"|\s+(?:jusqu['’]au|au|à|t/m|t\.e\.m\.|tem|tot en met|tot|bis zum|bis|to|until)\s+"
)
_BEFORE = re.compile(r"^\s*(?:du|de|van|vom|von|from)\s+")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(?:\d{1,2}\s*[/.-]\s*|[^\W\d_]+\.?\s+)\d{4}")
_LONGEST = 80  # characters


def read_report_days(text: str, today: date) -> tuple[date, date]:
    """The first and the last day, which may come the other way round; one day, month or year alone is both.

    Without a year, days that have been. Raises NotADateError.
    """
    parts = [part.strip() for part in _BETWEEN.split(_BEFORE.sub("", text.strip().casefold()))]
    if len(text) > _LONGEST or len(parts) > 2:
        raise NotADateError
    first, last = _span(parts[0], today), _span(parts[-1], today)
    if first[0] > last[0] and not re.search(r"\d{4}", parts[0]):
        earlier = plus_months(first[0], -12)  # `1/11 - 31/1`: of the year before
        return earlier, last[1]
    if first[0] > last[0]:
        first, last = last, first
    return first[0], max(first[1], last[1])


def _span(part: str, today: date) -> tuple[date, date]:
    """The first and the last day of what one part names."""
    if _YEAR.fullmatch(part):
        return _year(int(part))
    day = read_started_day(part, today)
    if _MONTH.fullmatch(part):
        return day, plus_months(day, 1) - timedelta(days=1)
    return day, day


def _year(year: int) -> tuple[date, date]:
    if not 1900 <= year < 2200:
        raise NotADateError
    return date(year, 1, 1), date(year, 12, 31)
