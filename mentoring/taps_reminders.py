"""Buttons of reminders, and of "did you meet?". Moving and cancelling is in mentoring/taps_sessions.py."""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import Met


@tap("rc")
class Coming(Tap):
    """I come, to the session as it was at that sequence."""

    session_id: int
    sequence: int


@tap("rs")
class ShowReminder(Tap):
    """One of several sessions of a day, with what can be done about it."""

    session_id: int


@tap("rm")
class AnswerMet(Tap):
    """Whether they met."""

    session_id: int
    met: Met


@tap("ra")
class ChangeMet(Tap):
    """The question again, to answer otherwise."""

    session_id: int


@tap("re")
class MetElsewhere(Tap):
    """We met today, at a time or place that was not planned here."""

    duo_id: int
