"""A duo rests until a day, and goes on: by the team at any time, or by the clock on the morning of that day.

Meanwhile nothing is begun with the two; what is planned stays. No reason is asked.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.alerts.settling import see_to
from mentoring.endings.duos import as_it_stands, lock_duo, note_deed, staff_duo
from mentoring.guards import duo_active, duo_running
from mentoring.in_charge import local_day
from mentoring.messages.base import Message
from mentoring.messages.endings import PauseFault, PauseUntilWhen, WhichPauseDay
from mentoring.messages.endings_goodbye import DuoGoesOn, DuoRests
from mentoring.nudges.idle import TOO_LONG, refresh_idle
from mentoring.pairs import load_pair
from mentoring.pauses import read_pauses
from mentoring.quiet import moment_of
from mentoring.sessions.core import next_sessions, threads_of
from mentoring.sessions.prompts import goals_prompt_at, regular_prompt_at
from mentoring.sessions.view import name_for
from mentoring.signals.review import touch
from mentoring.waiting_news import after_months
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, DuoPause, Organisation
from storage.words import Deed, DuoState

WEEKS = (1, 2, 4)  # what buttons offer
LONGEST = 6  # months
_MORNING = 9 * 60  # local minute at which it goes on


def fault_of(until: date, today: date) -> PauseFault | None:
    """Why a duo cannot rest until that day."""
    if until <= today:
        return PauseFault.PAST
    return PauseFault.TOO_FAR if until > after_months(today, LONGEST) else None


def seen(until: date | None) -> int:
    """What a button remembers of the pause as it was: the day as a number, 0 for none."""
    return int(until.strftime("%Y%m%d")) if until is not None else 0


# -- asking ------------------------------------------------------------------------------------------------------------
async def ask_pause(actor: Actor, work: Work, duo_id: int, fault: PauseFault | None = None) -> Message:
    """Until when; of a duo that does not run any more, its card. Raises NotFoundError."""
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    pair, vault = await load_pair(work, duo), work.store.vault
    today = await local_day(work, duo.organisation_id)
    return PauseUntilWhen(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        days=tuple((weeks, today + timedelta(weeks=weeks)) for weeks in WEEKS),
        until=await paused_until(work, duo),
        fault=fault,
    )


async def ask_pause_day(actor: Actor, work: Work, duo_id: int, fault: PauseFault | None = None) -> Message:
    """The same as a text. Raises NotFoundError."""
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    return WhichPauseDay(duo_id=duo.id, fault=fault)


async def today_there(actor: Actor, work: Work, duo_id: int) -> date:
    """Today, where the duo's organisation is. Raises NotFoundError."""
    duo, _ = await staff_duo(actor, work, duo_id)
    return await local_day(work, duo.organisation_id)


async def paused_until(work: Work, duo: Duo) -> date | None:
    """The local day on which a paused duo goes on."""
    if duo.state != DuoState.PAUSED or duo.paused_until is None:
        return None
    return duo.paused_until.astimezone(await _zone(work, duo)).date()


# -- pausing -----------------------------------------------------------------------------------------------------------
async def pause_duo(actor: Actor, work: Work, duo_id: int, until: date, as_seen: int) -> Message:
    """It rests, and goes on in the morning of that local day; a duo that rests already goes on on another day.

    `as_seen`: see `seen`; where a colleague was quicker, how it stands now is shown and asked again. Gives the card,
    or the question again with what is wrong about the day. Raises NotFoundError.
    """
    _, staff = await staff_duo(actor, work, duo_id)
    duo = await lock_duo(work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    fault = fault_of(until, await local_day(work, duo.organisation_id))
    if fault is not None:
        return await ask_pause(actor, work, duo_id, fault)
    now_until = await paused_until(work, duo)
    if now_until == until:
        return await as_it_stands(actor, work, duo, staff)
    if as_seen != seen(now_until):
        return await ask_pause(actor, work, duo_id, PauseFault.CHANGED)
    await _rest(work, duo, until)
    await note_deed(work, duo, staff, Deed.PAUSED)
    await see_to(work, duo, staff)
    await _tell_of_rest(work, duo, until, changed=now_until is not None)
    await touch(work, duo.id)
    return await as_it_stands(actor, work, duo, staff)


async def _rest(work: Work, duo: Duo, until: date) -> None:
    if duo.state != DuoState.PAUSED:
        work.store.session.add(DuoPause(duo_id=duo.id, begins_at=work.now))
    duo.state = DuoState.PAUSED
    duo.paused_until = moment_of(until, _MORNING, await _zone(work, duo))
    duo.idle_at = None
    await work.store.session.flush()


async def _tell_of_rest(work: Work, duo: Duo, until: date, *, changed: bool) -> None:
    meeting = await _next_meeting(work, duo)
    for thread, _, person in await threads_of(work, duo.id):
        name = await name_for(work, duo.id, person.id)
        message = DuoRests(name=name, until=until, changed=changed, meeting=meeting)
        await work.post(person.id, message, thread_id=thread.id, guard=duo_running(duo.id))


# -- going on ----------------------------------------------------------------------------------------------------------
async def resume_duo(actor: Actor, work: Work, duo_id: int) -> Message:
    """It goes on now; a duo that does already, or has ended, stays as it is. Gives the card. Raises NotFoundError."""
    _, staff = await staff_duo(actor, work, duo_id)
    duo = await lock_duo(work, duo_id)
    if duo.state == DuoState.PAUSED:
        await note_deed(work, duo, staff, Deed.RESUMED)
        await _go_on(work, duo, work.now)
    return await as_it_stands(actor, work, duo, staff)


async def resume_due(work: Work, limit: int = 100) -> int:
    """The pauses that are over, `limit` at most; returns how many. Safe to run twice or late."""
    statement = (
        select(Duo)
        .where(col(Duo.paused_until).is_not(None), col(Duo.paused_until) <= work.now)
        .order_by(col(Duo.paused_until), col(Duo.id))
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    )
    duos = (await work.store.session.execute(statement)).scalars().all()
    calendars = await read_pauses(work, {duo.organisation_id for duo in duos})
    for duo in duos:
        if duo.state == DuoState.PAUSED:
            await note_deed(work, duo, None, Deed.RESUMED)
            await _go_on(work, duo, calendars[duo.organisation_id].after(work.now, _MORNING))
        else:
            duo.paused_until = None
    await work.store.session.flush()
    return len(duos)


async def next_resumption(store: Store) -> datetime | None:
    """When the next pause is over, by index."""
    earliest = select(func.min(Duo.paused_until)).where(col(Duo.paused_until).is_not(None))
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment


async def close_pause(work: Work, duo: Duo) -> int | None:
    """The pause that goes on is over now; gives its id."""
    statement = select(DuoPause).where(col(DuoPause.duo_id) == duo.id, col(DuoPause.ends_at).is_(None))
    pause = (await work.store.session.execute(statement.order_by(col(DuoPause.id)))).scalars().first()
    duo.paused_until = None
    if pause is None:
        return None
    pause.ends_at = work.now
    await work.store.session.flush()
    return pause.id


async def _go_on(work: Work, duo: Duo, told_at: datetime) -> None:
    """Weekly questions come at their next regular time; what else was due is put off, so that nothing comes at once."""
    pause_id = await close_pause(work, duo)
    duo.state = DuoState.ACTIVE
    await refresh_idle(work, duo)
    if duo.idle_at is not None:
        duo.idle_at = max(duo.idle_at, work.now + TOO_LONG)
    await _put_off_prompt(work, duo)
    await work.store.session.flush()
    meeting = await _next_meeting(work, duo)
    for thread, _, person in await threads_of(work, duo.id):
        message = DuoGoesOn(name=await name_for(work, duo.id, person.id), meeting=meeting)
        key = f"duo:{duo.id}:pause:{pause_id}:over:{person.id}"
        await work.post(person.id, message, thread_id=thread.id, guard=duo_active(duo.id), key=key, due_at=told_at)
    await touch(work, duo.id)


async def _put_off_prompt(work: Work, duo: Duo) -> None:
    """The review and the closing come as much later as the duo has rested; never in the first week after a pause."""
    if duo.prompt_at is None:
        return
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    soonest = goals_prompt_at(work.now, organisation)
    planned = await regular_prompt_at(work, duo, organisation)
    if planned is None:
        duo.prompt_at = max(duo.prompt_at, soonest)
    else:
        duo.prompt_at = planned if planned > work.now else soonest


async def _next_meeting(work: Work, duo: Duo) -> datetime | None:
    return next((session.starts_at for session in await next_sessions(work, duo.id)), None)


async def _zone(work: Work, duo: Duo) -> ZoneInfo:
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return ZoneInfo(organisation.time_zone)
