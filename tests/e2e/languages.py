"""Is this text in that language? By the small words that hardly stand in another of the four."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SMALL_WORDS = {
    "fr": "vous votre vos le la les des une est et pour avec qui que ce cette nous dans sur pas ne ou du au aux "
    "bonjour merci oui non peut voici quelle quel équipe encore c'est l'équipe personne maintenant",
    "nl": "je jouw het een en voor met wie wat dit deze wij we ons op niet of van bij hallo dag bedankt dank ja nee "
    "kan hier welke nog ook naar niemand team wordt zijn ben is nu kies aan graag",
    "de": "sie ihr ihre ihnen der das ein eine und für mit wer dies wir uns auf nicht oder von bei guten ja nein kann "
    "hier welche noch auch nach niemand ist sind zu im wird jetzt wählen gern danke",
    "en": "you your the and for with who what this we us on not or from at hello yes no can here which still also "
    "nobody is are to please it now choose thanks",
}
_SETS = {language: set(words.split()) for language, words in _SMALL_WORDS.items()}


def score(text: str, language: str) -> int:
    """How many words of the text are small words of that language and of no other."""
    words = re.findall(r"[\w'’]+", re.sub(r"https?://\S+|/\w+", " ", text.lower().replace("’", "'")))
    others = set().union(*(small for other, small in _SETS.items() if other != language))
    return sum(word in _SETS[language] and word not in others for word in words)


def strangers(texts: Iterable[str], language: str) -> list[str]:
    """The texts that look more like another language than like this one."""
    return [
        text
        for text in texts
        if max(score(text, other) for other in _SETS if other != language) > score(text, language)
    ]
