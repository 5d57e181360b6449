"""/organisation: the card, and the settings that are numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mentoring.actor import Actor, is_working_staff
from mentoring.messages.base import Message
from mentoring.messages.organisation import (
    Number,
    NumberCard,
    NumberList,
    OrganisationSettings,
    ReallyUsual,
    WhichNumber,
)
from mentoring.messages.organisation_words import What
from mentoring.messages.pairing_desk import Desk
from mentoring.organisation import numbers
from mentoring.organisation.numbers import PARTS, Fault, Part, Refusal, Setting
from mentoring.organisation.rescheduling import move_prompts, move_questions, move_waiting
from mentoring.organisation.rights import Seat, led, seat_of, tell_leads
from mentoring.pauses import read_pauses
from mentoring.work import Work
from storage.tables import Organisation

_LONGEST = 12  # characters of a written number
_WEEKS = frozenset({Setting.MIDTERM_WEEK, Setting.CLOSING_WEEK})
_WAITING = frozenset({Setting.WAITING_NEWS, Setting.WAITING_ALERT, Setting.ERASE})


async def card(actor: Actor, work: Work, organisation_id: int | None = None) -> OrganisationSettings:
    """How everything stands; None: in the organisation that they lead, else work for. Raises NotFoundError."""
    seat = await seat_of(actor, work, organisation_id)
    organisation = seat.organisation
    today = work.now.astimezone(ZoneInfo(organisation.time_zone)).date()
    return OrganisationSettings(
        organisation_id=organisation.id,
        name=organisation.name,
        contact=organisation.contact,
        languages=tuple(organisation.languages),
        time_zone=organisation.time_zone,
        weekday=organisation.check_in_weekday,
        minute=organisation.check_in_minute,
        spread=organisation.check_in_spread,
        changed_numbers=len(organisation.thresholds or {}),
        next_pause=await _next_pause(work, organisation, today),
        today=today,
        leads=seat.leads,
        other_desks=await _other_desks(actor, work, organisation.id),
    )


async def _next_pause(work: Work, organisation: Organisation, today: date) -> tuple[date, date] | None:
    calendar = (await read_pauses(work, [organisation.id]))[organisation.id]
    return next(((p.first_day, p.last_day) for p in calendar.pauses if p.last_day >= today), None)


async def _other_desks(actor: Actor, work: Work, organisation_id: int) -> tuple[Desk, ...]:
    ids = dict.fromkeys(m.organisation_id for m in actor.memberships if is_working_staff(m))
    found = [await work.store.session.get(Organisation, id_) for id_ in ids if id_ != organisation_id]
    return tuple(Desk(each.id, each.name) for each in found if each is not None)


# -- numbers -----------------------------------------------------------------------------------------------------------
async def part(actor: Actor, work: Work, organisation_id: int, shown: Part) -> NumberList:
    """The settings that stand together. Raises NotFoundError."""
    return _list(await seat_of(actor, work, organisation_id), shown)


async def number(actor: Actor, work: Work, organisation_id: int, setting: Setting) -> NumberCard:
    """One setting. Raises NotFoundError."""
    seat = await seat_of(actor, work, organisation_id)
    return NumberCard(organisation_id=organisation_id, number=_number(seat.organisation, setting), leads=seat.leads)


async def set_number(actor: Actor, work: Work, organisation_id: int, setting: Setting, value: int) -> Message:
    """That number from now on; one that cannot be is refused with a word on the card. Raises NotFoundError."""
    organisation = await led(actor, work, organisation_id)
    refusal = numbers.refusal_of(numbers.values_of(organisation), setting, value)
    if refusal is not None:
        present = _number(organisation, setting)
        return NumberCard(organisation_id=organisation_id, number=present, leads=True, refusal=refusal)
    return await _keep(actor, work, organisation, setting, value)


async def number_question(actor: Actor, work: Work, organisation_id: int, setting: Setting) -> WhichNumber:
    """Asks for a number. Raises NotFoundError."""
    organisation = await led(actor, work, organisation_id)
    return WhichNumber(organisation_id=organisation_id, number=_number(organisation, setting))


async def write_number(
    actor: Actor, work: Work, organisation_id: int, setting: Setting, text: str, minute: int | None = None
) -> Message:
    """As `set_number`, with what was written; asks again for what cannot be. `minute`: the time of day it means.

    Raises NotFoundError.
    """
    organisation = await led(actor, work, organisation_id)
    value = minute if setting is Setting.HOUR else _read(text)
    refusal = (
        Refusal(Fault.NO_NUMBER)
        if value is None
        else numbers.refusal_of(numbers.values_of(organisation), setting, value)
    )
    if value is None or refusal is not None:
        present = _number(organisation, setting)
        return WhichNumber(organisation_id=organisation_id, number=present, refusal=refusal)
    return await _keep(actor, work, organisation, setting, value)


async def ask_usual(actor: Actor, work: Work, organisation_id: int, shown: Part) -> ReallyUsual:
    """What a part would be set back to. Raises NotFoundError."""
    await led(actor, work, organisation_id)
    usual = tuple(Number(setting, numbers.usual(setting)) for setting in PARTS[shown])
    return ReallyUsual(organisation_id=organisation_id, part=shown, numbers=usual)


async def set_usual(actor: Actor, work: Work, organisation_id: int, shown: Part) -> NumberList:
    """Every number of a part as the programme says. Raises NotFoundError."""
    organisation = await led(actor, work, organisation_id)
    before = numbers.values_of(organisation)
    changed = {setting for setting in PARTS[shown] if before[setting] != numbers.usual(setting)}
    for setting in changed:
        numbers.keep(organisation, setting, numbers.usual(setting))
    moved = await take_effect(work, organisation, changed, before)
    if changed:
        await tell_leads(actor, work, organisation, What.USUAL, part=shown)
    return _list(Seat(organisation, leads=True), shown, moved)


async def take_effect(
    work: Work, organisation: Organisation, changed: Collection[Setting], before: Mapping[Setting, int]
) -> datetime | None:
    """What is to come follows the new hours, weeks and days; returns when the next question comes, where it moved."""
    if not _WEEKS.isdisjoint(changed):
        await move_prompts(work, organisation)
    if not _WAITING.isdisjoint(changed):
        await move_waiting(work, organisation, before[Setting.ERASE])
    if set(PARTS[Part.WEEKLY]).isdisjoint(changed):
        return None
    return await move_questions(work, organisation)


async def _keep(actor: Actor, work: Work, organisation: Organisation, setting: Setting, value: int) -> NumberList:
    moved, before = None, numbers.values_of(organisation)
    if before[setting] != value:
        numbers.keep(organisation, setting, value)
        moved = await take_effect(work, organisation, {setting}, before)
        await tell_leads(actor, work, organisation, What.NUMBER, number=Number(setting, value))
    return _list(Seat(organisation, leads=True), numbers.part_of(setting), moved)


def _list(seat: Seat, shown: Part, moved: datetime | None = None) -> NumberList:
    values = numbers.values_of(seat.organisation)
    return NumberList(
        organisation_id=seat.organisation.id,
        part=shown,
        numbers=tuple(Number(setting, values[setting]) for setting in PARTS[shown]),
        leads=seat.leads,
        has_own=any(values[setting] != numbers.usual(setting) for setting in PARTS[shown]),
        next_question=moved,
    )


def _number(organisation: Organisation, setting: Setting) -> Number:
    return Number(setting, numbers.values_of(organisation)[setting])


def _read(text: str) -> int | None:
    """The number that was written, with whatever unit stands after it: `14`, `14 jours`."""
    words = text.strip().split()
    digits = words[0] if words else ""
    readable = len(digits) <= _LONGEST and digits.isascii() and digits.isdigit()
    return int(digits) if readable else None
