from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.say import LANGUAGES, Say
from locales.takeover_words import with_year
from locales.written_times import read_day, read_started_day, read_written_day, read_written_time
from mentoring.errors import NotADateError, NotATimeError, PastTimeError

TODAY = date(2026, 11, 24)  # a Tuesday
half_a_year = st.integers(0, 180).map(lambda n: TODAY + timedelta(days=n))


def say(language: str) -> Say:
    return Say(language, ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24/11", TODAY),
        ("24.11.2026", TODAY),
        ("24-11", TODAY),
        ("24.11.", TODAY),
        ("24/11/26", TODAY),
        (" 24 / 11 ", TODAY),
        ("2026-12-01", date(2026, 12, 1)),
        ("٢٤/١٢", date(2026, 12, 24)),  # digits as people write them in Arabic
        ("24 novembre", TODAY),
        ("24 NOVEMBRE 2026", TODAY),
        ("1er décembre", date(2026, 12, 1)),
        ("le 1 dec.", date(2026, 12, 1)),
        ("5 fevrier", date(2027, 2, 5)),
        ("24 november", TODAY),
        ("3 mrt", date(2027, 3, 3)),
        ("24. November", TODAY),
        ("Dienstag, den 1. Dezember", date(2026, 12, 1)),
        ("3. März", date(2027, 3, 3)),
        ("3. maerz", date(2027, 3, 3)),
        ("4. Jänner", date(2027, 1, 4)),
        ("3. Mrz.", date(2027, 3, 3)),
        ("jeudi 3 déc.", date(2026, 12, 3)),
        ("aujourd’hui", TODAY),
        ("Vandaag", TODAY),
        ("heute", TODAY),
        ("demain", date(2026, 11, 25)),
        ("morgen", date(2026, 11, 25)),
        ("après-demain", date(2026, 11, 26)),
        ("morgen!", date(2026, 11, 25)),
        ("overmorgen", date(2026, 11, 26)),
        ("ÜBERMORGEN", date(2026, 11, 26)),
        ("mercredi", date(2026, 11, 25)),
        ("woensdag", date(2026, 11, 25)),
        ("deze woensdag", date(2026, 11, 25)),
        ("donderdag a.s.", date(2026, 11, 26)),
        ("vrij.", date(2026, 11, 27)),  # cut off as people do
        ("don 3 dec", date(2026, 12, 3)),
        ("am Mittwoch", date(2026, 11, 25)),
        ("diesen Mittwoch", date(2026, 11, 25)),
        ("naechsten Mittwoch", date(2026, 11, 25)),
        ("am Mittwoch, dem 25. November", date(2026, 11, 25)),
        ("ce mercredi", date(2026, 11, 25)),
        ("jeudi 26", date(2026, 11, 26)),
        ("le mardi 24", TODAY),
        ("mardi 1er", date(2026, 12, 1)),
        ("Donnerstag, den 26.", date(2026, 11, 26)),
        ("mardi", date(2026, 12, 1)),  # today is one: who means today says so
        ("1/2", date(2027, 2, 1)),  # the next one there is
    ],
)
def test_a_day_is_understood_as_people_write_it(text: str, day: date) -> None:
    assert read_written_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        *(
            "30/2",
            "30 février",
            "31.11.",
            "29/2",
            "0/1",
            "1/13",
            "24",
            "x",
            "",
            "🙂",
            "32 mars",
            "mardi 26",  # a Thursday: one of the two is wrong
            "mardi 32",
            "12 jui",
            "son",  # Sonntag or Sonnabend
            "24/11/2026/1",
        ),
        *("99999999999999999999/1", "demain peut-être", "1" * 5000, "٣٠/٢", "24 november november"),
    ],
)
def test_what_is_no_day_of_the_calendar_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotADateError):
        read_written_day(text, TODAY)


@pytest.mark.parametrize("text", ["23/11", "1 septembre", "24/11/2025", "2020-01-01"])
def test_a_day_that_has_passed_is_not_taken_for_one_of_next_year(text: str) -> None:
    with pytest.raises(PastTimeError):
        read_written_day(text, TODAY)


def test_a_leap_day_is_the_next_one() -> None:
    assert read_written_day("29/2", date(2027, 12, 1)) == date(2028, 2, 29)


@given(half_a_year, st.sampled_from(LANGUAGES))
def test_a_day_as_tandem_says_it_is_understood(day: date, language: str) -> None:
    assert read_written_day(say(language).day(day), TODAY) == day
    assert read_written_day(say(language).short_day(day), TODAY) == day
    assert read_written_day(f"{day.day}.{day.month}.", TODAY) == day
    assert read_written_day(day.isoformat(), TODAY) == day


@given(st.text(max_size=80))
def test_whatever_is_written_is_a_day_or_an_error_of_ours(text: str) -> None:
    with suppress(NotADateError, PastTimeError):
        assert read_written_day(text, TODAY) >= TODAY
    with suppress(NotATimeError):
        assert 0 <= read_written_time(text) < 1440


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        *[(text, 18 * 60 + 30) for text in ("18h30", "18:30", "18.30", "1830", "18 uur 30", "18 Uhr 30", "18 H 30")],
        *[
            (text, 18 * 60 + 30)
            for text in ("18u30", "18:30 uur", "18.30 Uhr", "à 18h30", "om 18u30", "um 18:30", "18 30", "tegen 18u30.")
        ],
        *[(text, 18 * 60) for text in ("18 h", "18h", "18", "18 heures", "18 Uhr", "18u", "ab 18 Uhr")],
        ("8:05", 485),
        ("830", 8 * 60 + 30),
        ("0:30", 30),
        ("9", 540),
        *[(text, 720) for text in ("midi", "à midi", "Mittag", "mittags")],
    ],
)
def test_a_time_is_understood_as_people_write_it(text: str, minute: int) -> None:
    assert read_written_time(text) == minute


@pytest.mark.parametrize(
    "text", ["24:00", "25h", "18:60", "18:30:00", "abc", "", "12345", "-3", "six heures", "1" * 400]
)
def test_what_is_no_time_of_day_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotATimeError):
        read_written_time(text)


@given(st.integers(0, 1439))
def test_every_minute_as_a_button_shows_it_is_understood(minute: int) -> None:
    assert read_written_time(say("fr").clock(minute)) == minute


# -- a day on which something began ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 mars 2026", date(2026, 3, 1)),
        ("01/03/2026", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("1.3.26", date(2026, 3, 1)),
        ("1er septembre", date(2026, 9, 1)),
        ("op 3 maart", date(2026, 3, 3)),
        ("3. Dezember", date(2025, 12, 3)),
        ("24/12", date(2025, 12, 24)),
        ("24/12/2026", date(2026, 12, 24)),
        ("mars 2026", date(2026, 3, 1)),
        ("03/2026", date(2026, 3, 1)),
        ("vandaag", date(2026, 11, 24)),
        ("depuis le 1er mars 2026", date(2026, 3, 1)),
        ("sinds maart 2026", date(2026, 3, 1)),
        ("seit dem 1. März 2026", date(2026, 3, 1)),
    ],
)
def test_a_start_is_read_as_a_day_that_has_passed_unless_its_year_says_otherwise(text: str, day: date) -> None:
    assert read_started_day(text, date(2026, 11, 24)) == day


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", "1er mars 2026"), ("nl", "1 maart 2026"), ("de", "1. März 2026"), ("en", "1 March 2026")],
)
def test_a_start_is_written_as_people_of_the_language_write_it_and_can_be_read_again(
    language: str, written: str
) -> None:
    assert with_year(date(2026, 3, 1), say(language)) == written
    assert read_started_day(written, date(2026, 11, 24)) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["", "x", "31/02/2026", "13/2026", "2026", "lorem ipsum", "1 " * 100, "٣/٣/٢٠٢٦x"])
def test_what_is_no_day_is_no_start(text: str) -> None:
    with pytest.raises(NotADateError):
        read_started_day(text, date(2026, 11, 24))


@pytest.mark.parametrize("written", ["", "2026030", "202603011", "20260230", "x", "٢٠٢٦٠٣٠١"])
def test_what_no_button_carries_is_no_day(written: str) -> None:
    with pytest.raises(NotADateError):
        read_day(written)
