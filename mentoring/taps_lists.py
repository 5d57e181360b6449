"""Buttons for lists of people as files; codes begin with b."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("bh")
class HowLists(Tap):
    """How a list has to look, with an empty one to fill in."""

    organisation_id: int


@tap("bx")
class ExportList(Tap):
    """Everybody as a file."""

    organisation_id: int
