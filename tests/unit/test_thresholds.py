from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mentoring.thresholds import BOUNDS, DEFAULTS, NAMES, changed, contradicted, thresholds_of
from storage.tables import Organisation


def _organisation(thresholds: Any) -> Organisation:
    return Organisation(name="Apides", thresholds=thresholds, created_at=datetime(2026, 11, 23, tzinfo=UTC))


def test_an_organisation_that_changed_nothing_has_the_programmes_numbers() -> None:
    assert thresholds_of(_organisation(None)) == DEFAULTS
    assert (DEFAULTS.waiting_news_days, DEFAULTS.waiting_alert_days, DEFAULTS.erase_months) == (10, 20, 6)


def test_what_it_changed_is_its_own_and_the_rest_is_not() -> None:
    own = thresholds_of(_organisation({"waiting_news_days": 15}))

    assert own == replace(DEFAULTS, waiting_news_days=15)
    assert changed(own) == {"waiting_news_days": 15}


def test_a_row_keeps_nothing_when_all_is_as_the_programme_says() -> None:
    assert changed(DEFAULTS) is None


@pytest.mark.parametrize("value", [0, -3, 10**9, True, "12", None, 2.5, [1]])
def test_a_number_that_cannot_be_is_left_aside(value: Any) -> None:
    assert thresholds_of(_organisation({"waiting_news_days": value, "of_a_later_version": 4})) == DEFAULTS


def test_the_programmes_numbers_are_allowed_and_agree() -> None:
    assert set(BOUNDS) == set(NAMES)
    assert all(BOUNDS[name].allow(getattr(DEFAULTS, name)) for name in NAMES)
    assert list(contradicted(DEFAULTS)) == []


@pytest.mark.parametrize(
    ("changes", "pair"),
    [
        ({"watch_unanswered": 3}, ("watch_unanswered", "risk_unanswered")),
        ({"watch_contact_days": 21}, ("watch_contact_days", "risk_session_days")),
        ({"watch_missed": 4}, ("watch_missed", "risk_missed")),
        ({"waiting_news_days": 21}, ("waiting_news_days", "waiting_alert_days")),
    ],
)
def test_a_watch_that_would_come_after_the_risk_is_a_contradiction(
    changes: dict[str, int], pair: tuple[str, str]
) -> None:
    assert list(contradicted(replace(DEFAULTS, **changes))) == [pair]


def test_news_may_come_on_the_day_on_which_the_team_is_told() -> None:
    assert list(contradicted(replace(DEFAULTS, waiting_news_days=20))) == []
