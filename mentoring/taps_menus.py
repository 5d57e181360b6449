"""Buttons of the general commands."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("ml")
class SwitchLanguage(Tap):
    """To that language, from now on, in every role."""

    language: str
