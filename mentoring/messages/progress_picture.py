"""A duo's progress as a picture."""

from __future__ import annotations

from mentoring.messages.base import Message, declare
from storage.words import Role


@declare("progress-picture.drawing")
class PictureComes(Message):
    """It is being drawn, and comes by itself."""


@declare("progress-picture.shown")
class ProgressShown(Message):
    """The picture (a PNG in base64), and in words what it shows: for who cannot see it."""

    png: str
    duo_id: int
    name: str
    to: Role
    weeks: int
    held: int
    steps: int


@declare("progress-picture.not-drawn")
class PictureNotDrawn(Message):
    """Drawing failed; the card in words is still there."""

    duo_id: int
