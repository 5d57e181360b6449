from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import NotALinkError, OutOfDateError, TextTooLongError
from mentoring.sessions.aims import Aim, checked_minute, move, other_place, plan, read_aim, read_day, written_day
from mentoring.sessions.changing import LONGEST_WORD, cleaned_word
from mentoring.sessions.places import LONGEST_ADDRESS, LONGEST_LINK, spot_of
from mentoring.sessions.planning import Spot
from mentoring.taps import read_tap
from mentoring.taps_sessions import ChoosePlace, ChooseTime
from storage.ids import MAX_ID
from storage.words import Place, SessionKind


@pytest.mark.parametrize(
    "aim",
    [
        *[plan(MAX_ID, kind) for kind in SessionKind],
        plan(MAX_ID, SessionKind.FIRST).told(with_team=True),
        plan(MAX_ID, SessionKind.FIRST).told(with_team=False),
        move(MAX_ID, 9999),
        other_place(MAX_ID, 9999),
    ],
)
def test_every_aim_fits_into_a_button_with_all_that_was_chosen_and_comes_back(aim: Aim) -> None:
    for place in Place:
        tap = ChoosePlace(aim.subject, aim.way, "20261124", 1439, place)
        assert read_tap(tap.pack()) == tap
    tap = ChooseTime(aim.subject, aim.way, "20261124", 1439, anyway=True)
    assert read_tap(tap.pack()) == tap
    assert read_aim(aim.subject, aim.way) == aim


def test_an_aim_knows_what_it_is_about() -> None:
    assert (plan(1, SessionKind.MIDTERM).kind, plan(1, SessionKind.MIDTERM).with_team) == (SessionKind.MIDTERM, None)
    with_team = plan(1, SessionKind.FIRST).told(with_team=True)
    assert (with_team.kind, with_team.with_team, with_team.is_new) == (SessionKind.FIRST, True, True)
    assert plan(1, SessionKind.FIRST).told(with_team=False).with_team is False
    assert (move(1, 3).sequence, move(1, 3).is_new, move(1, 3).is_place) == (3, False, False)
    assert (other_place(1, 3).sequence, other_place(1, 3).is_place) == (3, True)


@given(st.text(max_size=30))
def test_what_no_button_says_is_out_of_date(text: str) -> None:
    for read in (lambda: read_aim(1, text), lambda: read_day(text)):
        try:
            read()
        except OutOfDateError:
            continue
        assert text in {*SessionKind, "first-team", "first-alone"} or text.isdigit() or "-" in text


@pytest.mark.parametrize("text", ["20260230", "2026112", "202611245", "2026-11-24", "٢٠٢٦١١٢٤", "00000000", ""])
def test_a_day_that_no_button_says_is_out_of_date(text: str) -> None:
    with pytest.raises(OutOfDateError):
        read_day(text)


def test_a_day_comes_back() -> None:
    assert read_day(written_day(date(2027, 1, 5))) == date(2027, 1, 5)


@pytest.mark.parametrize("minute", [1440, 99999])
def test_a_minute_that_no_day_has_is_out_of_date(minute: int) -> None:
    with pytest.raises(OutOfDateError):
        checked_minute(minute)


# -- where -----------------------------------------------------------------------------------------------------------
def test_an_address_is_kept_as_one_tidy_line() -> None:
    assert spot_of(Place.IN_PERSON, " Rue Haute 5\n1000  Bruxelles ") == Spot(
        Place.IN_PERSON, "Rue Haute 5 1000 Bruxelles"
    )
    assert spot_of(Place.IN_PERSON, "x" * LONGEST_ADDRESS).where == "x" * LONGEST_ADDRESS


@pytest.mark.parametrize("length", [LONGEST_ADDRESS + 1, 4000])
def test_a_longer_address_is_too_long(length: int) -> None:
    with pytest.raises(TextTooLongError):
        spot_of(Place.IN_PERSON, "x" * length)


@pytest.mark.parametrize(
    "link", ["https://meet.example.org/a?b=c#d", "HTTP://example.org:8443", "https://müller.example/ü"]
)
def test_a_link_is_an_address_of_the_web(link: str) -> None:
    assert spot_of(Place.ONLINE, f" {link} ") == Spot(Place.ONLINE, link)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "meet",
            "example.org",
            "https://",
            "https:///x",
            "ftp://example.org",
            "javascript:alert(1)",
            "https://a b.org",
        ),
        *("https://localhost", "https://.", "https://[::1", "https://example.org:99999", "tg://resolve?domain=x", ""),
    ],
)
def test_what_is_no_link_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotALinkError):
        spot_of(Place.ONLINE, text)


def test_a_link_is_too_long_before_it_is_anything_else() -> None:
    with pytest.raises(TextTooLongError):
        spot_of(Place.ONLINE, "https://example.org/" + "x" * LONGEST_LINK)


@given(st.text(max_size=400))
def test_whatever_is_written_as_a_link_is_one_or_an_error_of_ours(text: str) -> None:
    try:
        spot = spot_of(Place.ONLINE, text)
    except (NotALinkError, TextTooLongError):
        return
    assert spot.where is not None
    assert spot.where.lower().startswith(("http://", "https://"))


def test_a_word_to_the_other_is_tidy_or_none() -> None:
    assert cleaned_word(None) is None
    assert cleaned_word(" \u200d ") is None
    assert cleaned_word(" Mon fils\nest malade ") == "Mon fils est malade"
    with pytest.raises(TextTooLongError):
        cleaned_word("x" * (LONGEST_WORD + 1))
