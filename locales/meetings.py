"""What every text about a meeting shares: what it is called, when, where, and its buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from locales.rendering import Button, Rows
from locales.say import Html, Say
from mentoring.messages.sessions import SessionFacts
from mentoring.taps_sessions import AskToCancel, ConfirmSession, EndWeekly, MoveSession, PlanSession
from storage.words import Place, SessionKind

_TITLES: dict[SessionKind, Callable[[Say, str], str]] = {
    # Translators: what the meeting of a duo is called; also its title in the calendar.
    SessionKind.FIRST: lambda say, name: say.plain("First meeting with {name}", name=name),
    SessionKind.REGULAR: lambda say, name: say.plain("Meeting with {name}", name=name),
    # Translators: a short look back and forward, half-way through the mentoring.
    SessionKind.MIDTERM: lambda say, name: say.plain("Mid-term review with {name}", name=name),
    # Translators: the last meeting of the mentoring.
    SessionKind.CLOSING: lambda say, name: say.plain("Closing meeting with {name}", name=name),
}


def title(facts: SessionFacts, say: Say) -> str:
    """What the meeting is called, plain."""
    return _TITLES[facts.kind](say, facts.name)


def day_and_time(moment: datetime, say: Say) -> Html:
    """`Tuesday 24 November at 18:00`, where the reader is."""
    # Translators: when a meeting is; also within sentences.
    return Html(say("{day} at {time}", day=say.day(moment), time=say.time(moment)))


def when(facts: SessionFacts, say: Say) -> Html:
    """The same; where the other's clock shows another time, both."""
    told = day_and_time(facts.starts_at, say)
    if facts.other_zone is None:
        return told
    there = Say(say.language, ZoneInfo(facts.other_zone)).time(facts.starts_at)
    # Translators: the two are in different time zones.
    return Html(say("{when} your time ({time} for {name})", when=told, time=there, name=facts.name))


def place_line(place: Place, where: str | None, say: Say) -> Html:
    """Where they meet, with the address or the link where one was given."""
    if place is Place.CALL:
        # Translators: where they meet: they call each other.
        return Html(say("Call"))
    if place is Place.ONLINE:
        # Translators: where they meet: a video call.
        return Html(say("Online: {link}", link=where) if where else say("Online"))
    return Html(say("In person: {address}", address=where) if where else say("In person"))


def when_and_where(facts: SessionFacts, say: Say) -> Html:
    """Lines: when, where, and who of the team comes along."""
    lines = [f"<b>{when(facts, say)}</b>", place_line(facts.place, facts.where, say)]
    if facts.team:
        lines.append(say("{name} of the team comes along.", name=facts.team))
    return Html("\n".join(lines))


def yes_button(facts: SessionFacts, say: Say) -> Button:
    # Translators: button: I come to the meeting.
    return Button(say.label("Yes, I come"), ConfirmSession(facts.session_id, facts.sequence), style="success")


def move_button(facts: SessionFacts, say: Say) -> Button:
    # Translators: button: choose another time for the meeting.
    return Button(say.label("Another time"), MoveSession(facts.session_id, facts.sequence))


def refuse_button(facts: SessionFacts, say: Say) -> Button:
    # Translators: button: I cannot come to the meeting that the other one suggests.
    return Button(say.label("Not possible"), AskToCancel(facts.session_id, facts.sequence))


def new_time_button(facts: SessionFacts, say: Say) -> Button:
    # Translators: button: plan a new meeting in place of the one that was cancelled.
    return Button(say.label("A new time?"), PlanSession(facts.duo_id, facts.kind), style="primary")


def answer_rows(facts: SessionFacts, say: Say) -> Rows:
    """What somebody can answer to a meeting that the other one suggests."""
    return ((yes_button(facts, say),), (move_button(facts, say), refuse_button(facts, say)))


def stop_repeating(series_id: int, say: Say) -> Button:
    # Translators: button: the meeting is no longer planned every week.
    return Button(say.label("Stop repeating"), EndWeekly(series_id))
