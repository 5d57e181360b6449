"""A duo's progress as a picture, and what is said around it."""

from __future__ import annotations

from base64 import b64decode

from locales.lists import back_label
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.progress_picture import PictureComes, PictureNotDrawn, ProgressShown
from mentoring.taps_progress import ShowProgress
from storage.words import Role

_ID = 2**62


@renders(PictureComes())
def _comes(_: PictureComes, say: Say) -> str:
    # Translators: a short line on the screen, after a tap on the button "As a picture".
    return say("I am drawing it. The picture comes in a moment.")


@renders(
    ProgressShown(png="", duo_id=_ID, name="Bram", to=Role.SEEKER, weeks=13, held=11, steps=4),
    ProgressShown(png="", duo_id=_ID, name="Amina", to=Role.MENTOR, weeks=1, held=1, steps=1),
    ProgressShown(png="", duo_id=_ID, name="Amina", to=Role.SEEKER, weeks=0, held=0, steps=0),
)
def _shown(message: ProgressShown, say: Say) -> Rendered:
    lines = [say("<b>You and {name}</b>", name=message.name)]
    if message.weeks:
        lines.append(say.plural("{n} week together", "{n} weeks together", message.weeks))
    else:
        lines.append(say("This is your first week together."))
    if message.held:
        lines.append(say.plural("You met {n} time.", "You met {n} times.", message.held))
    if message.steps:
        lines.append(say.plural("{n} step noted", "{n} steps noted", message.steps))
    if message.to is Role.SEEKER and message.weeks:
        # Translators: below a picture of somebody's progress, with their own answers in it.
        lines.append(say("This picture is for you alone. You decide who sees it."))
    return Rendered("\n".join(lines), photo=b64decode(message.png) or None)


@renders(PictureNotDrawn(duo_id=_ID))
def _not_drawn(message: PictureNotDrawn, say: Say) -> Rendered:
    text = say("I could not draw the picture just now. Everything is still there in words. Please try again later.")
    return Rendered(text, ((Button(back_label(say), ShowProgress(message.duo_id)),),))
