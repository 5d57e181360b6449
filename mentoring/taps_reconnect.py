"""Buttons for somebody with another phone or account; codes begin with j."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("jn")
class NewPhone(Tap):
    """The team asks for a reconnect link."""

    membership_id: int


@tap("jd")
class DropReconnect(Tap):
    """The team makes the link unusable."""

    invitation_id: int


@tap("js")
class StopReconnect(Tap):
    """Whoever is to be reconnected says that they did not ask for it."""

    invitation_id: int


@tap("ju")
class NotThem(Tap):
    """The team says that the wrong person followed the link."""

    invitation_id: int


@tap("jx")
class LeaveReconnect(Tap):
    """Whoever followed the link does not want to say their name now."""
