"""Buttons of the organisation's points for mentors; codes begin with q."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("qp")
class MentorPoints(Tap):
    """A mentor's points, to be ticked by the team."""

    membership_id: int


@tap("qe")
class EditPoints(Tap):
    """The lead changes the points."""

    organisation_id: int
