"""Telegram counts text in UTF-16 code units; Python in code points."""

from __future__ import annotations


class UnparsableError(Exception):
    """A text whose marks Telegram would not take; the words follow "can't parse entities: "."""


def length(text: str) -> int:
    """In UTF-16 code units: most emoji count two."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, offset: int, size: int) -> str:
    """The part that an entity covers; half characters at its ends are dropped."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + size)].decode("utf-16-le", errors="ignore")
