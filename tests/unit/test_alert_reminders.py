"""Whom the digest reminds of an alert that somebody took and did nothing about."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mentoring.alerts.reading import OpenAlert, resting_with_taker
from mentoring.messages.pairing import Named
from storage.words import AlertState, Level

TUESDAY = datetime(2026, 3, 3, 11, tzinfo=UTC)


def taken(state: AlertState = AlertState.TAKEN, done_at: datetime | None = None) -> OpenAlert:
    return OpenAlert(
        alert_id=1,
        duo_id=2,
        seeker=Named("Amina"),
        mentor=Named("Jan"),
        level=Level.AT_RISK,
        reasons=(),
        opened_at=TUESDAY,
        state=state,
        taken_by=3,
        taken_by_name="Sofie",
        coordinator_id=3,
        escalated=False,
        snoozed_until=None,
        quiet_since=None,
        taken_at=TUESDAY,
        done_at=done_at,
    )


@pytest.mark.parametrize(
    ("day", "reminded"),
    [("2026-03-09", False), ("2026-03-10", True), ("2026-03-11", False), ("2026-04-20", False)],
)
def test_after_five_working_days_without_a_deed_once(day: str, reminded: bool) -> None:
    assert bool(resting_with_taker([taken()], date.fromisoformat(day))) == reminded


def test_what_was_done_since_begins_to_count_anew() -> None:
    one = taken(done_at=datetime(2026, 3, 6, 9, tzinfo=UTC))
    assert not resting_with_taker([one], date(2026, 3, 10))
    assert resting_with_taker([one], date(2026, 3, 13))


def test_nobody_is_reminded_on_days_off_and_holidays_do_not_count() -> None:
    easter = taken(done_at=datetime(2026, 4, 3, 9, tzinfo=UTC))  # a Friday; the Monday is a holiday
    assert not resting_with_taker([easter], date(2026, 4, 10))
    assert not resting_with_taker([easter], date(2026, 4, 12))
    assert resting_with_taker([easter], date(2026, 4, 13))


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.SNOOZED])
def test_only_what_somebody_has_taken_is_theirs_to_be_reminded_of(state: AlertState) -> None:
    assert not resting_with_taker([taken(state)], date(2026, 3, 10))
