"""A note to the team beside the answer. It is sealed; the partner never sees it."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.check_ins import showing
from mentoring.check_ins.rounds import own_round
from mentoring.errors import TextTooLongError
from mentoring.messages.base import Message
from mentoring.messages.check_ins import NoteKept, NoteWanted
from mentoring.signals.signs import was_here
from mentoring.work import Work

LONGEST_NOTE = 500  # characters


async def note_question(actor: Actor, work: Work, check_in_id: int) -> Message:
    """Asks for the note (NoteWanted); where the duo has ended, says so. Raises NotFoundError."""
    round_ = await own_round(actor, work, check_in_id)
    if round_.has_ended:
        return showing.closed(round_)
    has_note = round_.check_in.note_sealed is not None
    return NoteWanted(check_in_id=round_.check_in.id, name=round_.partner, has_note=has_note)


async def keep_note(actor: Actor, work: Work, check_in_id: int, text: str) -> Message:
    """Keeps the note instead of an earlier one, also where a newer question has come meanwhile.

    Raises NotFoundError, TextTooLongError.
    """
    round_ = await own_round(actor, work, check_in_id)
    if round_.has_ended:
        return showing.closed(round_)
    note = text.strip()
    if len(note) > LONGEST_NOTE:
        raise TextTooLongError
    round_.check_in.seal(work.store.vault, "note", note)
    await was_here(work, round_.duo.id, actor.person.id)
    return NoteKept(name=round_.partner)
