"""What both see of a session: one card each, edited as things change; the next one is pinned."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.sessions.core import OPEN_STATES, Attendee, Gathering, load_gathering, next_sessions
from mentoring.sessions.view import card_for
from mentoring.work import Work
from storage.tables import Card, Duo, DuoSession, SessionSide
from storage.words import DuoState, SessionState


def anchor_of(session_id: int) -> str:
    return f"session:{session_id}"


async def show(work: Work, gathering: Gathering) -> None:
    """Brings the cards of everybody who takes part up to date, and pins what is next."""
    upcoming = await next_sessions(work, gathering.duo.id)
    for attendee in gathering.attendees:
        anchor = anchor_of(gathering.session.id)
        await _row(work, attendee.person.id, anchor)
        message = await card_for(work, gathering, attendee.person)
        await work.card(attendee.person.id, anchor, message, thread_id=attendee.side.thread_id)
    for attendee in gathering.pair:
        await _pin_next(work, gathering, attendee, upcoming[:1])


async def redraw(work: Work, person_id: int) -> None:
    """That person reads another language or lives by another clock now: their cards of what comes say so too."""
    statement = (
        select(SessionSide.session_id)
        .join(DuoSession, col(DuoSession.id) == col(SessionSide.session_id))
        .where(
            col(SessionSide.person_id) == person_id,
            col(DuoSession.state).in_(OPEN_STATES),
            col(DuoSession.starts_at) > work.now,
        )
        .order_by(col(DuoSession.id))
    )
    for session_id in (await work.store.session.execute(statement)).scalars().all():
        gathering = await load_gathering(work, session_id)
        own = gathering.of(person_id)
        message = await card_for(work, gathering, own.person)
        await work.card(person_id, anchor_of(session_id), message, thread_id=own.side.thread_id)


async def catch_up(work: Work, person_id: int) -> None:
    """That person could not be reached: their cards of what is ahead, as it stands now, and what is next on top.

    Of what was cancelled meanwhile only the card that they have.
    """
    cards = select(Card.anchor).where(col(Card.person_id) == person_id, col(Card.message_id).is_not(None))
    known = set((await work.store.session.execute(cards)).scalars())
    for session_id, state in await _ahead(work, person_id):
        anchor = anchor_of(session_id)
        if anchor not in known and not SessionState(state).is_open:
            continue
        gathering = await load_gathering(work, session_id)
        own, row = gathering.of(person_id), await _row(work, person_id, anchor)
        message = await card_for(work, gathering, own.person)
        await work.card(person_id, anchor, message, thread_id=own.side.thread_id)
        upcoming = await next_sessions(work, gathering.duo.id)
        is_next = not own.role.is_staff and [one.id for one in upcoming[:1]] == [session_id]
        if is_next or anchor in known:  # what was done about a pin meanwhile never arrived
            row.is_pinned = is_next
            await work.pin(person_id, anchor, pinned=is_next)


async def _ahead(work: Work, person_id: int) -> list[tuple[int, str]]:
    """Sessions to come of that person's running duos with their states, cancelled ones too."""
    statement = (
        select(DuoSession.id, DuoSession.state)
        .join(SessionSide, col(SessionSide.session_id) == col(DuoSession.id))
        .join(Duo, col(Duo.id) == col(DuoSession.duo_id))
        .where(
            col(SessionSide.person_id) == person_id,
            col(DuoSession.starts_at) > work.now,
            col(Duo.state).in_((DuoState.ACTIVE, DuoState.PAUSED)),
        )
        .order_by(col(DuoSession.starts_at), col(DuoSession.id))
    )
    return [(session_id, state) for session_id, state in (await work.store.session.execute(statement)).all()]


async def is_card(work: Work, person_id: int, message_id: int | None) -> bool:
    """Whether that message in their chat is a card, which is brought up to date by itself."""
    statement = select(Card.id).where(col(Card.person_id) == person_id, col(Card.message_id) == message_id)
    return message_id is not None and (await work.store.session.execute(statement)).first() is not None


async def _pin_next(work: Work, gathering: Gathering, attendee: Attendee, upcoming: list[DuoSession]) -> None:
    person_id = attendee.person.id
    wanted = {anchor_of(session.id) for session in upcoming}
    for card in await _pinned(work, gathering, person_id):
        if card.anchor not in wanted:
            card.is_pinned = False
            await work.pin(person_id, card.anchor, pinned=False)
    for anchor in wanted:
        card = await _row(work, person_id, anchor)
        if not card.is_pinned:
            card.is_pinned = True
            await work.pin(person_id, anchor, pinned=True)


async def _pinned(work: Work, gathering: Gathering, person_id: int) -> list[Card]:
    """Their cards on top that are about this duo; other duos have their own."""
    statement = select(Card).where(
        col(Card.person_id) == person_id, col(Card.is_pinned).is_(True), col(Card.anchor).startswith("session:")
    )
    cards = (await work.store.session.execute(statement)).scalars().all()
    ids = [int(card.anchor.partition(":")[2]) for card in cards]
    own = select(DuoSession.id).where(col(DuoSession.id).in_(ids), col(DuoSession.duo_id) == gathering.duo.id)
    anchors = {anchor_of(found) for found in (await work.store.session.execute(own)).scalars()}
    return [card for card in cards if card.anchor in anchors]


async def _row(work: Work, person_id: int, anchor: str) -> Card:
    """The card's row, which is made with the first card so that a pin can be noted before anything was sent."""
    statement = select(Card).where(col(Card.person_id) == person_id, col(Card.anchor) == anchor)
    card = (await work.store.session.execute(statement)).scalar_one_or_none()
    if card is None:
        card = Card(person_id=person_id, anchor=anchor, updated_at=work.now)
        work.store.session.add(card)
        await work.store.session.flush()
    return card
