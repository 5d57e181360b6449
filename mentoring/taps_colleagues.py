"""Buttons of the team looking after itself; codes begin with v."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("vo")
class Colleagues(Tap):
    """Who works here, who stands in, who is away."""

    organisation_id: int
