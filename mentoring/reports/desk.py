"""/report: which period, and the figures asked for. Whoever works for an organisation may, and sees only its own."""

from __future__ import annotations

from datetime import date

from mentoring.actor import Actor, organisation_of
from mentoring.chores import ask_for
from mentoring.desk.desks import desk_name
from mentoring.errors import NotFoundError
from mentoring.messages.reports import Counting, WhichPeriod, WhichReportDays
from mentoring.reports.periods import Period, PeriodFault, PeriodNotUsableError, When, period_of, usable
from mentoring.reports.reading import today_at as today_of
from mentoring.taps_reports import Form
from mentoring.waiting import other_desks
from mentoring.work import Work
from storage.tables import Membership
from storage.words import ChoreKind


async def which_period(actor: Actor, work: Work, organisation_id: int | None = None) -> WhichPeriod:
    """Raises NotFoundError where the actor does not work for that organisation (None: for any)."""
    desk = actor.staff(organisation_id)
    return WhichPeriod(
        organisation_id=desk.organisation_id,
        organisation=await desk_name(actor, work, desk),
        today=await _today(work, desk),
        other_desks=await other_desks(actor, work, desk),
    )


async def which_days(
    actor: Actor, work: Work, organisation_id: int, fault: PeriodFault | None = None
) -> WhichReportDays:
    """Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    return WhichReportDays(organisation_id=organisation_id, today=await _today(work, desk), fault=fault)


async def today_at(actor: Actor, work: Work, organisation_id: int) -> date:
    """Today, where they work. Raises NotFoundError."""
    return await _today(work, actor.staff(organisation_id))


async def report_on(actor: Actor, work: Work, organisation_id: int, when: When) -> Counting:
    """That period as it lies today, also from an old button. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    today = await _today(work, desk)
    return await _ask(work, desk, period_of(when, today).until(today), Form.CARD)


async def report_between(
    actor: Actor, work: Work, organisation_id: int, first: date, last: date
) -> Counting | WhichReportDays:
    """These days; asks again for days that no report can be about. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    try:
        period = usable(first, last, await _today(work, desk))
    except PeriodNotUsableError as error:
        return await which_days(actor, work, organisation_id, error.fault)
    return await _ask(work, desk, period, Form.CARD)


async def report_as(actor: Actor, work: Work, organisation_id: int, first: str, last: str, form: Form) -> Counting:
    """The days of a button in that form. Raises NotFoundError, also for days that no button says."""
    desk = actor.staff(organisation_id)
    try:
        period = usable(_day(first), _day(last), await _today(work, desk))
    except PeriodNotUsableError as error:
        raise NotFoundError from error
    return await _ask(work, desk, period, form)


async def _ask(work: Work, desk: Membership, period: Period, form: Form) -> Counting:
    params = {"first": period.first.isoformat(), "last": period.last.isoformat(), "form": form.value}
    await ask_for(work, ChoreKind.MAKE_REPORT, desk.id, params)
    return Counting(period=period)


async def _today(work: Work, desk: Membership) -> date:
    return today_of(await organisation_of(work.store, desk), work.now)


def _day(written: str) -> date:
    if len(written) != 8 or not written.isdigit():
        raise NotFoundError
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError as error:
        raise NotFoundError from error
