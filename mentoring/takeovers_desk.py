"""The team takes over a duo of two people who are here, by taps.

Nothing here asks the two anything: they are a duo already. Who is to be invited: takeovers_plan.py.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import AlreadyPairedError, NotFoundError, OutOfDateError
from mentoring.in_charge import local_day
from mentoring.messages.base import Message
from mentoring.messages.pairing_desk import SeekerTaken
from mentoring.messages.takeovers import (
    AskStart,
    Choice,
    ChoosePartner,
    ConfirmTakeover,
    TakeoverCard,
    WriteStart,
)
from mentoring.open_proposals import PAGE, page_of
from mentoring.pairs import Pair, Side, is_live, live_duo_of, load_pair, load_side
from mentoring.takeovers import Half, awaits_partner, check_start, is_open, note_takeover, open_of_seeker
from mentoring.takeovers_open import view_of
from mentoring.work import Work
from storage.tables import Duo, Membership, Person, Takeover
from storage.words import DuoState, MembershipState, Role

_HERE = (MembershipState.READY, MembershipState.WELCOMING)


# -- who with whom -----------------------------------------------------------------------------------------------------
async def choose_partner(actor: Actor, work: Work, membership_id: int, page: int = 0) -> Message:
    """Who may be the partner of that person; of a mentee who has one already, how that stands.

    Raises NotFoundError, and OutOfDateError where the person has left or goes by phone.
    """
    own = await own_side(actor, work, membership_id)
    if own.membership.state not in _HERE:
        raise OutOfDateError
    if own.role is Role.SEEKER:
        taken = await _taken(work, membership_id)
        if taken is not None:
            return taken
    choices = await _choices(work, own)
    page, pages = page_of(page, len(choices))
    return ChoosePartner(
        membership_id=membership_id,
        organisation_id=own.membership.organisation_id,
        role=own.role,
        who=own.named(work.store.vault),
        choices=tuple(choices[page * PAGE : (page + 1) * PAGE]),
        total=len(choices),
        page=page,
        pages=pages,
    )


async def own_side(actor: Actor, work: Work, membership_id: int) -> Side:
    """A mentee or mentor of an organisation that the actor works for. Raises NotFoundError."""
    membership = await work.store.session.get(Membership, membership_id)
    if membership is None or not Role(membership.role).is_in_duos:
        raise NotFoundError
    actor.staff(membership.organisation_id)
    return await load_side(work, membership_id, Role(membership.role))


async def _taken(work: Work, seeker_id: int) -> TakeoverCard | SeekerTaken | None:
    """A seeker is in one duo at most."""
    noted = await open_of_seeker(work, seeker_id)
    if noted is not None:
        return TakeoverCard(takeover=await view_of(work, noted), now=work.now)
    duo = await live_duo_of(work, seeker_id)
    if duo is None:
        return None
    pair, vault = await load_pair(work, duo), work.store.vault
    return SeekerTaken(
        organisation_id=duo.organisation_id,
        duo_id=duo.id,
        state=DuoState(duo.state),
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
    )


async def _choices(work: Work, own: Side) -> list[Choice]:
    """Everybody of the other role, by name; seekers only without a duo. A mentor may get more than they said."""
    role = Role.MENTOR if own.role is Role.SEEKER else Role.SEEKER
    conditions = [
        col(Membership.organisation_id) == own.membership.organisation_id,
        col(Membership.role) == role,
        col(Membership.state).in_(_HERE),
        col(Membership.person_id) != own.person.id,
    ]
    if role is Role.SEEKER:
        live = select(Duo.id).where(col(Duo.seeker_id) == col(Membership.id), is_live(work.now)).exists()
        conditions += [~live, ~awaits_partner()]
    statement = select(Membership, Person).join(Person, col(Person.id) == col(Membership.person_id)).where(*conditions)
    sides = [Side(*row) for row in (await work.store.session.execute(statement)).all()]
    duos = await _duos_of_mentors(work, own.membership.organisation_id) if role is Role.MENTOR else {}
    vault = work.store.vault
    choices = [Choice(s.membership.id, s.named(vault), duos.get(s.membership.id, 0)) for s in sides]
    return sorted(choices, key=lambda choice: (choice.who.name.casefold(), choice.membership_id))


async def _duos_of_mentors(work: Work, organisation_id: int) -> dict[int | None, int]:
    """How many duos run or are to begin here, by mentor."""
    counted: dict[int | None, int] = {}
    for column, conditions in (
        (col(Duo.mentor_id), (col(Duo.organisation_id) == organisation_id, is_live(work.now))),
        (col(Takeover.mentor_id), (col(Takeover.organisation_id) == organisation_id, is_open())),
    ):
        statement = select(column, func.count()).where(*conditions).group_by(column)
        for mentor_id, count in (await work.store.session.execute(statement)).all():
            counted[mentor_id] = counted.get(mentor_id, 0) + count
    return counted


# -- since when --------------------------------------------------------------------------------------------------------
async def ask_start(actor: Actor, work: Work, seeker_id: int, mentor_id: int) -> Message:
    """Since when are they a duo? Raises what `_free_pair` raises."""
    pair = await _free_pair(actor, work, seeker_id, mentor_id)
    vault, today = work.store.vault, await local_day(work, pair.seeker.membership.organisation_id)
    return AskStart(
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        days=days_offered(today),
        seeker_id=seeker_id,
        mentor_id=mentor_id,
    )


async def ask_written_start(actor: Actor, work: Work, seeker_id: int, mentor_id: int) -> WriteStart:
    """The same, to be answered with a text. Raises what `_free_pair` raises."""
    pair = await _free_pair(actor, work, seeker_id, mentor_id)
    return WriteStart(seeker=pair.seeker.named(work.store.vault), mentor=pair.mentor.named(work.store.vault))


def days_offered(today: date) -> tuple[date, ...]:
    """The last two Mondays and the first days of six months, newest first: the day need not be exact."""
    monday = today - timedelta(days=today.weekday())
    months, first = [], today.replace(day=1)
    for _ in range(6):
        months.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return tuple(sorted({monday, monday - timedelta(days=7), *months}, reverse=True))


async def confirm(actor: Actor, work: Work, seeker_id: int, mentor_id: int, day: date) -> ConfirmTakeover:
    """What would be done. Raises what `_free_pair` and `check_start` raise."""
    pair = await _free_pair(actor, work, seeker_id, mentor_id)
    check_start(day, await local_day(work, pair.seeker.membership.organisation_id))
    vault = work.store.vault
    return ConfirmTakeover(
        seeker_id=seeker_id,
        mentor_id=mentor_id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        since=day,
    )


async def take_over(actor: Actor, work: Work, seeker_id: int, mentor_id: int, day: date) -> TakeoverCard:
    """The two are a duo in Tandem, at once or when both are past the welcome. A second tap shows how it stands.

    Raises what `_free_pair` and `check_start` raise.
    """
    await _pair(actor, work, seeker_id, mentor_id)
    done = await _of_pair(work, seeker_id, mentor_id)
    if done is not None:
        return TakeoverCard(takeover=await view_of(work, done), now=work.now)
    pair = await _free_pair(actor, work, seeker_id, mentor_id)
    organisation_id = pair.seeker.membership.organisation_id
    check_start(day, await local_day(work, organisation_id))
    takeover = await note_takeover(
        work,
        organisation_id,
        seeker=Half(membership_id=seeker_id),
        mentor=Half(membership_id=mentor_id),
        started_on=day,
        coordinator_id=pair.seeker.membership.coordinator_id or actor.staff(organisation_id).id,
    )
    return TakeoverCard(takeover=await view_of(work, takeover), now=work.now)


async def _of_pair(work: Work, seeker_id: int, mentor_id: int) -> Takeover | None:
    """Noted already, and not dropped or ended since."""
    statement = select(Takeover).where(
        col(Takeover.seeker_id) == seeker_id, col(Takeover.mentor_id) == mentor_id, col(Takeover.dropped_at).is_(None)
    )
    for takeover in (await work.store.session.execute(statement.order_by(col(Takeover.id).desc()))).scalars():
        duo = await work.store.session.get(Duo, takeover.duo_id) if takeover.duo_id is not None else None
        if duo is None or DuoState(duo.state).is_running:
            return takeover
    return None


async def _pair(actor: Actor, work: Work, seeker_id: int, mentor_id: int) -> Pair:
    """Raises NotFoundError where they are not two people of one organisation that the actor works for."""
    seeker, mentor = await load_side(work, seeker_id, Role.SEEKER), await load_side(work, mentor_id, Role.MENTOR)
    desk = actor.staff(seeker.membership.organisation_id)
    if mentor.membership.organisation_id != desk.organisation_id or seeker.person.id == mentor.person.id:
        raise NotFoundError
    return Pair(seeker, mentor)


async def _free_pair(actor: Actor, work: Work, seeker_id: int, mentor_id: int) -> Pair:
    """Both are here, the seeker in no duo. Raises NotFoundError, OutOfDateError, AlreadyPairedError."""
    pair = await _pair(actor, work, seeker_id, mentor_id)
    if any(side.membership.state not in _HERE for side in pair):
        raise OutOfDateError
    if await _taken(work, seeker_id) is not None:
        raise AlreadyPairedError
    return pair
