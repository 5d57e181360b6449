"""Finding people by what the team calls them: parts of words, whatever the accents and capitals.

Names are sealed, so a search opens those of one organisation and looks at each; nothing of it is kept. Measured with
10,000 people: see docs/decisions/searching-people.md.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60  # characters of a search that count
_IN_A_BUTTON = 30  # characters: what is left of Telegram's 64 bytes beside an organisation, a group and a page
_NO_WORD = re.compile("[^a-z0-9]+")
# letters that Unicode does not take apart into a letter and its accent
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def folded(text: str) -> str:
    """Small letters and digits without accents, a blank between words; signs that can be seen stay as words."""
    if text.isascii():
        return _NO_WORD.sub(" ", text.lower()).strip()
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return " ".join("".join(_kept(letter) for letter in letters).split())


def search_words(text: str) -> tuple[str, ...]:
    """What has to be found, all of it; empty where there is nothing to look for."""
    return tuple(dict.fromkeys(folded(text[:LONGEST]).split()))


def found_in(words: tuple[str, ...], names: str) -> bool:
    """Whether each of the words is part of the folded names."""
    return all(word in names for word in words)


def begins_in(words: tuple[str, ...], names: str) -> bool:
    """Whether each of them is the beginning of a word there: those are shown first."""
    return all(f" {word}" in f" {names}" for word in words)


def for_button(words: tuple[str, ...]) -> str | None:
    """The same search for the buttons of its pages; None where it does not fit, then only the first page is shown."""
    text = " ".join(words)
    return text if text.isascii() and len(text) <= _IN_A_BUTTON else None


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] == "M":
        return "" if unicodedata.combining(letter) else letter
    return letter if category[0] in "LN" or category == "So" else " "
