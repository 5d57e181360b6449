"""The organisation's name, the contact for questions on privacy, its languages and its time zone."""

from __future__ import annotations

from sqlmodel import col, func, select

from mentoring import settings_zones as zones
from mentoring.actor import Actor
from mentoring.errors import NotFoundError
from mentoring.messages.base import Message
from mentoring.messages.organisation_words import (
    Places,
    Spoken,
    SpokenLanguages,
    What,
    WhichPlace,
    WhichWord,
    WordFault,
)
from mentoring.names import holds_letter
from mentoring.organisation.rescheduling import move_prompts, move_questions
from mentoring.organisation.rights import Seat, led, seat_of, tell_leads
from mentoring.organisation.settings import card
from mentoring.people import has_letters, one_line
from mentoring.taps_organisation import Word
from mentoring.work import Work
from storage.tables import Membership, Organisation, Person
from storage.words import MembershipState

SPOKEN = ("fr", "nl", "de", "en")  # English is off until an organisation switches it on
LIMITS = {Word.NAME: 80, Word.CONTACT: 200}  # characters


# -- name and contact --------------------------------------------------------------------------------------------------
async def word_question(actor: Actor, work: Work, organisation_id: int, word: Word) -> WhichWord:
    """Asks for it. Raises NotFoundError."""
    return _question(await led(actor, work, organisation_id), word)


async def write_word(actor: Actor, work: Work, organisation_id: int, word: Word, text: str) -> Message:
    """The name or contact from now on: in every text, and in /privacy. Asks again for one that cannot be.

    Raises NotFoundError.
    """
    organisation = await led(actor, work, organisation_id)
    wanted = one_line(text)
    fault = await fault_of(work, organisation, word, wanted)
    if fault is not None:
        return _question(organisation, word, fault)
    return await _keep(actor, work, organisation, word, wanted)


async def no_contact(actor: Actor, work: Work, organisation_id: int) -> Message:
    """People read that they can ask the team in person. Raises NotFoundError."""
    return await _keep(actor, work, await led(actor, work, organisation_id), Word.CONTACT, "")


async def fault_of(work: Work, organisation: Organisation | None, word: Word, text: str) -> WordFault | None:
    """Why a tidied text cannot be the name or contact; `organisation`: None for one that is still to be made."""
    if not (holds_letter(text) if word is Word.NAME else has_letters(text)):
        return WordFault.NOT_USABLE
    if len(text) > LIMITS[word]:
        return WordFault.TOO_LONG
    if word is Word.NAME:
        own = organisation.id if organisation is not None else 0
        others = select(Organisation.name).where(col(Organisation.id) != own)
        names = (await work.store.session.execute(others)).scalars()
        if text.casefold() in {name.casefold() for name in names}:
            return WordFault.TAKEN
    return None


def _question(organisation: Organisation, word: Word, fault: WordFault | None = None) -> WhichWord:
    present = organisation.name if word is Word.NAME else organisation.contact
    return WhichWord(organisation_id=organisation.id, word=word, present=present, limit=LIMITS[word], fault=fault)


async def _keep(actor: Actor, work: Work, organisation: Organisation, word: Word, text: str) -> Message:
    before = organisation.name if word is Word.NAME else organisation.contact
    if word is Word.NAME:
        organisation.name = text
    else:
        organisation.contact = text
    if text != before:
        what = What.NAME if word is Word.NAME else What.CONTACT
        await tell_leads(actor, work, organisation, what, text=text)
    return await card(actor, work, organisation.id)


# -- languages ---------------------------------------------------------------------------------------------------------
async def spoken(actor: Actor, work: Work, organisation_id: int) -> SpokenLanguages:
    """Raises NotFoundError."""
    return await _spoken(work, await seat_of(actor, work, organisation_id))


async def switch_spoken(actor: Actor, work: Work, organisation_id: int, language: str, *, on: bool) -> Message:
    """Offers that language to people, or no longer: who chose it keeps it until they change. One always stays.

    Raises NotFoundError.
    """
    organisation = await led(actor, work, organisation_id)
    if language not in SPOKEN:
        raise NotFoundError
    before = list(organisation.languages)
    if on and language not in before:
        organisation.languages = [*before, language]
    if not on and before == [language]:
        return await _spoken(work, Seat(organisation, leads=True), kept=True)
    if not on:
        organisation.languages = [each for each in before if each != language]
    if organisation.languages != before:
        await tell_leads(actor, work, organisation, What.LANGUAGES, languages=tuple(organisation.languages))
    return await _spoken(work, Seat(organisation, leads=True))


async def _spoken(work: Work, seat: Seat, *, kept: bool = False) -> SpokenLanguages:
    own = seat.organisation
    statement = (
        select(Person.language, func.count(func.distinct(col(Person.id))))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Membership.organisation_id) == own.id, col(Membership.state) != MembershipState.LEFT)
        .group_by(col(Person.language))
    )
    people: dict[str, int] = dict((await work.store.session.execute(statement)).all())
    listed = dict.fromkeys([*own.languages, *SPOKEN])
    languages = tuple(Spoken(code, code in own.languages, people.get(code, 0)) for code in listed)
    return SpokenLanguages(organisation_id=own.id, languages=languages, leads=seat.leads, kept=kept)


# -- time zone ---------------------------------------------------------------------------------------------------------
async def places(actor: Actor, work: Work, organisation_id: int) -> Places:
    """Raises NotFoundError."""
    seat = await seat_of(actor, work, organisation_id)
    return Places(
        organisation_id=organisation_id,
        offered=zones.OFFERED,
        zone=seat.organisation.time_zone,
        now=work.now,
        leads=seat.leads,
    )


async def place_question(actor: Actor, work: Work, organisation_id: int) -> WhichPlace:
    """Raises NotFoundError."""
    await led(actor, work, organisation_id)
    return WhichPlace(organisation_id=organisation_id)


async def set_place(actor: Actor, work: Work, organisation_id: int, zone: str) -> Message:
    """That zone, by its IANA name: its hours, days and pauses go by it from now on. Raises NotFoundError."""
    organisation = await led(actor, work, organisation_id)
    if not zones.is_zone(zone):
        raise NotFoundError
    if zone != organisation.time_zone:
        organisation.time_zone = zone
        await move_questions(work, organisation)
        await move_prompts(work, organisation)
        await tell_leads(actor, work, organisation, What.PLACE, text=zone)
    return await card(actor, work, organisation_id)


async def write_place(actor: Actor, work: Work, organisation_id: int, text: str) -> Message:
    """The zone of the city or country that was written; asks again for what is none. Raises NotFoundError."""
    await led(actor, work, organisation_id)
    zone = zones.find_zone(text)
    if zone is None:
        return WhichPlace(organisation_id=organisation_id, unknown=True)
    return await set_place(actor, work, organisation_id, zone)
