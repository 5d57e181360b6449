"""Words that are never said to a duo, and the register of each language (the word table of the programme)."""

from __future__ import annotations

import re

# Words of the administration that people without work have heard too often, and words of other registers.
_AVOIDED: dict[str, tuple[str, ...]] = {
    "fr": ("bénéficiaires?", "convocations?", "convoqu\\w+", "suivis?", "abandon\\w*"),
    "nl": ("sessies?", "melding(en)?", "stopzetting(en)?", "traject(en)?", "uitzendbureaus?"),
    "de": ("Maßnahmen?", "Termine?[ns]?", "Abbr(uch|üche\\w*)", "Jobcenters?", "Leiharbeit\\w*"),
}
# French says vous, Dutch je, German Sie.
_WRONG_REGISTER: dict[str, tuple[str, ...]] = {
    "fr": ("tu", "toi", "ton", "ta", "tes", "t['’]\\w+"),
    "nl": ("u", "uw", "uwe"),
    "de": ("du", "dich", "dir", "dein\\w*", "ihr", "euch", "euer\\w*"),
}
# Forms that name two genders, where the sentence can be turned so that it names none.
_GENDERED: dict[str, tuple[str, ...]] = {
    "fr": ("\\w+[·•]\\w+", "\\w+\\(e\\)s?", "bienvenu(e|s|es)?"),
    "nl": ("hij/zij", "hem/haar", "zijn/haar", "hij of zij", "zij of hij"),
    "de": ("\\w+[*:_]innen", "\\w+[*:_]in", "er/sie", "sie/er"),
}
_CASE_MATTERS = {"de": {"ihr", "du", "dich", "dir", "euch"}}


def avoided_in(language: str, text: str) -> list[str]:
    """What of the text should not be there: the words as found."""
    found = []
    for group in (_AVOIDED, _WRONG_REGISTER, _GENDERED):
        for pattern in group.get(language, ()):
            flags = re.NOFLAG if pattern in _CASE_MATTERS.get(language, ()) else re.IGNORECASE
            found += [match.group(0) for match in re.finditer(rf"(?<![\w'’-]){pattern}(?![\w-])", text, flags)]
    return found
