"""Buttons for lists of people as files; codes begin with b."""

from __future__ import annotations

from mentoring.taps import Tap, tap

EVENLY = 0  # in the place of a coordinator's membership: everybody of the team gets a part


@tap("bh")
class HowLists(Tap):
    """How a list has to look, with an empty one to fill in."""

    organisation_id: int


@tap("bx")
class ExportList(Tap):
    """Everybody as a file."""

    organisation_id: int


@tap("br")
class ReadList(Tap):
    """The file that Tandem asked about is a list for that organisation."""

    list_id: int
    organisation_id: int


@tap("bc")
class ListColleagues(Tap):
    """Who of the team could look after the people of the list."""

    list_id: int
    page: int


@tap("bf")
class ListFor(Tap):
    """That one looks after them (a membership, or EVENLY)."""

    list_id: int
    coordinator_id: int


@tap("bd")
class DoList(Tap):
    """The list is carried out; that one looks after the people."""

    list_id: int
    coordinator_id: int


@tap("bn")
class LeaveList(Tap):
    """Nothing of it is done."""

    list_id: int
