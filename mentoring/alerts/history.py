"""What the team did about a duo: written down, with a note where there is one, and read again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from mentoring.messages.duos import DeedLine
from mentoring.people import name_of
from mentoring.work import Work
from storage.tables import Alert, Duo, Membership, Person, TeamDeed
from storage.words import Deed

NEWEST = 3  # on the card
PAGE = 3  # notes of full length that fit into one message


async def add_deed(
    work: Work, duo: Duo, alert: Alert | None, by: Membership | None, deed: Deed, note: str | None = None
) -> None:
    """`by`: None for the clock. The note is sealed."""
    row = TeamDeed(
        duo_id=duo.id,
        alert_id=alert.id if alert is not None else None,
        membership_id=by.id if by is not None else None,
        deed=deed,
        at=work.now,
    )
    row.seal(work.store.vault, "note", note)
    work.store.session.add(row)
    await work.store.session.flush()


async def deed_lines(work: Work, duo_id: int, limit: int = NEWEST, offset: int = 0) -> tuple[DeedLine, ...]:
    """The newest first, in one statement."""
    statement = (
        select(TeamDeed, Person, _went_on())
        .outerjoin(Membership, col(Membership.id) == col(TeamDeed.membership_id))
        .outerjoin(Person, col(Person.id) == col(Membership.person_id))
        .where(col(TeamDeed.duo_id) == duo_id)
        .order_by(col(TeamDeed.at).desc(), col(TeamDeed.id).desc())
        .limit(limit)
        .offset(offset)
    )
    rows = (await work.store.session.execute(statement)).all()
    vault = work.store.vault
    return tuple(
        DeedLine(
            at=row.at,
            deed=Deed(row.deed),
            by=name_of(vault, person) if person is not None else None,
            note=row.open(vault, "note"),
            went_on=went_on and row.deed == Deed.HANDED_OVER,
        )
        for row, person, went_on in rows
    )


def _went_on() -> ColumnElement[bool]:
    """Whether a later duo of the same mentee has begun; who is asked has not said yes yet."""
    this, later = aliased(Duo), aliased(Duo)
    return exists().where(
        col(this.id) == col(TeamDeed.duo_id),
        col(later.seeker_id) == col(this.seeker_id),
        col(later.id) != col(this.id),
        col(later.started_at) >= col(TeamDeed.at),
    )


async def count_deeds(work: Work, duo_id: int) -> int:
    statement = select(func.count(col(TeamDeed.id))).where(col(TeamDeed.duo_id) == duo_id)
    return int((await work.store.session.execute(statement)).scalar_one())


async def newest_deed(work: Work, duo_id: int) -> TeamDeed | None:
    statement = select(TeamDeed).where(col(TeamDeed.duo_id) == duo_id)
    newest = statement.order_by(col(TeamDeed.at).desc(), col(TeamDeed.id).desc()).limit(1)
    return (await work.store.session.execute(newest)).scalars().first()
