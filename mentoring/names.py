"""What may stand as a first name: what people are really called, and nothing that breaks a line of text."""

from __future__ import annotations

import unicodedata

from mentoring.errors import NameNotUsableError

MAX_CHARACTERS = 40  # as people count them: a letter with its marks is one
_MAX_CODE_POINTS = 4 * MAX_CHARACTERS  # a family emoji has seven, a Devanagari letter up to four
_MAX_MARKS = 4  # on one letter; more only draws over the lines above and below
_JOINERS = ("\u200c", "\u200d")  # ZWNJ and ZWJ: Persian and Indic spelling, and emoji made of several
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls, formats (bidi overrides), surrogates, private, unassigned


def clean_name(text: str) -> str:
    """The name as it is kept: composed (NFC), without invisible signs, blanks folded. Not escaped for HTML.

    Raises NameNotUsableError where no letter is left, or more than MAX_CHARACTERS characters are.
    """
    visible = _without_invisible(" ".join(unicodedata.normalize("NFC", text).split()))
    name = unicodedata.normalize("NFC", " ".join(visible.split()))
    if not holds_letter(name) or len(name) > _MAX_CODE_POINTS or _count(name) > MAX_CHARACTERS or _is_scrawl(name):
        raise NameNotUsableError
    return name


def is_usable_name(text: str | None) -> bool:
    """Whether `clean_name` takes it."""
    try:
        clean_name(text or "")
    except NameNotUsableError:
        return False
    return True


def holds_letter(text: str) -> bool:
    """Whether a letter of any script is in it; without one nobody can say the name."""
    return any(unicodedata.category(sign).startswith("L") for sign in text)


def _without_invisible(text: str) -> str:
    """Drops what cannot be seen; a joiner stays where it joins two signs."""
    kept = "".join(sign for sign in text if sign in _JOINERS or unicodedata.category(sign) not in _INVISIBLE)
    return "".join(
        sign
        for place, sign in enumerate(kept)
        if sign not in _JOINERS or (0 < place < len(kept) - 1 and _joins(kept[place - 1], kept[place + 1]))
    )


def _joins(before: str, after: str) -> bool:
    joinable = ("L", "M", "S")  # letters, marks, and the symbols that emoji are
    return all(unicodedata.category(sign)[0] in joinable and not sign.isascii() for sign in (before, after))


def _count(name: str) -> int:
    """Characters as people see them, nearly: marks and joiners belong to the sign before."""
    return sum(1 for sign in name if sign not in _JOINERS and not unicodedata.category(sign).startswith("M"))


def _is_scrawl(name: str) -> bool:
    marks = 0
    for sign in name:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks > _MAX_MARKS:
            return True
    return False
