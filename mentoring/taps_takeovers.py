"""Buttons for duos that ran before Tandem; codes begin with k."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("kn")
class TakeOver(Tap):
    """That mentee or mentor already has a partner."""

    membership_id: int


@tap("ka")
class TakeOverNew(Tap):
    """A duo that already runs, of whom nobody need be here yet."""

    organisation_id: int
