"""Buttons of /duos; codes begin with d."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("dc")
class DuoCard(Tap):
    """One duo, with what can be done."""

    duo_id: int


@tap("dl")
class DuoList(Tap):
    """A page of the list."""

    organisation_id: int
    page: int
