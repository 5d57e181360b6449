"""Buttons of /settings. They are about whoever taps, so they name nobody."""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import Group


@tap("ea")
class ShowSettings(Tap):
    """The card."""


@tap("el")
class ShowLanguages(Tap):
    """The choice of language, as with /language."""


@tap("eq")
class ShowQuietHours(Tap):
    """The hours that are offered."""


@tap("es")
class SetQuietHours(Tap):
    """Local minutes after midnight; equal ones: no quiet hours."""

    quiet_from: int
    quiet_to: int


@tap("ef")
class AskQuietFrom(Tap):
    """Own hours: from when on?"""


@tap("et")
class AskQuietTo(Tap):
    """Own hours: until when?"""

    quiet_from: int


@tap("ez")
class ShowZones(Tap):
    """The zones that are offered."""


@tap("ew")
class SetZone(Tap):
    """A zone by its IANA name."""

    zone: str


@tap("ex")
class WriteZone(Tap):
    """Another zone: its name is asked for."""


@tap("er")
class ShowReceived(Tap):
    """What they would like to receive."""


@tap("eg")
class SwitchGroup(Tap):
    group: Group
    on: bool
