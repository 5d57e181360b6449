from __future__ import annotations

import pytest

from bot.commands.organisation_meanings import MEANINGS, WORDS
from mentoring.organisation.numbers import Setting
from tests.commands.conftest import CommandLine


@pytest.fixture
def apides(cli: CommandLine) -> CommandLine:
    cli("organisation", "add", "Apides")
    cli("organisation", "add", "FMDO")
    return cli


def test_every_setting_is_shown_and_taken_back_as_it_is_shown(apides: CommandLine) -> None:
    lines = apides("organisation", "show", "apides").output.splitlines()
    assert "name: Apides" in lines
    assert "waiting_news_days: 10" in lines
    assert "to call in danger, de: 112, 108 Telefonhilfe" in lines
    for line in lines:
        setting, _, value = line.partition(": ")
        if value and " " not in setting:
            assert apides("organisation", "set", "Apides", setting, value).exit_code == 0
    assert apides("organisation", "show", "Apides").output.splitlines() == lines


@pytest.mark.parametrize(
    ("setting", "value", "shown"),
    [
        ("check_in_minute", "17:30", "check_in_minute: 17:30  (suggested: 17:00)"),
        ("check_in_minute", "1050", "check_in_minute: 17:30  (suggested: 17:00)"),
        ("check_in_weekday", "fri", "check_in_weekday: Friday  (suggested: Wednesday)"),
        ("check_in_weekday", "0", "check_in_weekday: Monday  (suggested: Wednesday)"),
        ("risk_session_days", "28", "risk_session_days: 28  (suggested: 21)"),
        ("languages", "nl,en", "languages: nl,en"),
        ("time_zone", "Europe/London", "time_zone: Europe/London"),
        ("contact", "privacy@example.org", "contact: privacy@example.org"),
        ("name", "Duo Leuven", "name: Duo Leuven"),
    ],
)
def test_a_setting_is_changed(apides: CommandLine, setting: str, value: str, shown: str) -> None:
    assert apides("organisation", "set", "Apides", setting, value).exit_code == 0
    name = value if setting == "name" else "Apides"
    assert shown in apides("organisation", "show", name).output.splitlines()


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("check_in_minute", "25:99", "no time of day"),
        ("check_in_weekday", "6", "from Monday to Saturday"),
        ("check_in_weekday", "sunday", "from Monday to Saturday"),
        ("check_in_weekday", "someday", "a day such as mon"),
        ("waiting_news_days", "17:00", "no time of day"),
        ("waiting_news_days", "soon", "a number such as 14"),
        ("waiting_news_days", "25", "at most waiting_alert_days, which is 20"),
        ("midterm_week", "26", "less than closing_week"),
        ("check_in_spread", "300", "from 1 to 180"),
        ("name", "fmdo", "already"),
        ("colour", "blue", "no setting called colour"),
    ],
)
def test_what_cannot_be_is_told_in_a_line_and_changes_nothing(
    apides: CommandLine, setting: str, value: str, word: str
) -> None:
    before = apides("organisation", "show", "Apides").output
    result = apides("organisation", "set", "Apides", setting, value)
    assert result.exit_code == 1
    assert word in result.output
    assert len(result.output.splitlines()) == 1
    assert apides("organisation", "show", "Apides").output == before


@pytest.mark.parametrize(
    ("setting", "value"), [("languages", "fr,xx"), ("time_zone", "Europe"), ("contact", "x" * 201)]
)
def test_values_that_cannot_be_are_a_usage_error(apides: CommandLine, setting: str, value: str) -> None:
    assert apides("organisation", "set", "Apides", setting, value).exit_code == 2


def test_an_organisation_nobody_knows_is_told_in_a_line(apides: CommandLine) -> None:
    result = apides("organisation", "show", "Nowhere")
    assert result.exit_code == 1
    assert "organisation list" in result.output


def test_every_setting_is_explained(cli: CommandLine) -> None:
    told = cli("organisation", "settings").output

    assert [setting for setting in (*WORDS, *Setting) if setting not in told] == []
    assert "Wednesday" in told
    assert "5 to 30 working days" in told
    assert set(MEANINGS) == set(Setting)
