"""The general commands: /language, /help, /privacy, and what people hear who are not in a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.messages.base import Message, declare
from storage.words import MembershipState, Role


@declare("menu.language")
class ChooseLanguage(Message):
    """`languages`: the present one first."""

    languages: tuple[str, ...]


@declare("menu.language-set")
class LanguageSet(Message):
    """Said in the new language."""


@dataclass(frozen=True)
class Hat:
    """A role in an organisation, and where that organisation's people answer (may be empty).

    `in_duo`: a duo of this role is running, so that there is somebody to write to.
    """

    role: Role
    state: MembershipState
    organisation: str
    contact: str
    in_duo: bool = False


@dataclass(frozen=True)
class Danger:
    """A number to call in danger, and who answers (empty: 112, which is named in every language)."""

    number: str
    name: str = ""


@declare("menu.help")
class Help(Message):
    """What Tandem does, the commands, a line a hat, who answers in person, and whom to call in danger."""

    hats: tuple[Hat, ...]
    has_chats: bool  # /chats is in the menu
    danger: tuple[Danger, ...] = ()


@dataclass(frozen=True)
class Responsible:
    """An organisation that is responsible for somebody's data, and its address or number (may be empty)."""

    organisation: str
    contact: str


@declare("menu.privacy")
class Privacy(Message):
    """Who is responsible, what is stored, for how long, who sees it, and the person's rights.

    `reads_only`: to somebody of the federation, of whom much less is stored.
    """

    responsible: tuple[Responsible, ...]
    reads_only: bool = False


@declare("menu.left")
class LeftTandem(Message):
    """To somebody who left every role."""

    responsible: tuple[Responsible, ...]
