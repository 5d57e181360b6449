"""Calendar files (RFC 5545): a meeting for the calendar of a phone, its changes, and its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from locales.meetings import place_line, title
from locales.rendering import Document
from locales.say import Say, without_html
from mentoring.messages.sessions import SessionFacts
from storage.words import Place, SessionState

_AROUND = timedelta(days=400)  # of the meeting: every change of the clocks that a calendar may ask about
_STATUS = {SessionState.PLANNED: "TENTATIVE", SessionState.CONFIRMED: "CONFIRMED", SessionState.CANCELLED: "CANCELLED"}


def calendar_file(facts: SessionFacts, state: SessionState, changed_at: datetime, say: Say) -> Document:
    """The meeting as a file in that language. `changed_at` (UTC) is when it became as it is.

    Its UID stays and its SEQUENCE grows with each change, so that a calendar that knows it brings it up to date.
    """
    zone = ZoneInfo(facts.time_zone)
    start = _told(facts.starts_at, zone)
    event = Event()
    event.add("uid", f"session-{facts.session_id}@tandem")
    event.add("sequence", facts.sequence)
    event.add("dtstamp", changed_at)
    event.add("dtstart", start)
    event.add("dtend", _told(facts.starts_at + timedelta(minutes=facts.minutes), zone))
    event.add("summary", title(facts, say))
    event.add("status", _STATUS[state])
    _add_place(event, facts, say)
    calendar = Calendar()
    calendar.add("prodid", "-//Tandem//Tandem//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone(facts.time_zone, start.date().replace(day=1)))
    calendar.add_component(event)
    return Document(f"tandem-{start.date().isoformat()}.ics", calendar.to_ical())


def _told(moment: datetime, zone: ZoneInfo) -> datetime:
    """In its zone; in UTC where that local time comes twice and this is the second, which a local time cannot say."""
    local = moment.astimezone(zone)
    return local if local.fold == 0 else moment.astimezone(UTC)


def _add_place(event: Event, facts: SessionFacts, say: Say) -> None:
    line = without_html(place_line(facts.place, facts.where, say))
    lines = [line]
    if facts.team:
        lines.append(without_html(say("{name} of the team comes along.", name=facts.team)))
    lines.append(without_html(say("If something changes, you find the meeting with /sessions in Telegram.")))
    event.add("description", "\n".join(lines))
    if facts.place is Place.IN_PERSON and facts.where:
        event.add("location", facts.where)
    else:
        event.add("location", line)
    if facts.place is Place.ONLINE and facts.where:
        event.add("url", facts.where)


@lru_cache(maxsize=64)
def _zone(name: str, month: date) -> Timezone:
    """The zone's rules around that month; working them out takes some milliseconds."""
    return Timezone.from_tzid(name, first_date=month - _AROUND, last_date=month + _AROUND)
