"""What the team does about a duo that may be fading."""

from __future__ import annotations

from datetime import datetime, timedelta

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.duos import DeedLine
from mentoring.messages.pairing import Named
from mentoring.signals.reasons import Reason
from storage.words import Level, Priority

_AT_WORK = Policy(priority=Priority.DIGEST, expires_after=timedelta(days=7), waits_for_morning=True, rests=True)


@declare("alerts.note-wanted")
class NoteWanted(Message):
    """Asks what was talked about, or how the call went. `asked`: as in NoteCall. `length`: of a note too long to keep,
    in characters; 0 at first.
    """

    duo_id: int
    seeker: Named
    mentor: Named
    asked: int
    most: int
    length: int = 0


@declare("alerts.deeds")
class DeedsFound(Message):
    """A page of what the team did about that duo, the newest first."""

    duo_id: int
    seeker: Named
    mentor: Named
    deeds: tuple[DeedLine, ...]
    page: int
    pages: int
    total: int


@declare("alerts.untaken", _AT_WORK)
class NobodyTookIt(Message):
    """To the lead, or whoever is next: a duo that nobody of the team looks after. `told`: who heard of it first."""

    alert_id: int
    seen: int
    duo_id: int
    seeker: Named
    mentor: Named
    level: Level
    opened_at: datetime
    reasons: tuple[Reason, ...]
    told: str | None = None
