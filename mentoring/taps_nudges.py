"""Buttons of nudges, and of an interview that is coming up."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("ni")
class PlanInterview(Tap):
    """A seeker has a job interview: asks for its day. For the seeker of that duo alone."""

    duo_id: int


@tap("nb")
class OtherInterviewDay(Tap):
    """Back to the days, in the same message."""

    duo_id: int


@tap("nd")
class InterviewOn(Tap):
    """On that day (`20261124`): asks whether the mentor shall hear of it."""

    duo_id: int
    day: str


@tap("nt")
class NoteInterview(Tap):
    """Notes it. `tells`: the mentor hears of it; else only the seeker is reminded."""

    duo_id: int
    day: str
    tells: bool


@tap("nf")
class ForgetInterview(Tap):
    """It is off, or nobody shall hear of it after all."""

    duo_id: int
    day: str


@tap("nw")
class AllIsWell(Tap):
    """Nothing is planned and that is fine: for two weeks nothing is said about it."""

    duo_id: int


@tap("ns")
class SendWarmWord(Tap):
    """Sends the ready-made line of that nudge to the partner, once."""

    nudge_id: int
