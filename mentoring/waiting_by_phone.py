"""Those who prefer no Telegram: the same mentoring, by phone. What the team notes about them.

A mentee by phone looks for a mentor as long as `waiting_since` is set (mentoring/waiting_news.py). Who uses Telegram by
now, or has left, is left as they are: their card says how it stands.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from mentoring.actor import Actor, organisation_of
from mentoring.desk.person_card import staff_side
from mentoring.messages.waiting_news import CallNoted, ForwardThis, TelegramAfterAll
from mentoring.waiting_news import begin_waiting, is_in_no_duo
from mentoring.work import Work
from storage.tables import Membership
from storage.words import MembershipState, Role


async def note_call(actor: Actor, work: Work, membership_id: int) -> CallNoted | None:
    """The team has phoned: it hears of the wait, and of the end of it, as if they had come today.

    Raises NotFoundError.
    """
    membership = await _by_phone(actor, work, membership_id)
    if membership is None:
        return None
    await _begin_anew(work, membership)
    return CallNoted(on=await _day(work, membership))


async def note_mentor(actor: Actor, work: Work, membership_id: int, *, has: bool) -> None:
    """A mentee has a mentor outside of Tandem, and waits no longer; or looks for one again. Raises NotFoundError."""
    membership = await _by_phone(actor, work, membership_id)
    if membership is None or membership.role != Role.SEEKER or (membership.waiting_since is None) == has:
        return
    membership.waiting_since = None if has else work.now
    await _begin_anew(work, membership)


async def link_again(actor: Actor, work: Work, membership_id: int) -> tuple[ForwardThis, TelegramAfterAll] | None:
    """What to forward to somebody who would like Telegram after all: their own account is known here.

    Raises NotFoundError.
    """
    membership = await _by_phone(actor, work, membership_id)
    if membership is None:
        return None
    person = (await staff_side(actor, work, membership_id)).person
    organisation = await organisation_of(work.store, membership)
    link = f"https://t.me/{work.bot_username}"
    return ForwardThis(), TelegramAfterAll(language=person.language, organisation=organisation.name, link=link)


async def _by_phone(actor: Actor, work: Work, membership_id: int) -> Membership | None:
    """That one, locked, where they go by phone."""
    membership = (await staff_side(actor, work, membership_id, locked=True)).membership
    is_theirs = membership.state == MembershipState.BY_PHONE and Role(membership.role).is_in_duos
    return membership if is_theirs else None


async def _begin_anew(work: Work, membership: Membership) -> None:
    if await is_in_no_duo(work, membership):
        await begin_waiting(work, membership)
    await work.store.session.flush()


async def _day(work: Work, membership: Membership) -> date | None:
    """When the team hears of them again, unless it acts before."""
    if membership.waits_long_at is None:
        return None
    zone = ZoneInfo((await organisation_of(work.store, membership)).time_zone)
    return membership.waits_long_at.astimezone(zone).date()
