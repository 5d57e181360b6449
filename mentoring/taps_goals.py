"""Buttons after the first meeting: going on together, and goals."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("gy")
class GoOnTogether(Tap):
    """`yes`: they go on; else they are not sure."""

    duo_id: int
    yes: bool


@tap("gl")
class ShowGoals(Tap):
    """The goals of that duo, in place; what was being written is left."""

    duo_id: int


@tap("gn")
class NoteGoal(Tap):
    """A new goal: the next text is it."""

    duo_id: int


@tap("go")
class OpenGoal(Tap):
    """One goal, with what can be done about it."""

    goal_id: int


@tap("gc")
class ChangeGoal(Tap):
    """Other words for it: the next text is it."""

    goal_id: int


@tap("gr")
class RemoveGoal(Tap):
    goal_id: int
