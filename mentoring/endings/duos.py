"""What pausing, ending and handing over share: the duo, locked, whose team the actor is of, and what was done."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.actor import Actor, organisation_of
from mentoring.desk.duo_card import duo_card
from mentoring.endings.telling import tell_keeper
from mentoring.errors import NotFoundError
from mentoring.messages.duos import DuoFacts
from mentoring.work import Work
from storage.tables import Alert, Duo, Membership, Organisation, TeamDeed
from storage.words import Deed


async def staff_duo(actor: Actor, work: Work, duo_id: int) -> tuple[Duo, Membership]:
    """The duo, not locked, and the actor's membership in its team. Raises NotFoundError."""
    duo = await work.store.session.get(Duo, duo_id)
    if duo is None:
        raise NotFoundError
    return duo, actor.staff(duo.organisation_id)


async def lock_duo(work: Work, duo_id: int) -> Duo:
    """Nobody else decides about it until the commit.

    Not FOR UPDATE: whoever asks the weekly questions holds threads and points at the duo, and we change threads.
    """
    statement = select(Duo).where(col(Duo.id) == duo_id).with_for_update(key_share=True)
    return (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalar_one()


async def place_of(work: Work, membership: Membership) -> Organisation:
    return await organisation_of(work.store, membership)


async def note_deed(work: Work, duo: Duo, by: Membership | None, deed: Deed) -> None:
    """`by`: None for the clock."""
    open_alert = select(Alert.id).where(col(Alert.duo_id) == duo.id, col(Alert.resolved_at).is_(None))
    alert_id = (await work.store.session.execute(open_alert)).scalar_one_or_none()
    row = TeamDeed(
        duo_id=duo.id, alert_id=alert_id, membership_id=by.id if by is not None else None, deed=deed, at=work.now
    )
    work.store.session.add(row)
    await work.store.session.flush()
    if by is not None:
        await tell_keeper(work, duo, by, row)


async def as_it_stands(actor: Actor, work: Work, duo: Duo, by: Membership) -> DuoFacts:
    """The card; where a colleague did the last thing to it, it says so."""
    last = select(TeamDeed.membership_id).where(col(TeamDeed.duo_id) == duo.id)
    found = (await work.store.session.execute(last.order_by(col(TeamDeed.id).desc()).limit(1))).scalars().first()
    return await duo_card(actor, work, duo.id, changed_meanwhile=found is not None and found != by.id)
