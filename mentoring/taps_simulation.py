"""Buttons of the simulator of thresholds; codes begin with ls.

The numbers to be tried travel in the buttons (mentoring/simulation/trials.py), so nothing is kept of an attempt.
"""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("ls")
class TryThresholds(Tap):
    """Which thresholds to try; for the whole team."""

    organisation_id: int


@tap("lsn")
class ShowTrial(Tap):
    """These numbers; `place`: the one to be changed, counted from 1; 0 for none."""

    organisation_id: int
    tried: str
    place: int


@tap("lsv")
class TryValue(Tap):
    """That number for the threshold at that place."""

    organisation_id: int
    tried: str
    place: int
    value: int


@tap("lst")
class RunTrial(Tap):
    """What would these numbers have done?"""

    organisation_id: int
    tried: str


@tap("lss")
class StopTrial(Tap):
    """The answer is not wanted any more."""

    organisation_id: int
    tried: str


@tap("lsu")
class UseTrial(Tap):
    """These numbers from now on; for leads."""

    organisation_id: int
    tried: str
