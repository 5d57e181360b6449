"""What stands beside the commands in a menu, and what the bot says of itself on its profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from locales.say import Say

_DESCRIPTIONS: dict[str, Callable[[Say], str]] = {
    # Translators: descriptions in the bot's menu, at most 40 characters, no full stop.
    "start": lambda say: say.plain("Begin, or go on where you stopped"),
    "chats": lambda say: say.plain("Choose whom you write to"),
    "invite": lambda say: say.plain("Invite somebody"),
    "waiting": lambda say: say.plain("Who waits for a duo"),
    "invitations": lambda say: say.plain("Open invitations"),
    "today": lambda say: say.plain("Your morning: whom to contact, and why"),
    "report": lambda say: say.plain("Figures of a period, also as a file"),
    "duos": lambda say: say.plain("The duos, and what to do for them"),
    "people": lambda say: say.plain("Everybody, and how they are reached"),
    "colleagues": lambda say: say.plain("The team: deputies and absences"),
    "organisation": lambda say: say.plain("The organisation's settings"),
    "team": lambda say: say.plain("Write to the team"),
    "profile": lambda say: say.plain("See and change your answers"),
    # Translators: the meetings of a duo.
    "sessions": lambda say: say.plain("Your meetings"),
    # Translators: the steps that a job seeker reached, and how far the duo has come.
    "progress": lambda say: say.plain("How far you have come"),
    "settings": lambda say: say.plain("Quiet hours, and what you receive"),
    "language": lambda say: say.plain("Change the language"),
    "help": lambda say: say.plain("What Tandem does, and who helps"),
    "privacy": lambda say: say.plain("Your data"),
    # Translators: leaves a question that is still open.
    "cancel": lambda say: say.plain("Leave the open question"),
}


def describe(words: Iterable[str], language: str) -> list[tuple[str, str]]:
    """The commands with their descriptions (Bot API: 1-256 characters); words without one are left out."""
    say = _speaking(language)
    return [(word, _DESCRIPTIONS[word](say)) for word in words if word in _DESCRIPTIONS]


def described() -> tuple[str, ...]:
    """Every command that has a description."""
    return tuple(_DESCRIPTIONS)


def command_description(word: str, say: Say) -> str:
    """What stands beside one command, plain."""
    return _DESCRIPTIONS[word](say)


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """What people see of the bot before they tap Start (Bot API: at most 64, 512 and 120 characters)."""

    name: str
    description: str
    short_description: str


def self_description(language: str) -> SelfDescription:
    say = _speaking(language)
    return SelfDescription(
        # Translators: the bot's name; please leave it.
        name=say.plain("Tandem"),
        # Translators: shown in an empty chat with the bot, before somebody taps Start.
        description=say.plain(
            "Tandem is there for mentoring duos: a person looking for work and a volunteer mentor. "
            "I pass on your messages. You join with the link from your organisation."
        ),
        # Translators: shown on the bot's profile; at most 120 characters.
        short_description=say.plain("The chatbot for mentoring duos. You join with the link from your organisation."),
    )


def _speaking(language: str) -> Say:
    return Say(language, ZoneInfo("UTC"))
