"""The weekly question, its answer, a note to the team, and how often a mentor is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mentoring.messages.base import Message, Policy, declare
from storage.words import Group, Occasion, Priority, Question, Role


def _begun(expires_after: timedelta) -> Policy:
    """What the clock begins: at a good hour, on no rest day, within what a person may receive."""
    return Policy(
        priority=Priority.CHECK_IN,
        expires_after=expires_after,
        waits_for_morning=True,
        rests=True,
        counts=True,
        group=Group.CHECK_INS,
    )


@dataclass(frozen=True)
class Asked:
    """One question of a round as it is shown: the `place`th of `total`. `name` is the partner's."""

    check_in_id: int
    role: Role
    occasion: Occasion
    question: Question
    name: str
    place: int = 1
    total: int = 1


@declare("check-in.question", _begun(timedelta(days=3)))
class WeeklyQuestion(Message):
    """The round begins."""

    asked: Asked


@declare("check-in.reminder", _begun(timedelta(days=2)))
class CheckInReminder(Message):
    """The one reminder, with the first question that is open."""

    asked: Asked


@declare("check-in.shown")
class QuestionShown(Message):
    """The tapped message becomes the next question, or the same one again."""

    asked: Asked


@declare("check-in.thanks")
class CheckInThanks(Message):
    """Every question of the round is answered. `question` and `value`: of six the lowest, which the tip is for.

    `tip`: how many answers to that question this person gave before; another tip each time. `thread_id`: a mentor can
    choose there how often to be asked.
    """

    check_in_id: int
    thread_id: int
    role: Role
    question: Question
    value: int
    total: int
    tip: int
    has_note: bool = False


@dataclass(frozen=True)
class Given:
    question: Question
    value: int | None


@declare("check-in.answers")
class CheckInAnswers(Message):
    """The answers of a round with several questions, each a button to change it."""

    check_in_id: int
    given: tuple[Given, ...]


@declare("check-in.skipped")
class CheckInSkipped(Message):
    check_in_id: int


@declare("check-in.closed")
class CheckInClosed(Message):
    """A tap on a round that is over: a newer one has come, or the duo `ended`. `value`: what was answered, if one."""

    name: str
    ended: bool
    value: int | None = None


@declare("check-in.paused")
class CheckInPaused(Message):
    """A tap while the duo has a pause."""


@declare("check-in.note")
class NoteWanted(Message):
    """Asks for a note to the team, as a text. `has_note`: it replaces the one that is there."""

    check_in_id: int
    name: str
    has_note: bool = False


@declare("check-in.note-kept")
class NoteKept(Message):
    name: str


@declare("check-in.note-too-long")
class NoteTooLong(Message):
    limit: int  # characters


@declare("check-in.rhythm")
class CheckInRhythm(Message):
    """How often a mentor is asked about the duo with that partner: every week, or every two."""

    thread_id: int
    name: str
    weeks: int
