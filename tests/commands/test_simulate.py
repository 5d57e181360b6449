"""`python -m bot simulate`: thresholds tried over made-up duos or an organisation's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine


def test_made_up_duos_need_no_database_and_are_the_same_for_the_same_seed(bare: CommandLine) -> None:
    first = bare("simulate", "--duos", "2", "--seed", "5", "--stress", "--set", "risk_silence_days=10")
    assert first.exit_code == 0, first.output
    assert "2 made-up duos (stress, seed 5)" in first.output
    assert "tried" in first.output
    assert "false alarms a week, of 100 healthy duos" in first.output
    again = bare("simulate", "--duos", "2", "--seed", "5", "--stress", "--set", "risk_silence_days=10")
    assert again.output == first.output


def test_without_a_number_to_try_today_stands_alone(bare: CommandLine) -> None:
    shown = bare("simulate", "--duos", "1")
    assert "1 made-up duo (base, seed 1)" in shown.output
    assert "tried" not in shown.output


def test_a_threshold_that_is_none_names_those_there_are_with_their_bounds(bare: CommandLine) -> None:
    shown = bare("simulate", "--set", "silence=10")
    assert shown.exit_code == 1
    assert "There is no threshold called silence" in shown.output
    assert "risk_silence_days: 5 to 60 (days)" in shown.output
    assert "alert_rest_days: 3 to 60 (days)" in shown.output


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("risk_silence_days=100", "risk_silence_days is from 5 to 60 (days), not 100."),
        ("risk_silence_days=ten", "Write it like risk_silence_days=10."),
        ("risk_silence_days", "Write it like risk_silence_days=10."),
        ("risk_silence_days=-3", "Write it like risk_silence_days=10."),
        ("risk_unanswered=2", "watch_unanswered has to be less than risk_unanswered: they would be 2 and 2."),
        ("waiting_news_days=5", "There is no threshold called waiting_news_days to try."),
    ],
)
def test_numbers_that_make_no_sense_get_a_word_each(bare: CommandLine, wanted: str, told: str) -> None:
    shown = bare("simulate", "--set", wanted)
    assert shown.exit_code == 1
    assert told in " ".join(shown.output.split())


def test_two_numbers_that_go_together_are_taken_together(bare: CommandLine) -> None:
    both = ("--set", "risk_unanswered=2", "--set", "watch_unanswered=1")
    assert bare("simulate", "--duos", "1", *both).exit_code == 0


def test_an_organisation_that_is_none_names_those_there_are(cli: CommandLine) -> None:
    cli("organisation", "add", "Duo Dijle")
    shown = cli("simulate", "--organisation", "Nobody")
    assert shown.exit_code == 1
    assert "There are: Duo Dijle" in shown.output


def test_an_organisation_without_duos_is_told_so_and_made_up_ones_are_shown(cli: CommandLine) -> None:
    cli("organisation", "add", "Duo Dijle")
    shown = cli("simulate", "--organisation", "duo dijle", "--duos", "1")
    assert shown.exit_code == 0, shown.output
    assert "0 duos of duo dijle ended in the last year: too few to judge by (20 at least)." in shown.output
    assert "So 1 made-up duo is played as well" in shown.stderr
    assert "100 % played" in shown.stderr
    assert "1 made-up duo (base, seed 1)" in shown.output


def test_only_one_kind_of_duos_can_be_named(bare: CommandLine) -> None:
    assert bare("simulate", "--base", "--stress").exit_code == 2
    assert bare("simulate", "--organisation", "Duo Dijle", "--base").exit_code == 2


def test_a_picture_is_never_written_over(bare: CommandLine, tmp_path: Path) -> None:
    there = tmp_path / "there.png"
    there.write_bytes(b"mine")
    shown = bare("simulate", "--duos", "1", "--picture", str(there))
    assert shown.exit_code == 1
    assert there.read_bytes() == b"mine"


def test_the_picture_is_drawn_in_the_language_asked_for(bare: CommandLine, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.png"
    shown = bare(
        "simulate",
        "--duos",
        "2",
        "--stress",
        "--set",
        "risk_silence_days=10",
        "--picture",
        str(drawn),
        "--language",
        "fr",
    )
    assert shown.exit_code == 0, shown.output
    assert drawn.read_bytes().startswith(b"\x89PNG")
    assert bare("simulate", "--duos", "1", "--language", "xx").exit_code == 2
