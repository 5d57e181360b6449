"""What can be noted as a step, and when: over values, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from mentoring.errors import StepNotUsableError, StepToComeError, StepTooLongAgoError, StepTooLongError
from mentoring.people import has_letters, one_line
from storage.words import Question

LONGEST = 80  # characters of a step in own words: it has to fit into a line of a card
UNDO = timedelta(days=1)
_BEFORE_START = timedelta(days=365)  # what came before the duo counts, within reason
DAYS_OFFERED = 14  # today and yesterday included

Answer = tuple[Question, int]


def checked_day(day: date, today: date, started: date) -> date:
    """A day on which a step can have been reached; all are local dates.

    Raises StepToComeError, and StepTooLongAgoError for one more than a year before the duo began.
    """
    if day > today:
        raise StepToComeError
    if day < started - _BEFORE_START:
        raise StepTooLongAgoError
    return day


def cleaned_step(text: str) -> str:
    """As one tidy line. Raises StepTooLongError, StepNotUsableError where there is nothing to read."""
    words = one_line(text)
    if len(words) > LONGEST:
        raise StepTooLongError
    if not has_letters(words):
        raise StepNotUsableError
    return words


def can_undo(recorded_at: datetime, now: datetime) -> bool:
    return now < recorded_at + UNDO


def days_offered(today: date) -> tuple[date, ...]:
    """The days before yesterday that have a button, newest first."""
    return tuple(today - timedelta(days=ago) for ago in range(2, DAYS_OFFERED))


def changes(answers: Iterable[Answer]) -> dict[Question, tuple[int, int]]:
    """The first and the last answer to each of the six dimensions, of those answered twice or more. Oldest first."""
    found: dict[Question, list[int]] = {}
    for question, value in answers:
        if question is not Question.DUO:
            found.setdefault(question, []).append(value)
    return {
        question: (found[question][0], found[question][-1]) for question in Question if len(found.get(question, ())) > 1
    }
