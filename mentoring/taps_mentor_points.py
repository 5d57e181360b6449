"""Buttons of the organisation's points for mentors; codes begin with q."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("qp")
class MentorPoints(Tap):
    """A mentor's points, to be ticked by the team."""

    membership_id: int


@tap("qt")
class TickPoint(Tap):
    """That point, ticked or not: the button says what becomes of it."""

    membership_id: int
    point: str
    on: bool


@tap("qa")
class TickAll(Tap):
    membership_id: int


@tap("qe")
class EditPoints(Tap):
    """The lead changes the points."""

    organisation_id: int


@tap("qs")
class SwitchPoint(Tap):
    """A usual point goes on the list, or off."""

    organisation_id: int
    point: str
    on: bool


@tap("qr")
class RemovePoint(Tap):
    """An own point goes, with its ticks."""

    organisation_id: int
    point: str


@tap("qw")
class WriteOwnPoint(Tap):
    organisation_id: int


@tap("qc")
class LeavePoint(Tap):
    """Leaves the question for a text."""

    organisation_id: int
