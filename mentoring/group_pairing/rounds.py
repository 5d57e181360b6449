"""The rows of drafts: one open draft an organisation, changed by whoever saw it as it is."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from mentoring.group_pairing.draft import Draft, Place
from mentoring.work import Work
from storage.ids import new_id
from storage.tables import Organisation, PairingRound
from storage.words import RoundState

TOO_OLD = timedelta(days=3)  # people have answered, left and come since


async def lock_drafts(work: Work, organisation_id: int) -> None:
    """Nobody else makes, changes or sends a draft of that organisation until the commit."""
    statement = select(Organisation.id).where(col(Organisation.id) == organisation_id)
    await work.store.session.execute(statement.with_for_update(key_share=True))


async def open_round(work: Work, organisation_id: int) -> PairingRound | None:
    """The open draft, old or not."""
    statement = (
        select(PairingRound)
        .where(col(PairingRound.organisation_id) == organisation_id, col(PairingRound.state) == RoundState.DRAFT)
        .order_by(col(PairingRound.id).desc())
        .execution_options(populate_existing=True)
    )
    return (await work.store.session.execute(statement)).scalars().first()


async def round_of(work: Work, organisation_id: int, sequence: int) -> PairingRound | None:
    """The round that was seen at that sequence and is at it still, whatever became of it."""
    statement = select(PairingRound).where(
        col(PairingRound.organisation_id) == organisation_id, col(PairingRound.sequence) == sequence
    )
    return (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalars().first()


def is_too_old(work: Work, found: PairingRound) -> bool:
    return found.state == RoundState.DRAFT and work.now >= found.created_at + TOO_OLD


async def add_round(work: Work, organisation_id: int, made_by: int, draft: Draft) -> PairingRound:
    """A new draft; call it with the drafts locked. Its sequence goes on where the last one's ended."""
    last = select(PairingRound.sequence).where(col(PairingRound.organisation_id) == organisation_id)
    newest = (await work.store.session.execute(last.order_by(col(PairingRound.sequence).desc()).limit(1))).scalar()
    made = PairingRound(
        id=new_id(),
        organisation_id=organisation_id,
        made_by=made_by,
        pairs=[place.written() for place in draft],
        sequence=(newest or 0) + 1,
        created_at=work.now,
    )
    work.store.session.add(made)
    await work.store.session.flush()
    return made


def read_draft(found: PairingRound) -> Draft:
    return tuple(Place.read(kept) for kept in found.pairs)


async def write_draft(work: Work, found: PairingRound, draft: Draft) -> None:
    found.pairs = [place.written() for place in draft]
    found.sequence += 1
    await work.store.session.flush()


async def close_round(work: Work, found: PairingRound, state: RoundState) -> None:
    found.state, found.closed_at = state, work.now
    await work.store.session.flush()
