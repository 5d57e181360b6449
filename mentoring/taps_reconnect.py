"""Buttons for somebody with another phone or account; codes begin with j."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("jn")
class NewPhone(Tap):
    """The team asks for a reconnect link."""

    membership_id: int
