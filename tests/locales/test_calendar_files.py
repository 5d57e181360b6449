"""What we write is read back by `vobject`, a parser that is not the one that writes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.calendar_files import calendar_file
from locales.meeting_samples import CALL, FAR, FIRST, HERE, ONLINE
from locales.meetings import title
from locales.rendering import load_all, render, renderers
from locales.say import LANGUAGES, Say
from mentoring.messages.sessions import SessionFacts
from mentoring.people import one_line
from mentoring.sessions.weekly import occurrence
from storage.words import SessionState

ZONES = ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe")
CHANGED = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
HOME = ZoneInfo("Europe/Brussels")


def read_back(facts: SessionFacts, state: SessionState = SessionState.CONFIRMED, language: str = "fr") -> Any:
    """The whole calendar, parsed."""
    content = calendar_file(facts, state, CHANGED, Say(language, HOME)).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "RFC 5545, 3.1: lines of 75 octets at most"
    # vobject keeps the first zone of a name that it meets: each file shall be read by the rules that it brings along
    vars(vobject.icalendar)["__tzidMap"].pop(facts.time_zone, None)
    return vobject.readOne(content.decode("utf-8"))


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [HERE, CALL, FAR, FIRST, ONLINE])
@pytest.mark.parametrize(
    ("state", "status"),
    [
        (SessionState.PLANNED, "TENTATIVE"),
        (SessionState.CONFIRMED, "CONFIRMED"),
        (SessionState.CANCELLED, "CANCELLED"),
    ],
)
def test_every_variation_says_who_when_and_where(
    facts: SessionFacts, language: str, state: SessionState, status: str
) -> None:
    calendar = read_back(facts, state, language)

    assert calendar.method.value == "PUBLISH"
    assert calendar.version.value == "2.0"
    event = calendar.vevent
    assert event.uid.value == f"session-{facts.session_id}@tandem"
    assert event.status.value == status
    assert event.summary.value == title(facts, Say(language, HOME))
    assert in_utc(event.dtstart.value) == facts.starts_at
    assert in_utc(event.dtend.value) - facts.starts_at == timedelta(minutes=facts.minutes)
    assert in_utc(event.dtstamp.value) == CHANGED
    assert facts.where is None or event.location.value == facts.where or event.url.value == facts.where


def test_the_zone_goes_with_the_local_time() -> None:
    calendar = read_back(HERE)

    assert calendar.vevent.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Brussels"]
    assert calendar.vtimezone.tzid.value == "Europe/Brussels"
    assert calendar.vevent.dtstart.value.replace(tzinfo=None) == datetime.fromisoformat("2026-11-24T18:00")


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    first, second = read_back(HERE), read_back(replace(HERE, sequence=1))
    cancelled = read_back(replace(HERE, sequence=2), SessionState.CANCELLED)

    assert len({one.vevent.uid.value for one in (first, second, cancelled)}) == 1
    assert [int(one.vevent.sequence.value) for one in (first, second, cancelled)] == [0, 1, 2]
    assert cancelled.vevent.status.value == "CANCELLED"
    assert cancelled.method.value == "PUBLISH"


@pytest.mark.parametrize(
    "where",
    ["Rue Haute 5, 1000 Bruxelles; 2e étage", "Café \\ Müller, “Zum Löwen”", "🏠 chez Ömer 👩🏽‍💻" * 12, "a:b;c,d\\n"],
)
def test_signs_that_mean_something_in_calendars_come_back_as_they_were(where: str) -> None:
    event = read_back(replace(HERE, where=where, name="O’Neil, Jr.; \\ 🙂")).vevent

    assert event.location.value == where
    assert event.summary.value == title(replace(HERE, name="O’Neil, Jr.; \\ 🙂"), Say("fr", HOME))
    assert event.description.value.splitlines()[0].endswith(where), "the second line stays a second line"
    assert len(event.description.value.splitlines()) == 2


@given(st.text(max_size=200).map(one_line))
def test_whatever_somebody_writes_as_an_address_comes_back(where: str) -> None:
    event = read_back(replace(HERE, where=where or "x")).vevent

    assert event.location.value == (where or "x")


def test_a_link_is_a_link_and_a_place() -> None:
    event = read_back(ONLINE).vevent

    assert event.url.value == ONLINE.where


# -- the nights in which the clocks change ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("local", "starts_at"),
    [
        ("2026-10-25T01:30", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of the two
        ("2026-10-25T03:30", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
        ("2027-03-28T01:30", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("2027-03-28T03:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
    ],
)
def test_in_the_nights_of_the_change_begin_and_end_are_the_instants_that_were_agreed(
    local: str, starts_at: datetime
) -> None:
    event = read_back(replace(HERE, starts_at=starts_at)).vevent

    assert event.dtstart.value.replace(tzinfo=None) == datetime.fromisoformat(local)
    assert in_utc(event.dtstart.value) == starts_at
    assert in_utc(event.dtend.value) == starts_at + timedelta(hours=1)


@settings(max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2026, 9, 1), date(2027, 12, 31)),
    minute=st.integers(0, 1439),
    minutes=st.sampled_from([30, 60, 120]),
)
def test_every_hour_of_a_year_comes_back_as_the_same_instant(zone: str, day: date, minute: int, minutes: int) -> None:
    local, starts_at = occurrence(day, minute, ZoneInfo(zone))
    event = read_back(replace(HERE, starts_at=starts_at, minutes=minutes, time_zone=zone)).vevent

    assert event.dtstart.value.replace(tzinfo=None) == datetime.fromisoformat(local)
    assert in_utc(event.dtstart.value) == starts_at
    assert in_utc(event.dtend.value) == starts_at + timedelta(minutes=minutes)


def test_every_message_with_a_calendar_file_has_one_that_can_be_read() -> None:
    load_all()
    files = [
        rendered.document
        for _, renderer in renderers()
        for sample in renderer.samples
        for language in LANGUAGES
        if (rendered := render(sample, language, HOME)).document and rendered.document.filename.endswith(".ics")
    ]

    assert files
    assert all(vobject.readOne(file.content.decode()).vevent.uid.value for file in files)
