"""Which language to begin in."""

from __future__ import annotations

from locales.say import LANGUAGES

DEFAULT_LANGUAGE = "fr"  # the language most of the seven organisations' people share


def offered_language(phone_language: str | None) -> str:
    """The language of Tandem that fits a phone's language code (IETF, as Telegram tells it); French where none does."""
    primary = (phone_language or "").lower().replace("_", "-").split("-")[0]
    return primary if primary in LANGUAGES else DEFAULT_LANGUAGE
