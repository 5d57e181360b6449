"""/settings: language, quiet hours, zone, and what somebody likes to receive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.messages.base import Message, declare
from storage.words import Group


@declare("settings.card")
class SettingsCard(Message):
    """How everything stands. `now`: so that people see whether the zone is theirs. `off`: what they switched off."""

    quiet_from: int
    quiet_to: int
    zone: str
    now: datetime
    off: tuple[Group, ...]


@declare("settings.quiet")
class QuietHours(Message):
    """The hours that are offered: pairs of local minutes after midnight, equal ones for none. The present ones too."""

    offered: tuple[tuple[int, int], ...]
    quiet_from: int
    quiet_to: int


@declare("settings.quiet-from")
class QuietFrom(Message):
    """Own hours: which one do they begin at? Minutes after midnight."""

    hours: tuple[int, ...]


@declare("settings.quiet-to")
class QuietTo(Message):
    """And which one do they end at?"""

    quiet_from: int
    hours: tuple[int, ...]


@declare("settings.zones")
class Zones(Message):
    """The zones that are offered, the present one too."""

    offered: tuple[str, ...]
    zone: str


@declare("settings.which-zone")
class WhichZone(Message):
    """Asks for a city, as a text."""


@declare("settings.zone-unknown")
class ZoneUnknown(Message):
    """No zone goes by what was written; the question stays open."""


@declare("settings.question-open")
class QuestionOpen(Message):
    """A text is asked for elsewhere already: that one first."""


@dataclass(frozen=True)
class Mentee:
    """Somebody about whom a mentor gets the weekly question."""

    thread_id: int
    name: str


@declare("settings.received")
class Received(Message):
    """What they can switch off, what of it is off, and for mentors about whom they are asked."""

    groups: tuple[Group, ...]
    off: tuple[Group, ...]
    mentees: tuple[Mentee, ...] = ()
