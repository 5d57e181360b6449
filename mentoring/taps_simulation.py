"""Buttons of the simulator of thresholds; codes begin with ls."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("ls")
class TryThresholds(Tap):
    """Which thresholds to try; for leads."""

    organisation_id: int
