"""Buttons of the weekly question. Each names the round (or the thread) it is about, a claim like all else."""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import Question


@tap("cf")
class ChooseFace(Tap):
    """`value`: 1 is the lowest, 5 the highest."""

    check_in_id: int
    question: Question
    value: int


@tap("cs")
class SkipCheckIn(Tap):
    check_in_id: int


@tap("ca")
class AnswerAgain(Tap):
    """Shows the question once more, to answer it after all or to change the answer; of six, which one to change."""

    check_in_id: int


@tap("cq")
class AskAgain(Tap):
    """Shows that question of the round."""

    check_in_id: int
    question: Question


@tap("ct")
class ShowThanks(Tap):
    """Back to the thanks, with nothing changed."""

    check_in_id: int


@tap("cn")
class WriteNote(Tap):
    check_in_id: int


@tap("cnx")
class WithoutNote(Tap):
    check_in_id: int


@tap("cr")
class ShowRhythm(Tap):
    """How often a mentor is asked about that duo."""

    thread_id: int


@tap("cw")
class SetRhythm(Tap):
    thread_id: int
    weeks: int
