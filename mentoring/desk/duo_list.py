"""/duos: the duos of an organisation, a page at a time. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.desk.desks import PAGE, Sealed, desk_name, own_ids, ranked
from mentoring.desk.duo_rows import (
    MENTOR,
    MENTORING,
    OVER,
    RUNNING,
    SEEKER,
    SEEKING,
    count_duos,
    count_levels,
    duos_of,
    lines_of,
    with_pair,
)
from mentoring.desk.groups import DuoGroup
from mentoring.messages.duos import DuoCounts, DuoLine, DuosFound, DuoSpot, Telling, WhichDuoToFind
from mentoring.messages.pairing import Named
from mentoring.open_proposals import page_of
from mentoring.search import for_button, search_words
from mentoring.waiting import other_desks
from mentoring.work import Work
from storage.tables import Duo, Invitation, Membership, Person, Takeover


async def duos(
    actor: Actor, work: Work, organisation_id: int | None = None, spot: DuoSpot | None = None
) -> DuosFound | WhichDuoToFind:
    """A page of a group, the newest duo first; one that is not there is the last. With a text in `spot`, what it finds.

    Raises NotFoundError where the actor does not work for that organisation (None: for any).
    """
    spot = spot or DuoSpot()
    if spot.text:
        return await search(actor, work, spot.text, organisation_id, spot.page)
    desk = actor.staff(organisation_id)
    here, own = desk.organisation_id, own_ids(actor, desk.organisation_id)
    if spot.group is DuoGroup.EXPECTED:
        total = await _count_expected(work, here)
        page, pages = page_of(spot.page, total)
        lines = await _expected_page(work, here, page)
    else:
        where = duos_of(spot.group, here, work.now, own)
        total = await count_duos(work, where)
        page, pages = page_of(spot.page, total)
        began = col(Duo.closed_at if spot.group is DuoGroup.ENDED else Duo.started_at).desc()
        shown = with_pair().where(*where).order_by(began, col(Duo.id).desc())
        lines = await lines_of(work, shown.limit(PAGE).offset(page * PAGE))
    return DuosFound(
        organisation_id=here,
        organisation=await desk_name(actor, work, desk),
        duos=tuple(lines),
        spot=DuoSpot(spot.group, page),
        total=total,
        pages=pages,
        other_desks=await other_desks(actor, work, desk),
    )


async def counts(actor: Actor, work: Work, organisation_id: int) -> DuoCounts:
    """How many are in each group. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    own, found = own_ids(actor, organisation_id), []
    levels = await count_levels(work, organisation_id)
    for group in DuoGroup:
        if group in levels:
            number = levels[group]
        elif group is DuoGroup.EXPECTED:
            number = await _count_expected(work, organisation_id)
        else:
            number = await count_duos(work, duos_of(group, organisation_id, work.now, own))
        found.append((group, number))
    return DuoCounts(
        organisation_id=organisation_id, organisation=await desk_name(actor, work, desk), counts=tuple(found)
    )


async def ask_which(actor: Actor, work: Work, organisation_id: int, *, again: bool = False) -> WhichDuoToFind:
    """Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    organisation = await desk_name(actor, work, desk)
    return WhichDuoToFind(organisation_id=organisation_id, organisation=organisation, again=again)


async def search(
    actor: Actor, work: Work, text: str, organisation_id: int | None = None, page: int = 0
) -> DuosFound | WhichDuoToFind:
    """The duos, ended ones too, of which name, label or reference of the two hold all the words.

    Asks again where there are none to look for. Raises NotFoundError.
    """
    desk = actor.staff(organisation_id)
    words = search_words(text)
    if not words:
        return await ask_which(actor, work, desk.organisation_id, again=True)
    found = ranked(words, await _named(work, desk.organisation_id))
    kept = for_button(words)
    page, pages = page_of(page, len(found))
    shown = found[page * PAGE : (page + 1) * PAGE]
    lines = {line.id: line for line in await lines_of(work, with_pair().where(col(Duo.id).in_(shown)))}
    return DuosFound(
        organisation_id=desk.organisation_id,
        organisation=await desk_name(actor, work, desk),
        duos=tuple(lines[key] for key in shown),
        spot=DuoSpot(DuoGroup.ALL, page, kept or ""),
        total=len(found),
        pages=pages,
        searched=" ".join(words),
        can_turn=kept is not None,
        other_desks=await other_desks(actor, work, desk),
    )


async def _named(work: Work, organisation_id: int) -> list[tuple[int, str]]:
    """The folded names of both, by duo: columns alone, as for people."""
    columns = (
        col(Duo.id),
        *_sealed(SEEKER, SEEKING),
        *_sealed(MENTOR, MENTORING),
    )
    statement = with_pair().with_only_columns(*columns, maintain_column_froms=True)
    statement = statement.where(col(Duo.organisation_id) == organisation_id, col(Duo.state).in_((*RUNNING, *OVER)))
    vault = work.store.vault
    rows = (await work.store.session.execute(statement)).all()
    return [(row[0], f"{Sealed(*row[1:6]).folded(vault)} {Sealed(*row[6:]).folded(vault)}") for row in rows]


def _sealed(member: type[Membership], person: type[Person]) -> tuple[Any, ...]:
    """In the order of `Sealed`."""
    return (
        col(person.id),
        col(person.first_name_sealed),
        col(member.id),
        col(member.label_sealed),
        col(member.reference_sealed),
    )


# -- those that are expected ------------------------------------------------------------------------------------------
def _expected(organisation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Takeover.organisation_id) == organisation_id,
        col(Takeover.duo_id).is_(None),
        col(Takeover.dropped_at).is_(None),
    )


async def _count_expected(work: Work, organisation_id: int) -> int:
    statement = select(func.count(col(Takeover.id))).where(*_expected(organisation_id))
    return int((await work.store.session.execute(statement)).scalar_one())


async def _expected_page(work: Work, organisation_id: int, page: int) -> list[DuoLine]:
    statement = select(Takeover).where(*_expected(organisation_id)).order_by(col(Takeover.id).desc())
    rows = (await work.store.session.execute(statement.limit(PAGE).offset(page * PAGE))).scalars().all()
    known = await _known(work, rows)
    invited = await _invited(work, rows)
    return [_expected_line(row, known, invited) for row in rows]


def _expected_line(row: Takeover, known: dict[int, Named], invited: dict[int, Named]) -> DuoLine:
    sides = ((row.seeker_id, row.seeker_invitation_id), (row.mentor_id, row.mentor_invitation_id))
    seeker, mentor = (_who(known.get(one or 0), invited.get(link or 0)) for one, link in sides)
    joining = sum(one is None for one, _ in sides)
    return DuoLine(row.id, seeker, mentor, Telling.EXPECTED, joining=joining, is_expected=True)


def _who(known: Named | None, invited: Named | None) -> Named:
    """Who has told no first name yet is known by the label alone."""
    if known is not None and known.name:
        return known
    return Named("", (known.label if known else None) or (invited.label if invited else None))


async def _known(work: Work, rows: Sequence[Takeover]) -> dict[int, Named]:
    ids = [key for row in rows for key in (row.seeker_id, row.mentor_id) if key is not None]
    statement = select(Membership, Person).join(Person, col(Person.id) == col(Membership.person_id))
    found = (await work.store.session.execute(statement.where(col(Membership.id).in_(ids)))).all()
    vault = work.store.vault
    return {m.id: Named(p.open(vault, "first_name") or "", m.open(vault, "label")) for m, p in found}


async def _invited(work: Work, rows: Sequence[Takeover]) -> dict[int, Named]:
    ids = [key for row in rows for key in (row.seeker_invitation_id, row.mentor_invitation_id) if key is not None]
    found = await work.store.session.execute(select(Invitation).where(col(Invitation.id).in_(ids)))
    return {row.id: Named("", row.open(work.store.vault, "label")) for row in found.scalars()}
