"""/report: which period, and the figures asked for.

Whoever works for an organisation may, and sees only its own; the federation sees all together (`organisation_id` None).
"""

from __future__ import annotations

from datetime import date

from mentoring.actor import Actor, is_working_staff, organisation_of, reads_federation
from mentoring.chores import ask_for
from mentoring.desk.desks import desk_name
from mentoring.errors import NotFoundError
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.reports import Counting, WhichPeriod, WhichReportDays
from mentoring.reports.periods import Period, PeriodFault, PeriodNotUsableError, When, period_of, usable
from mentoring.reports.picture import FEDERATION
from mentoring.reports.reading import today_at as today_of
from mentoring.taps_reports import Form, read_period
from mentoring.waiting import other_desks
from mentoring.work import Work
from storage.tables import Membership
from storage.words import ChoreKind


async def first_question(actor: Actor, work: Work) -> WhichPeriod:
    """For the organisation they work for, else for the federation. Raises NotFoundError."""
    return await which_period(actor, work, actor.staff().organisation_id if actor.is_staff else None)


async def which_period(actor: Actor, work: Work, organisation_id: int | None) -> WhichPeriod:
    """Raises NotFoundError, as all below, where that report is not the actor's to read."""
    reader = _reader(actor, organisation_id)
    return WhichPeriod(
        organisation_id=organisation_id,
        organisation=await _name(actor, work, reader, organisation_id),
        today=await _today(work, reader),
        other_desks=await _other_desks(actor, work, organisation_id),
        federation=organisation_id is not None and actor.reads_federation,
    )


async def which_days(
    actor: Actor, work: Work, organisation_id: int | None, fault: PeriodFault | None = None
) -> WhichReportDays:
    """Raises NotFoundError."""
    today = await today_at(actor, work, organisation_id)
    return WhichReportDays(organisation_id=organisation_id, today=today, fault=fault)


async def today_at(actor: Actor, work: Work, organisation_id: int | None) -> date:
    """Today, where they work; of the federation, in Belgium. Raises NotFoundError."""
    return await _today(work, _reader(actor, organisation_id))


async def report_on(actor: Actor, work: Work, organisation_id: int | None, when: When) -> Counting:
    """That period as it lies today, also from an old button. Raises NotFoundError."""
    reader = _reader(actor, organisation_id)
    today = await _today(work, reader)
    return await _ask(work, reader, period_of(when, today).until(today), Form.CARD)


async def report_between(
    actor: Actor, work: Work, organisation_id: int | None, first: date, last: date
) -> Counting | WhichReportDays:
    """These days; asks again for days that no report can be about. Raises NotFoundError."""
    reader = _reader(actor, organisation_id)
    try:
        period = usable(Period(min(first, last), max(first, last)), await _today(work, reader))
    except PeriodNotUsableError as error:
        return await which_days(actor, work, organisation_id, error.fault)
    return await _ask(work, reader, period, Form.CARD)


async def report_as(
    actor: Actor, work: Work, organisation_id: int | None, first: str, last: str, form: Form
) -> Counting:
    """The days of a button in that form. Raises NotFoundError, also for days that no button says."""
    reader = _reader(actor, organisation_id)
    try:
        period = usable(read_period(first, last), await _today(work, reader))
    except (PeriodNotUsableError, ValueError) as error:
        raise NotFoundError from error
    return await _ask(work, reader, period, form)


def _reader(actor: Actor, organisation_id: int | None) -> Membership:
    """By which membership they may read it: of that team, or of the federation. Raises NotFoundError."""
    return actor.federation() if organisation_id is None else actor.staff(organisation_id)


async def _name(actor: Actor, work: Work, reader: Membership, organisation_id: int | None) -> str | None:
    if organisation_id is None:
        return FEDERATION
    if actor.reads_federation:
        return (await organisation_of(work.store, reader)).name
    return await desk_name(actor, work, reader)


async def _other_desks(actor: Actor, work: Work, organisation_id: int | None) -> tuple[Desk, ...]:
    if organisation_id is not None:
        return await other_desks(actor, work, actor.staff(organisation_id))
    own = {m.organisation_id: m for m in actor.memberships if is_working_staff(m)}
    return tuple([Desk(key, (await organisation_of(work.store, m)).name) for key, m in own.items()])


async def _ask(work: Work, reader: Membership, period: Period, form: Form) -> Counting:
    whole = period.whole_until.isoformat() if period.whole_until is not None else ""
    params = {"first": period.first.isoformat(), "last": period.last.isoformat(), "whole": whole, "form": form.value}
    await ask_for(work, ChoreKind.MAKE_REPORT, reader.id, params)
    return Counting(period=period)


async def _today(work: Work, reader: Membership) -> date:
    place = None if reads_federation(reader) else await organisation_of(work.store, reader)
    return today_of(place, work.now)
