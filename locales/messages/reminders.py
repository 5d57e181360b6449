"""Reminders of what is planned: day, time and place first, then how to say that it does not suit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from locales.meetings import move_button, refuse_button, when
from locales.options import ticked
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.reminders import DayReminder, Meeting, SessionReminder
from mentoring.messages.sessions import SessionFacts
from mentoring.taps_reminders import Coming, ShowReminder
from storage.words import Place, SessionKind

_ID = 2**62
_BUTTON_LENGTH = 24
_WHERE_IN_A_LIST = 60  # characters of an address where several meetings are listed
_START = datetime(2026, 11, 25, 17, tzinfo=UTC)
_ADDRESS = "Bibliothèque de Namur, place du Québec, salle 2"


def _meeting(*, comes: bool = False, **changed: object) -> Meeting:
    plain: dict[str, object] = {
        "session_id": _ID,
        "duo_id": _ID,
        "sequence": 2,
        "kind": SessionKind.REGULAR,
        "starts_at": _START,
        "minutes": 60,
        "time_zone": "Europe/Brussels",
        "place": Place.IN_PERSON,
        "where": _ADDRESS,
        "name": "Omar",
    }
    return Meeting(SessionFacts(**(plain | changed)), comes)  # type: ignore[arg-type]  # a sample


@renders(
    SessionReminder(meeting=_meeting()),
    SessionReminder(meeting=_meeting(kind=SessionKind.FIRST, where=None)),
    SessionReminder(meeting=_meeting(kind=SessionKind.MIDTERM, place=Place.CALL, where=None, comes=True)),
    SessionReminder(meeting=_meeting(place=Place.ONLINE, where="https://meet.example.org/omar", comes=True)),
    SessionReminder(meeting=_meeting(place=Place.ONLINE, where=None, name="Amina + Omar", comes=True)),
)
def _session_reminder(message: SessionReminder, say: Say) -> Rendered:
    meeting = message.meeting
    parts = [_when(meeting, say), _practical(meeting, say), _closing(meeting, say)]
    return Rendered("\n".join(parts), _buttons(meeting, say))


def _when(meeting: Meeting, say: Say) -> str:
    told = {"name": meeting.facts.name, "when": when(meeting.facts, say)}
    match meeting.facts.kind:
        case SessionKind.FIRST:
            # Translators: a reminder of the very first meeting of a duo; {when} is "Tuesday 24 November at 18:00".
            return say("<b>{when}</b>: your first meeting with {name}.", **told)
        case SessionKind.MIDTERM:
            # Translators: a reminder. Half-way of the six months, the two look back together.
            return say("<b>{when}</b>: your mid-term review with {name}.", **told)
        case SessionKind.CLOSING:
            # Translators: a reminder of the last meeting of the six months.
            return say("<b>{when}</b>: your closing meeting with {name}.", **told)
        case SessionKind.REGULAR:
            # Translators: a reminder; {when} is "Tuesday 24 November at 18:00".
            return say("<b>{when}</b>: you meet {name}.", **told)


def _practical(meeting: Meeting, say: Say) -> str:
    match meeting.facts.place:
        case Place.CALL:
            # Translators: a reminder of a meeting by phone: one practical line.
            return say("It is a call. Keep your phone near you, with enough battery.")
        case Place.ONLINE if meeting.facts.where:
            # Translators: a reminder of a meeting online.
            return say("It is online: {link}", link=meeting.facts.where)
        case Place.ONLINE:
            return say("It is online. Agree on the link here before you begin.")
        case Place.IN_PERSON if meeting.facts.where:
            # Translators: a reminder of a meeting in person; {address} is as somebody wrote it.
            return say("Place: {address}", address=meeting.facts.where)
        case Place.IN_PERSON:
            return say("You meet in person. Agree here on where exactly.")


def _closing(meeting: Meeting, say: Say) -> str:
    if meeting.comes:
        return say("You said that you come. Have a good time!")
    if meeting.facts.kind is SessionKind.FIRST:
        # Translators: so that somebody who is nervous comes.
        return say("There is nothing to prepare. Do you come?")
    return say("Do you come? If not, one tap is enough.")


def _buttons(meeting: Meeting, say: Say) -> Rows:
    facts = meeting.facts
    others = (move_button(facts, say), refuse_button(facts, say))
    if meeting.comes:
        return (others,)
    # Translators: button under a reminder: I come to the meeting.
    come = Button(say.label("I come"), tap=Coming(facts.session_id, facts.sequence), style="success")
    return ((come,), others)


@renders(
    DayReminder(
        meetings=(
            _meeting(),
            _meeting(name="Amina", place=Place.CALL, where=None, starts_at=_START + timedelta(hours=2), comes=True),
        )
    ),
)
def _day_reminder(message: DayReminder, say: Say) -> Rendered:
    # Translators: a reminder of several meetings on one day; a list with times and names follows.
    title = say("<b>{day}</b>: you have several meetings.", day=say.day(message.meetings[0].facts.starts_at))
    lines = [_line(meeting, say) for meeting in message.meetings]
    question = say("Do you come? Tap a meeting to answer.")
    rows = tuple((_one_of_them(meeting, say),) for meeting in message.meetings)
    return Rendered("\n".join([title, *lines, question]), rows)


def _line(meeting: Meeting, say: Say) -> str:
    told = {"time": say.time(meeting.facts.starts_at), "name": meeting.facts.name}
    match meeting.facts.place:
        case Place.CALL:
            # Translators: a line in a list of meetings.
            return say("{time} {name}: a call", **told)
        case _ if meeting.facts.where:
            # Translators: a line in a list of meetings; {where} is an address or a link.
            return say("{time} {name}: {where}", where=clip(meeting.facts.where, _WHERE_IN_A_LIST), **told)
        case Place.ONLINE:
            # Translators: a line in a list of meetings.
            return say("{time} {name}: online", **told)
        case Place.IN_PERSON:
            # Translators: a line in a list of meetings.
            return say("{time} {name}: in person", **told)


def _one_of_them(meeting: Meeting, say: Say) -> Button:
    label = f"{say.time(meeting.facts.starts_at)} {meeting.facts.name}"
    return Button(clip(ticked(label, meeting.comes), _BUTTON_LENGTH), tap=ShowReminder(meeting.facts.session_id))
