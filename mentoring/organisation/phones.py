"""The numbers to call in danger, as the team changes them: by language, six at most, 112 always first."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring import emergency
from mentoring.actor import Actor
from mentoring.emergency import EVERYWHERE, MAX_NUMBERS, EmergencyNumber
from mentoring.errors import NotFoundError
from mentoring.messages.base import Message
from mentoring.messages.organisation_phones import Phone, PhoneFault, Phones, WhichPhone
from mentoring.messages.organisation_words import What
from mentoring.organisation.rights import Seat, led, seat_of, tell_leads
from mentoring.organisation.words import SPOKEN
from mentoring.work import Work
from storage.tables import Organisation


async def phones(actor: Actor, work: Work, organisation_id: int, language: str) -> Phones:
    """What people of that language see; for one the organisation does not speak, its first. Raises NotFoundError."""
    return _shown(await seat_of(actor, work, organisation_id), language)


async def phone_question(actor: Actor, work: Work, organisation_id: int, language: str) -> Message:
    """Asks for one more, where there is room. Raises NotFoundError."""
    organisation = await _led(actor, work, organisation_id, language)
    shown = _shown(Seat(organisation, leads=True), language)
    return _question(organisation, language) if shown.has_room else shown


async def write_phone(actor: Actor, work: Work, organisation_id: int, language: str, text: str) -> Message:
    """One more number, as it was written: `107 Télé-Accueil`; asks again for what cannot be. Raises NotFoundError."""
    organisation = await _led(actor, work, organisation_id, language)
    present = emergency.numbers_for(organisation, language)
    try:
        wanted = emergency.read_number(text)
    except emergency.NotANumberError:
        return _question(organisation, language, PhoneFault.NO_NUMBER)
    except emergency.NoNameError:
        return _question(organisation, language, PhoneFault.NO_NAME)
    if wanted.digits in {number.digits for number in present}:
        return _question(organisation, language, PhoneFault.TWICE)
    if len(present) >= MAX_NUMBERS:
        return _question(organisation, language, PhoneFault.TOO_MANY)
    return await _keep(actor, work, organisation, language, [*present, wanted])


async def drop_phone(actor: Actor, work: Work, organisation_id: int, language: str, digits: str) -> Phones:
    """That number is no longer shown; 112 always is. Raises NotFoundError."""
    organisation = await _led(actor, work, organisation_id, language)
    present = emergency.numbers_for(organisation, language)
    left = [number for number in present if number.digits != digits or number == EVERYWHERE]
    if len(left) == len(present):
        return _shown(Seat(organisation, leads=True), language)
    return await _keep(actor, work, organisation, language, left)


async def usual_phones(actor: Actor, work: Work, organisation_id: int, language: str) -> Phones:
    """Those of the programme again. Raises NotFoundError."""
    organisation = await _led(actor, work, organisation_id, language)
    own = dict(organisation.emergency_numbers or {})
    if own.pop(language, None) is not None:
        organisation.emergency_numbers = own or None
        await tell_leads(actor, work, organisation, What.PHONES, languages=(language,))
    return _shown(Seat(organisation, leads=True), language)


async def _led(actor: Actor, work: Work, organisation_id: int, language: str) -> Organisation:
    organisation = await led(actor, work, organisation_id)
    if language not in SPOKEN:
        raise NotFoundError
    return organisation


async def _keep(
    actor: Actor, work: Work, organisation: Organisation, language: str, numbers: Iterable[EmergencyNumber]
) -> Phones:
    own = dict(organisation.emergency_numbers or {})
    organisation.emergency_numbers = own | {language: emergency.kept(numbers)}
    await tell_leads(actor, work, organisation, What.PHONES, languages=(language,))
    return _shown(Seat(organisation, leads=True), language)


def _shown(seat: Seat, language: str) -> Phones:
    own = seat.organisation
    shown = language if language in SPOKEN else own.languages[0]
    numbers = emergency.numbers_for(own, shown)
    return Phones(
        organisation_id=own.id,
        language=shown,
        languages=tuple(dict.fromkeys([*own.languages, shown])),
        phones=tuple(Phone(each.number, each.name, each.digits) for each in numbers),
        leads=seat.leads,
        is_own=shown in (own.emergency_numbers or {}),
        has_room=len(numbers) < MAX_NUMBERS,
    )


def _question(organisation: Organisation, language: str, fault: PhoneFault | None = None) -> WhichPhone:
    return WhichPhone(organisation_id=organisation.id, language=language, limit=emergency.MAX_NAME, fault=fault)
