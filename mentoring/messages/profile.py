"""What people told about themselves, and changing it."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.messages.base import Message, declare
from mentoring.profile import Profile, Question
from storage.words import Role


@declare("profile.card")
class ProfileCard(Message):
    """What was told in that role. `organisation` is named where there are several.

    Only for mentors: `duos`, how many they would like at most (0: no room now), and `running`, how many they have.
    """

    membership_id: int
    role: Role
    name: str
    profile: Profile
    duos: int | None
    running: int = 0
    organisation: str | None = None


@dataclass(frozen=True)
class Hat:
    """A role in an organisation, to choose."""

    membership_id: int
    role: Role
    organisation: str


@declare("profile.which-hat")
class WhichHat(Message):
    hats: tuple[Hat, ...]


@declare("profile.options")
class ChangeOptions(Message):
    """The same question as in the welcome, with a way back to the card."""

    membership_id: int
    role: Role
    question: Question
    chosen: tuple[str, ...]
    page: int = 0
    organisation: str | None = None  # only where they have several roles, as on the card


@declare("profile.capacity")
class ChangeDuos(Message):
    membership_id: int
    duos: int
    organisation: str | None = None


@declare("profile.name")
class NewName(Message):
    """Asks for another first name, as a text."""

    membership_id: int
    name: str
