"""Buttons of /organisation; codes begin with f."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("fo")
class OrganisationCard(Tap):
    """The settings of the organisation."""

    organisation_id: int
