"""Buttons of an alert; codes begin with x."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("xa")
class OpenAlert(Tap):
    """The duo's card with its open alert and what can be done, as a new message."""

    alert_id: int
