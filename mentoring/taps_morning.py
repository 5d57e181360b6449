"""Buttons of the morning; codes begin with xm."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("xm")
class Today(Tap):
    """The digest as it stands now."""

    organisation_id: int


@tap("xmt")
class WholeTeam(Tap):
    """How it stands in the whole organisation now, and who looks after what."""

    organisation_id: int
