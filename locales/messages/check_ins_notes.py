from __future__ import annotations

from locales.lists import back_label
from locales.options import ticked
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.check_ins import CheckInRhythm, NoteKept, NoteTooLong, NoteWanted
from mentoring.taps_check_ins import SetRhythm, WithoutNote
from mentoring.taps_settings import ShowReceived

_ID = 2**62


@renders(
    NoteWanted(check_in_id=_ID, name="Marie-Christine"),
    NoteWanted(check_in_id=_ID, name="Jan", has_note=True),
)
def _note(message: NoteWanted, say: Say) -> Rendered:
    text = say("Please write your note in one message. The team reads it, {name} does not.", name=message.name)
    if message.has_note:
        text += " " + say("It replaces your earlier note.")
        # Translators: button: the earlier note to the team stays as it is.
        without = say.label("Keep as it is")
    else:
        # Translators: button: no note to the team.
        without = say.label("Without a note")
    return Rendered(text, ((Button(without, tap=WithoutNote(message.check_in_id)),),))


@renders(NoteKept(name="Amina"))
def _kept(message: NoteKept, say: Say) -> str:
    # Translators: the note to the team; {name} is the partner in the duo.
    return say("Thank you, your note is kept for the team. {name} does not see it.", name=message.name)


@renders(NoteTooLong(limit=500))
def _too_long(message: NoteTooLong, say: Say) -> str:
    # Translators: {n} characters.
    return say.plural(
        "That is a little long for a note. Please use at most {n} character.",
        "That is a little long for a note. Please use at most {n} characters.",
        message.limit,
    )


@renders(
    CheckInRhythm(thread_id=_ID, name="Amina", weeks=1),
    CheckInRhythm(thread_id=_ID, name="Amina", weeks=2),
)
def _rhythm(message: CheckInRhythm, say: Say) -> Rendered:
    # Translators: to a mentor; buttons below.
    text = say("How often shall I ask how it is going with {name}?", name=message.name)
    words = {1: say.label("Every week"), 2: say.label("Every two weeks")}
    buttons = (
        Button(ticked(word, weeks == message.weeks), tap=SetRhythm(message.thread_id, weeks))
        for weeks, word in words.items()
    )
    back = Button(back_label(say), tap=ShowReceived())
    return Rendered(text, (*((button,) for button in buttons), (back,)))
