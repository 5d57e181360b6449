"""Buttons of the lines between people and the team; codes begin with h."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("hw")
class WriteTo(Tap):
    """Somebody of the team opens the line with that person."""

    membership_id: int


@tap("hi")
class AskTeam(Tap):
    """A person asks the team of that organisation."""

    organisation_id: int


@tap("hp")
class PassToTeam(Tap):
    """The message that Tandem asked about is for the team. `rest`: as in `taps_thread.PassOn`."""

    organisation_id: int
    message_id: int
    rest: str


@tap("hd")
class AnsweredElsewhere(Tap):
    """The team answered by phone or in person: nothing waits in that line any more."""

    line_id: int


@tap("hg")
class AskTeamOfDuo(Tap):
    """One of a duo asks the team that looks after it."""

    duo_id: int


@tap("hx")
class CloseLine(Tap):
    """Somebody of the team is done writing there; without topics, what they write then goes to nobody."""

    side_id: int
