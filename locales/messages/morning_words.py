"""Names and levels as a morning writes them."""

from __future__ import annotations

from locales.alert_words import level_word
from locales.people_words import known_name
from locales.portraits import clip
from locales.say import Html, Say
from mentoring.messages.pairing import Named
from storage.words import Level

_NAME, _LABEL = 18, 16  # characters of a first name, of the team's private word for somebody


def pair_name(seeker: Named, mentor: Named, say: Say) -> Html:
    """`Amina (Dossier 12) and Jan`, the mentor by name alone."""
    other = known_name(Named(clip(mentor.name, _NAME), None if mentor.name else mentor.label), say)
    # Translators: a duo: the mentee, then the mentor.
    return Html(say("{seeker} and {mentor}", seeker=short_name(seeker, say), mentor=other))


def short_name(who: Named, say: Say) -> Html:
    label = clip(who.label, _LABEL) if who.label else None
    return known_name(Named(clip(who.name, _NAME), label), say)


def pair_label(seeker: Named, mentor: Named) -> str:
    """Both names in 19 characters, for a button."""
    return f"{clip(seeker.name or seeker.label or '…', 8)} + {clip(mentor.name or mentor.label or '…', 8)}"


def level_line(levels: tuple[tuple[Level, int], ...], paused: int, say: Say) -> str:
    """`Going well: 51 · Watch: 3 · Paused: 1`."""
    groups = [(level_word(level, say), number) for level, number in levels]
    if paused:
        groups.append((say.plain("Paused"), paused))
    # Translators: a group of duos, and how many are in it.
    return " · ".join(say("{group}: {n}", group=group, n=number) for group, number in groups)
