"""Buttons about people who wait; codes begin with y."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("yk")
class KeepLonger(Tap):
    """Three more months before that person is erased."""

    membership_id: int


# -- a mentee (or mentor) who prefers no Telegram ---------------------------------------------------------------------
@tap("yh")
class NoteCall(Tap):
    """The team has phoned them: the clock begins anew."""

    membership_id: int


@tap("ym")
class NoteMentor(Tap):
    """They have a mentor, outside of Tandem; or look for one again."""

    membership_id: int
    has: bool


@tap("ye")
class LinkAgain(Tap):
    """They would like Telegram after all: a text to forward."""

    membership_id: int
