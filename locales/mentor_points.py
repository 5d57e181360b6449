"""The words of the organisation's points for mentors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from locales.portraits import clip
from locales.say import Say
from mentoring.mentor_points import Point, UsualPoint

_ON_BUTTON = 22  # characters beside a mark
_TOLD = 5  # at once; a longer list ends in "2 more"

_WORDS: dict[str, Callable[[Say], str]] = {
    # Translators: what a volunteer mentor has or does before a first duo, as in the middle of a sentence. The
    # information note that the Belgian law on volunteers asks for (fr: note d’information, nl: informatienota).
    UsualPoint.INFORMATION: lambda say: say.plain("information note"),
    UsualPoint.INSURANCE: lambda say: say.plain("insurance"),
    # Translators: the promise to keep to oneself what a mentee tells.
    UsualPoint.CONFIDENTIALITY: lambda say: say.plain("confidentiality"),
    UsualPoint.TRAINING: lambda say: say.plain("training"),
    UsualPoint.FIRST_TALK: lambda say: say.plain("first talk with the team"),
}
_LABELS: dict[str, Callable[[Say], str]] = {
    # Translators: the same on buttons, at most 22 characters.
    UsualPoint.INFORMATION: lambda say: say.label("Information note"),
    UsualPoint.INSURANCE: lambda say: say.label("Insurance"),
    UsualPoint.CONFIDENTIALITY: lambda say: say.label("Confidentiality"),
    UsualPoint.TRAINING: lambda say: say.label("Training"),
    UsualPoint.FIRST_TALK: lambda say: say.label("First talk"),
}


def point_word(point: Point, say: Say) -> str:
    """Plain, as in the middle of a sentence; an own one in its own words."""
    return point.text if point.text is not None else _WORDS[point.code](say)


def point_label(point: Point, say: Say) -> str:
    """For a button, beside a mark."""
    return clip(point.text if point.text is not None else _LABELS[point.code](say), _ON_BUTTON)


def point_words(points: Sequence[Point], say: Say) -> str:
    """`insurance, training and first talk with the team`, plain; of many the first ones and how many more."""
    shown = points if len(points) <= _TOLD + 1 else points[:_TOLD]
    words = [point_word(point, say) for point in shown]
    if rest := len(points) - len(shown):
        # Translators: the end of a list: "French, Dutch, Arabic and 2 more".
        words.append(say.plural("{n} more", "{n} more", rest))
    return say.list(words)


def tick_label(say: Say) -> str:
    # Translators: opens the list of points that the team ticks for a mentor.
    return say.label("Tick the list")
