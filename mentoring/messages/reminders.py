"""Reminders of what is planned."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.sessions import SessionFacts
from storage.words import Group, Priority

# Reminders come on Sundays and holidays too, and are none of the three that Tandem may begin in a week.
_REMINDER = Policy(priority=Priority.REMINDER, waits_for_morning=True, group=Group.REMINDERS)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What somebody needs to know to be there, and whether they have said that they come."""

    facts: SessionFacts
    comes: bool


@declare("reminders.session", _REMINDER)
class SessionReminder(Message):
    """One session."""

    meeting: Meeting


@declare("reminders.day", _REMINDER)
class DayReminder(Message):
    """Several sessions on one day, soonest first."""

    meetings: tuple[Meeting, ...]
