"""Until when a duo can rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.endings.pausing import WEEKS, fault_of, seen
from mentoring.messages.endings import PauseFault

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("until", "fault"),
    [
        (TODAY - timedelta(days=1), PauseFault.PAST),
        (TODAY, PauseFault.PAST),
        (TODAY + timedelta(days=1), None),
        (date(2027, 5, 24), None),  # six months to the day
        (date(2027, 5, 25), PauseFault.TOO_FAR),
        (date(9999, 12, 31), PauseFault.TOO_FAR),
    ],
)
def test_a_pause_ends_on_a_day_to_come_within_six_months(until: date, fault: PauseFault | None) -> None:
    assert fault_of(until, TODAY) is fault


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_what_buttons_offer_can_always_be_chosen(today: date) -> None:
    assert all(fault_of(today + timedelta(weeks=weeks), today) is None for weeks in WEEKS)


def test_a_button_remembers_the_pause_as_it_was() -> None:
    assert seen(None) == 0
    assert seen(TODAY) == 20261124
