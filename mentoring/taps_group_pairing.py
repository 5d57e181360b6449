"""Buttons of the proposal for a whole group; codes begin with a."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("ag")
class PairGroup(Tap):
    """The best proposal for everyone who waits."""

    organisation_id: int
