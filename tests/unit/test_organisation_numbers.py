from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mentoring.organisation.numbers import (
    PARTS,
    Fault,
    Refusal,
    Setting,
    bounds_of,
    keep,
    offered,
    refusal_of,
    usual,
    values_of,
)
from storage.tables import Organisation


@pytest.fixture
def organisation() -> Organisation:
    return Organisation(name="Apides", created_at=datetime(2026, 11, 23, tzinfo=UTC))


def test_every_setting_stands_on_one_screen() -> None:
    shown = [setting for settings in PARTS.values() for setting in settings]
    assert sorted(shown) == sorted(Setting)


def test_a_new_organisation_has_the_suggested_numbers_and_they_agree(organisation: Organisation) -> None:
    values = values_of(organisation)
    assert values == {setting: usual(setting) for setting in Setting}
    assert [refusal_of(values, setting, value) for setting, value in values.items()] == [None] * len(Setting)


@pytest.mark.parametrize("setting", list(Setting))
def test_every_number_on_a_button_is_within_the_bounds(setting: Setting) -> None:
    assert all(bounds_of(setting).allow(value) for value in offered(setting))


@pytest.mark.parametrize("setting", list(Setting))
def test_a_number_that_is_kept_is_read_again(organisation: Organisation, setting: Setting) -> None:
    value = next(value for value in offered(setting) if value != usual(setting))
    keep(organisation, setting, value)
    assert values_of(organisation) == {each: usual(each) for each in Setting} | {setting: value}


@pytest.mark.parametrize(
    ("setting", "value", "refusal"),
    [
        (Setting.WEEKDAY, 6, Refusal(Fault.OUT_OF_BOUNDS, 6)),
        (Setting.HOUR, 25 * 60 + 39, Refusal(Fault.OUT_OF_BOUNDS, 25 * 60 + 39)),
        (Setting.HOUR, 3 * 60, Refusal(Fault.OUT_OF_BOUNDS, 180)),
        (Setting.ERASE, 10**18, Refusal(Fault.OUT_OF_BOUNDS, 10**18)),
        (Setting.HOUR, 20 * 60 + 0, None),
        (Setting.SPREAD, 180, None),
        (Setting.MIDTERM_WEEK, 26, Refusal(Fault.NOT_LESS, 26, Setting.CLOSING_WEEK, 26)),
        (Setting.CLOSING_WEEK, 12, Refusal(Fault.NOT_MORE, 12, Setting.MIDTERM_WEEK, 12)),
        (Setting.WATCH_UNANSWERED, 3, Refusal(Fault.NOT_LESS, 3, Setting.RISK_UNANSWERED, 3)),
        (Setting.RISK_SESSION, 10, Refusal(Fault.NOT_MORE, 10, Setting.WATCH_FIRST_SESSION, 10)),
        (Setting.WAITING_NEWS, 25, Refusal(Fault.ABOVE, 25, Setting.WAITING_ALERT, 20)),
        (Setting.WAITING_ALERT, 6, Refusal(Fault.BELOW, 6, Setting.WAITING_NEWS, 10)),
        (Setting.WAITING_NEWS, 20, None),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    organisation: Organisation, setting: Setting, value: int, refusal: Refusal | None
) -> None:
    assert refusal_of(values_of(organisation), setting, value) == refusal


def test_the_last_question_comes_before_the_quiet_hours(organisation: Organisation) -> None:
    keep(organisation, Setting.SPREAD, 120)
    assert refusal_of(values_of(organisation), Setting.HOUR, 19 * 60) is None
    assert refusal_of(values_of(organisation), Setting.HOUR, 20 * 60) == Refusal(Fault.TOO_LATE, 20 * 60)
