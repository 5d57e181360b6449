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
