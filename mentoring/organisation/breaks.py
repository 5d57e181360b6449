"""The organisation's pauses as the team sets them: from the school calendar or by days, removed, made shorter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message
from mentoring.messages.organisation_pauses import (
    DaysFault,
    ListedPause,
    OfferedHoliday,
    OnePause,
    PauseList,
    PauseNews,
    SchoolHolidays,
    WhichDays,
    WhichLastDay,
)
from mentoring.messages.organisation_words import What
from mentoring.organisation.rights import Seat, led, seat_of, tell_leads
from mentoring.pauses import Pause, as_pause
from mentoring.school_holidays import Community, find_holiday, holidays_of
from mentoring.work import Work
from storage.tables import Organisation, OrganisationPause

LONGEST = 70  # days: a summer's holidays have 62, and whoever rests longer has ended
AHEAD = timedelta(days=731)  # 24 months


@dataclass(frozen=True, slots=True)
class _Own:
    """A pause with its organisation."""

    row: OrganisationPause
    seat: Seat

    @property
    def pause(self) -> Pause:
        return as_pause(self.row)


# -- looking -----------------------------------------------------------------------------------------------------------
async def pauses(actor: Actor, work: Work, organisation_id: int) -> PauseList:
    """Those that are not over. Raises NotFoundError."""
    return await _listed(work, await seat_of(actor, work, organisation_id))


async def pause_card(actor: Actor, work: Work, pause_id: int) -> Message:
    """One of them; the list where it was removed or is over. Raises NotFoundError."""
    own = await _own(actor, work, pause_id)
    return _card(work, own)


async def school_holidays(actor: Actor, work: Work, organisation_id: int, community: Community) -> SchoolHolidays:
    """What is still to come of that calendar. Raises NotFoundError."""
    organisation = await led(actor, work, organisation_id)
    today, present = today_of(work, organisation), [as_pause(row) for row in await _rows(work, organisation.id)]
    return SchoolHolidays(
        organisation_id=organisation_id,
        community=community,
        holidays=tuple(
            OfferedHoliday(
                holiday.code,
                holiday.pause.first_day,
                holiday.pause.last_day,
                taken=any(own.joined(holiday.pause) == own for own in present),
            )
            for holiday in holidays_of(community)
            if holiday.pause.last_day >= today and holiday.pause.last_day <= today + AHEAD
        ),
    )


# -- adding ------------------------------------------------------------------------------------------------------------
async def add_school_holiday(actor: Actor, work: Work, organisation_id: int, code: str) -> PauseList:
    """A pause on these days; of one that has begun, what is left. Raises NotFoundError; OutOfDateError once over."""
    organisation = await led(actor, work, organisation_id)
    holiday, today = find_holiday(code), today_of(work, organisation)
    if holiday is None or holiday.pause.last_day > today + AHEAD:
        raise NotFoundError
    if holiday.pause.last_day < today:
        raise OutOfDateError
    pause = Pause(max(holiday.pause.first_day, today), holiday.pause.last_day)
    added = await _add(actor, work, organisation, pause, code)
    return await _listed(work, Seat(organisation, leads=True), added)


async def days_question(actor: Actor, work: Work, organisation_id: int, fault: DaysFault | None = None) -> WhichDays:
    """Asks for the days. Raises NotFoundError."""
    await led(actor, work, organisation_id)
    return WhichDays(organisation_id=organisation_id, fault=fault)


async def add_days(actor: Actor, work: Work, organisation_id: int, first_day: date, last_day: date) -> Message:
    """A pause on these days; asks again for days that cannot be. Raises NotFoundError."""
    organisation = await led(actor, work, organisation_id)
    fault = fault_of(Pause(first_day, last_day), today_of(work, organisation))
    if fault is not None:
        return WhichDays(organisation_id=organisation_id, fault=fault)
    added = await _add(actor, work, organisation, Pause(first_day, last_day), "")
    if added is PauseNews.TOO_LONG:
        return WhichDays(organisation_id=organisation_id, fault=DaysFault.TOO_LONG)
    return await _listed(work, Seat(organisation, leads=True), added)


def fault_of(pause: Pause, today: date) -> DaysFault | None:
    """Why a new pause cannot be."""
    if pause.last_day < pause.first_day:
        return DaysFault.BACKWARDS
    if pause.first_day < today:
        return DaysFault.PAST
    if pause.days > LONGEST:
        return DaysFault.TOO_LONG
    return DaysFault.TOO_FAR if pause.last_day > today + AHEAD else None


async def _add(actor: Actor, work: Work, organisation: Organisation, pause: Pause, word: str) -> PauseNews:
    """Days that others touch make one pause with them."""
    this_day = today_of(work, organisation)
    rows = [row for row in await _rows(work, organisation.id) if as_pause(row).last_day >= this_day]
    touched = [row for row in rows if as_pause(row).touches(pause)]
    if any(as_pause(row).joined(pause) == as_pause(row) for row in touched):
        return PauseNews.THERE_ALREADY
    whole = pause
    for row in touched:
        whole = whole.joined(as_pause(row))
    if whole.days > LONGEST:
        return PauseNews.TOO_LONG
    for row in touched:
        await work.store.session.delete(row)
    work.store.session.add(
        OrganisationPause(
            organisation_id=organisation.id,
            first_day=whole.first_day.isoformat(),
            last_day=whole.last_day.isoformat(),
            word="" if touched else word,
            created_at=work.now,
        )
    )
    await work.store.session.flush()
    await tell_leads(actor, work, organisation, What.PAUSE, days=(whole.first_day, whole.last_day))
    return PauseNews.JOINED if touched else PauseNews.ADDED


# -- taking back -------------------------------------------------------------------------------------------------------
async def remove_pause(actor: Actor, work: Work, pause_id: int) -> Message:
    """Takes back one that has not begun; one that has is shown as it stands. Raises NotFoundError, OutOfDateError."""
    own = await _led_pause(actor, work, pause_id)
    if own.pause.first_day <= today_of(work, own.seat.organisation):
        return _card(work, own)
    days = (own.pause.first_day, own.pause.last_day)
    await work.store.session.delete(own.row)
    await work.store.session.flush()
    await tell_leads(actor, work, own.seat.organisation, What.NO_PAUSE, days=days)
    return await _listed(work, own.seat, PauseNews.REMOVED)


async def end_today(actor: Actor, work: Work, pause_id: int) -> Message:
    """Today is the last day of a pause that has begun. Raises NotFoundError, OutOfDateError."""
    own = await _led_pause(actor, work, pause_id)
    return await set_last_day(actor, work, pause_id, today_of(work, own.seat.organisation))


async def last_day_question(actor: Actor, work: Work, pause_id: int, fault: DaysFault | None = None) -> WhichLastDay:
    """Asks for another last day. Raises NotFoundError, OutOfDateError."""
    return _last_day_question(await _led_pause(actor, work, pause_id), fault)


async def set_last_day(actor: Actor, work: Work, pause_id: int, last_day: date) -> Message:
    """Ends the pause earlier; asks again for a day that does not. Raises NotFoundError, OutOfDateError."""
    own = await _led_pause(actor, work, pause_id)
    if last_day == own.pause.last_day:
        return _card(work, own)
    if last_day < max(own.pause.first_day, today_of(work, own.seat.organisation)):
        return _last_day_question(own, DaysFault.PAST)
    if last_day > own.pause.last_day:
        return _last_day_question(own, DaysFault.NOT_SHORTER)
    own.row.last_day = last_day.isoformat()
    await work.store.session.flush()
    await tell_leads(actor, work, own.seat.organisation, What.PAUSE, days=(own.pause.first_day, last_day))
    return await _listed(work, own.seat, PauseNews.SHORTENED)


async def day_there(actor: Actor, work: Work, organisation_id: int) -> date:
    """Today, where the organisation works, for who leads it. Raises NotFoundError."""
    return today_of(work, await led(actor, work, organisation_id))


def today_of(work: Work, organisation: Organisation) -> date:
    """Today, where the organisation works."""
    return work.now.astimezone(ZoneInfo(organisation.time_zone)).date()


# -- rows --------------------------------------------------------------------------------------------------------------
async def _rows(work: Work, organisation_id: int) -> list[OrganisationPause]:
    statement = select(OrganisationPause).where(col(OrganisationPause.organisation_id) == organisation_id)
    ordered = statement.order_by(col(OrganisationPause.first_day), col(OrganisationPause.id))
    return list((await work.store.session.execute(ordered)).scalars().all())


async def _own(actor: Actor, work: Work, pause_id: int) -> _Own:
    """Raises NotFoundError where it is not of their team; OutOfDateError where it was removed."""
    row = await work.store.session.get(OrganisationPause, pause_id)
    if row is None:
        actor.staff()
        raise OutOfDateError
    return _Own(row, await seat_of(actor, work, row.organisation_id))


async def _led_pause(actor: Actor, work: Work, pause_id: int) -> _Own:
    """The same to change it, with the organisation locked; OutOfDateError also where it is over."""
    seen = await _own(actor, work, pause_id)
    organisation = await led(actor, work, seen.row.organisation_id)
    statement = select(OrganisationPause).where(col(OrganisationPause.id) == pause_id)
    found = await work.store.session.execute(statement.execution_options(populate_existing=True))
    row = found.scalar_one_or_none()
    if row is None or as_pause(row).last_day < today_of(work, organisation):
        raise OutOfDateError
    return _Own(row, Seat(organisation, leads=True))


async def _listed(work: Work, seat: Seat, news: PauseNews | None = None) -> PauseList:
    today = today_of(work, seat.organisation)
    rows = [row for row in await _rows(work, seat.organisation.id) if as_pause(row).last_day >= today]
    return PauseList(
        organisation_id=seat.organisation.id,
        pauses=tuple(_entry(row) for row in rows),
        today=today,
        leads=seat.leads,
        news=news,
    )


def _entry(row: OrganisationPause) -> ListedPause:
    pause = as_pause(row)
    return ListedPause(row.id, pause.first_day, pause.last_day, row.word)


def _card(work: Work, own: _Own) -> OnePause:
    organisation = own.seat.organisation
    return OnePause(
        organisation_id=organisation.id,
        pause=_entry(own.row),
        today=today_of(work, organisation),
        leads=own.seat.leads,
    )


def _last_day_question(own: _Own, fault: DaysFault | None) -> WhichLastDay:
    return WhichLastDay(
        organisation_id=own.seat.organisation.id,
        pause_id=own.row.id,
        first_day=own.pause.first_day,
        last_day=own.pause.last_day,
        fault=fault,
    )
