from __future__ import annotations

from datetime import date

import pytest

from locales.written_spans import read_written_days
from mentoring.errors import NotADateError, PastTimeError

TODAY = date(2026, 11, 24)
WINTER = (date(2026, 12, 21), date(2027, 1, 3))


@pytest.mark.parametrize(
    "text",
    [
        *("21/12 – 3/1", "21/12-3/1", "21/12 - 3/1", "21.12. bis 3.1.", "du 21 décembre au 3 janvier"),
        *("van 21 december tot en met 3 januari", "21/12 t/m 3/1", "21 december tot 3 januari"),
        *("vom 21. Dezember bis zum 3. Januar", "2026-12-21 - 2027-01-03", "from 21 December to 3 January 2027"),
        *("DU 21/12/2026 AU 3/1/2027", "lundi 21 décembre jusqu’au dimanche 3 janvier"),
    ],
)
def test_two_days_are_read_as_people_write_them(text: str) -> None:
    assert read_written_days(text, TODAY) == WINTER


def test_one_day_alone_is_both() -> None:
    assert read_written_days("21/12", TODAY) == (date(2026, 12, 21), date(2026, 12, 21))


def test_a_last_day_with_a_year_before_the_first_is_noticed_and_not_moved() -> None:
    assert read_written_days("21/12/2026 - 1/12/2026", TODAY) == (date(2026, 12, 21), date(2026, 12, 1))


@pytest.mark.parametrize("text", ["", "soon", "30/2 - 3/3", "1/12 - 2/12 - 3/12", "21/12 -", "- 3/1", "x" * 4000])
def test_what_is_no_day_is_told_apart(text: str) -> None:
    with pytest.raises(NotADateError):
        read_written_days(text, TODAY)


def test_a_first_day_that_has_passed_is_told_apart() -> None:
    with pytest.raises(PastTimeError):
        read_written_days("1/11/2026 - 3/1/2027", TODAY)
