"""Several days as people write them in one line: `21/12 – 3/1`, `du 21 décembre au 3 janvier`, `21/12 t/m 3/1`."""

from __future__ import annotations

import re
from datetime import date

from locales.written_times import read_written_day
from mentoring.errors import NotADateError

_BETWEEN = re.compile(
    r"\s*[–—→]\s*|\s+-+\s+|(?<=[0-9.])-(?=[0-9]{1,2}[/.])"
    r"|\s+(?:jusqu['’]au|au|t/m|t\.e\.m\.|tem|tot en met|tot|bis zum|bis|to|until)\s+"
)
_BEFORE = re.compile(r"^\s*(?:du|van|vom|von|from)\s+")
_LONGEST = 80  # characters


def read_written_days(text: str, today: date) -> tuple[date, date]:
    """The first and the last day; one day alone is both. The last one is the next such day after the first.

    Raises NotADateError, and PastTimeError for a first day that has passed.
    """
    parts = _BETWEEN.split(_BEFORE.sub("", text.strip().casefold()))
    if len(text) > _LONGEST or len(parts) > 2:
        raise NotADateError
    first = read_written_day(parts[0], today)
    if len(parts) == 1:
        return first, first
    return first, _last(parts[1], first, today)


def _last(text: str, first: date, today: date) -> date:
    """With a year as it is written, so that one before the first is noticed; without, the next one after it."""
    return read_written_day(text, today if re.search(r"\b\d{4}\b", text) else first)
