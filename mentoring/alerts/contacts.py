"""The history of contacts with a duo: calls and notes of the team, and that they meet elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import col, select

from mentoring.actor import Actor, organisation_of
from mentoring.alerts.deeds import as_it_stands, take_locked
from mentoring.alerts.history import PAGE, add_deed, count_deeds, deed_lines
from mentoring.alerts.settling import open_alert_of
from mentoring.alerts.showing import elsewhere_until
from mentoring.desk.duo_card import duo_card
from mentoring.endings.duos import lock_duo, staff_duo
from mentoring.errors import NotFoundError
from mentoring.messages.alerts import DeedsFound, NoteWanted
from mentoring.messages.duos import DuoFacts
from mentoring.pairs import load_pair
from mentoring.signals.probes import tell
from mentoring.signals.review import review_duos
from mentoring.taps_alerts import Reached
from mentoring.work import Work
from storage.tables import Duo, DuoEvent, Membership, TeamDeed
from storage.words import AlertState, Deed, DuoState, Noticed

LONGEST_NOTE = 1000  # characters, as Telegram counts them
_HOW = {Reached.TALKED: Deed.CALLED, Reached.NO_ANSWER: Deed.NO_ANSWER}
_NOTES = (Deed.CALLED, Deed.NO_ANSWER, Deed.NOTED)


# -- notes -------------------------------------------------------------------------------------------------------------
async def ask_note(actor: Actor, work: Work, duo_id: int, length: int = 0) -> NoteWanted | DuoFacts:
    """Asks what was talked about; of a duo that does not run, its card. `length`: as in NoteWanted.

    Raises NotFoundError.
    """
    duo, by = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, by)
    pair, vault = await load_pair(work, duo), work.store.vault
    return NoteWanted(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        asked=int(work.now.timestamp()),
        most=LONGEST_NOTE,
        length=length,
    )


async def note(actor: Actor, work: Work, duo_id: int, text: str) -> NoteWanted | DuoFacts:
    """Keeps the note, sealed; asks again where it is too long or empty. The duo may have ended meanwhile.

    Raises NotFoundError.
    """
    duo, by = await staff_duo(actor, work, duo_id)
    words = text.strip()
    length = len(words.encode("utf-16-le")) // 2
    if not words or length > LONGEST_NOTE:
        return await ask_note(actor, work, duo_id, length)
    duo = await lock_duo(work, duo.id)
    await _add(work, duo, by, Deed.NOTED, words)
    return await duo_card(actor, work, duo.id)


async def note_call(actor: Actor, work: Work, duo_id: int, how: Reached, asked: int) -> DuoFacts:
    """A call without words, once for each time it was asked for. Raises NotFoundError."""
    if not 0 < asked <= work.now.timestamp():
        raise NotFoundError
    _, by = await staff_duo(actor, work, duo_id)
    duo = await lock_duo(work, duo_id)
    if DuoState(duo.state).is_running and not await _has_noted(work, duo, by, datetime.fromtimestamp(asked, UTC)):
        await _add(work, duo, by, _HOW[how])
    return await duo_card(actor, work, duo_id)


async def _add(work: Work, duo: Duo, by: Membership, deed: Deed, words: str | None = None) -> None:
    """Who writes down a contact while nobody has taken the alert looks after it."""
    alert = await open_alert_of(work, duo.id)
    if alert is not None and alert.state == AlertState.OPEN and alert.taken_by is None:
        take_locked(work, alert, by)
    await add_deed(work, duo, alert, by, deed, words)


async def _has_noted(work: Work, duo: Duo, by: Membership, since: datetime) -> bool:
    own = select(TeamDeed.id).where(
        col(TeamDeed.duo_id) == duo.id,
        col(TeamDeed.membership_id) == by.id,
        col(TeamDeed.deed).in_(_NOTES),
        col(TeamDeed.at) >= since,
    )
    return (await work.store.session.execute(own.limit(1))).first() is not None


async def deeds(actor: Actor, work: Work, duo_id: int, page: int = 0) -> DeedsFound:
    """A page of what the team did; one that is not there is the last. Raises NotFoundError."""
    duo, _ = await staff_duo(actor, work, duo_id)
    total = await count_deeds(work, duo.id)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages - 1)
    pair, vault = await load_pair(work, duo), work.store.vault
    return DeedsFound(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        deeds=await deed_lines(work, duo.id, PAGE, page * PAGE),
        page=page,
        pages=pages,
        total=total,
    )


# -- elsewhere ---------------------------------------------------------------------------------------------------------
async def set_elsewhere(actor: Actor, work: Work, duo_id: int, *, is_so: bool) -> DuoFacts:
    """They mostly meet and talk elsewhere, so silence says nothing for six weeks; or that is taken back.

    Said twice is once. Raises NotFoundError.
    """
    _, by = await staff_duo(actor, work, duo_id)
    duo = await lock_duo(work, duo_id)
    zone = ZoneInfo((await organisation_of(work.store, by)).time_zone)
    known = await elsewhere_until(work, duo.id, zone) is not None
    if not DuoState(duo.state).is_running or known == is_so:
        return await as_it_stands(actor, work, duo, by)
    alert = await open_alert_of(work, duo.id)
    await add_deed(work, duo, alert, by, Deed.ELSEWHERE if is_so else Deed.NOT_ELSEWHERE)
    if is_so:
        work.store.session.add(DuoEvent(duo_id=duo.id, kind=Noticed.ELSEWHERE, at=work.now))
    else:
        told = (col(DuoEvent.duo_id) == duo.id, col(DuoEvent.kind) == Noticed.ELSEWHERE)
        await work.store.session.execute(delete(DuoEvent).where(*told))
    await work.store.session.flush()
    await review_duos(work, [duo.id], tell)
    if alert is not None and alert.resolved_at is not None:  # that is what the team has done, not the duo
        alert.by_itself, alert.taken_by = False, alert.taken_by or by.id
    await work.store.session.flush()
    return await duo_card(actor, work, duo.id)
