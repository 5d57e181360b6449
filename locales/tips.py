"""Tips that thank for an answer to the weekly question, by what it was about. A reviewed list in each language.

Practical, respectful, to be done this week; two or three short sentences; true in all of Belgium.
"""

from __future__ import annotations

from collections.abc import Callable

from locales.say import Html, Say
from locales.tips_duo import FOR_MENTORS, FOR_SEEKERS
from locales.tips_search import BY_DIMENSION
from storage.words import Question, Role


def tips_of(role: Role, question: Question) -> tuple[Callable[[Say], str], ...]:
    """The tips about that question for that role."""
    if role is Role.MENTOR:
        return FOR_MENTORS
    return FOR_SEEKERS if question is Question.DUO else BY_DIMENSION[question]


def tip_for(role: Role, question: Question, number: int, say: Say) -> Html:
    """The tip with that number; they come round again after the last. HTML."""
    tips = tips_of(role, question)
    return Html(tips[number % len(tips)](say))
