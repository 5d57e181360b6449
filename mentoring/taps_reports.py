"""Buttons of reports; codes begin with lr."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("lr")
class Reports(Tap):
    """Asks for which period."""

    organisation_id: int
