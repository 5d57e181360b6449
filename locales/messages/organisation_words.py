from __future__ import annotations

from datetime import UTC, date, datetime

from locales.lists import back_label, two_a_row
from locales.options import capitalised, language_word, own_name, ticked
from locales.organisation_words import city, line_of, part_title
from locales.rendering import Button, Rendered, renders
from locales.say import Html, Say
from mentoring.messages.organisation import Number
from mentoring.messages.organisation_words import (
    OrganisationChanged,
    Places,
    Spoken,
    SpokenLanguages,
    What,
    WhichPlace,
    WhichWord,
    WordFault,
)
from mentoring.organisation.numbers import Part, Setting
from mentoring.settings_zones import OFFERED
from mentoring.taps_organisation import (
    NoContact,
    OrganisationCard,
    SetPlace,
    ShowPlaces,
    SwitchSpoken,
    Word,
    WritePlace,
)

_ID = 2**62
_NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


@renders(
    WhichWord(organisation_id=_ID, word=Word.NAME, present="Duo Dijle", limit=80),
    WhichWord(organisation_id=_ID, word=Word.CONTACT, present="", limit=200),
    *(
        WhichWord(organisation_id=_ID, word=word, present="Duo <Dijle>", limit=80, fault=fault)
        for word in Word
        for fault in WordFault
    ),
)
def _which_word(message: WhichWord, say: Say) -> Rendered:
    parts = [_fault(message, say)] if message.fault is not None else []
    if message.word is Word.NAME:
        parts.append(say("Now it is called: <b>{name}</b>", name=message.present))
        parts.append(say("How shall the organisation be called? Everybody reads this name."))
    else:
        if message.present:
            parts.append(say("Now it is: <b>{contact}</b>", contact=message.present))
        # Translators: an e-mail address or a telephone number; it stands in the text on privacy and in /help.
        parts.append(say("Who answers questions on privacy? Please write an address or a number. Everybody reads it."))
    back = (Button(back_label(say), tap=OrganisationCard(message.organisation_id)),)
    if message.word is Word.NAME or not message.present:
        return Rendered("\n".join(parts), (back,))
    # Translators: button: nobody is named for questions on privacy.
    nobody = (Button(say.label("Name nobody"), tap=NoContact(message.organisation_id)),)
    return Rendered("\n".join(parts), (nobody, back))


def _fault(message: WhichWord, say: Say) -> str:
    match message.fault:
        case WordFault.TOO_LONG:
            return say.plural(
                "That is longer than {n} character.", "That is longer than {n} characters.", message.limit
            )
        case WordFault.TAKEN:
            return say("Another organisation here has that name already.")
        case _ if message.word is Word.NAME:
            return say("A name needs at least one letter.")
        case _:
            return say("There is nothing to read in it.")


# -- languages ---------------------------------------------------------------------------------------------------------
_SPOKEN = (Spoken("fr", True, 31), Spoken("nl", True, 1), Spoken("de", False, 2), Spoken("en", False, 0))


@renders(
    SpokenLanguages(organisation_id=_ID, languages=_SPOKEN, leads=True),
    SpokenLanguages(organisation_id=_ID, languages=_SPOKEN, leads=True, kept=True),
    SpokenLanguages(organisation_id=_ID, languages=_SPOKEN, leads=False),
)
def _languages(message: SpokenLanguages, say: Say) -> Rendered:
    parts = [say("<b>Languages of the organisation</b>"), say("People choose one of these:")]
    parts += [_spoken_line(each, say) for each in message.languages if each.on]
    leaving = [each for each in message.languages if not each.on and each.people]
    if leaving:
        # Translators: languages that the organisation has switched off.
        parts.append(say("No longer offered; who chose it keeps it:"))
        parts += [_spoken_line(each, say) for each in leaving]
    if message.kept:
        parts.append(say("One language has to stay. Switch on another one first."))
    back = (Button(back_label(say), tap=OrganisationCard(message.organisation_id)),)
    if not message.leads:
        return Rendered("\n".join(parts), (back,))
    switches = [
        Button(
            ticked(own_name(each.language), each.on),
            tap=SwitchSpoken(message.organisation_id, each.language, not each.on),
        )
        for each in message.languages
    ]
    parts.append(say("A tap switches a language on or off."))
    return Rendered("\n".join(parts), (*two_a_row(switches), back))


def _spoken_line(spoken: Spoken, say: Say) -> str:
    language = capitalised(language_word(spoken.language, say))
    # Translators: how many people of the organisation use {language} with Tandem.
    return say.plural("{language}: {n} person", "{language}: {n} people", spoken.people, language=language)


# -- time zone ---------------------------------------------------------------------------------------------------------
@renders(
    Places(organisation_id=_ID, offered=OFFERED, zone="Europe/Brussels", now=_NOW, leads=True),
    Places(organisation_id=_ID, offered=OFFERED, zone="Asia/Tokyo", now=_NOW, leads=False),
)
def _places(message: Places, say: Say) -> Rendered:
    own = message.organisation_id
    # Translators: {city} stands for its time zone.
    parts = [say("Time zone: <b>{city}</b>", city=city(message.zone, say))]
    back = (Button(back_label(say), tap=OrganisationCard(own)),)
    if not message.leads:
        return Rendered("\n".join(parts), (back,))
    parts.append(say("Where does the organisation work? Its days and hours go by the time there."))
    offered = message.offered if message.zone in message.offered else (message.zone, *message.offered)
    cities = [Button(ticked(city(zone, say), zone == message.zone), tap=SetPlace(own, zone)) for zone in offered]
    # Translators: button: a city that is not in the list.
    other = (Button(say.label("Another place"), tap=WritePlace(own)),)
    return Rendered("\n".join(parts), (*two_a_row(cities), other, back))


@renders(WhichPlace(organisation_id=_ID), WhichPlace(organisation_id=_ID, unknown=True))
def _which_place(message: WhichPlace, say: Say) -> Rendered:
    back = ((Button(back_label(say), tap=ShowPlaces(message.organisation_id)),),)
    if message.unknown:
        return Rendered(say("I do not know that place yet. Please write the capital, or another big city."), back)
    return Rendered(say("Please write the name of a big city near the organisation."), back)


# -- what the other leads hear -----------------------------------------------------------------------------------------
def _changed(what: What, **values: object) -> OrganisationChanged:
    return OrganisationChanged(organisation_id=_ID, organisation="Duo Dijle", by="Lena", what=what, **values)  # type: ignore[arg-type]  # a sample


_DAYS = (date(2026, 12, 21), date(2027, 1, 3))


@renders(
    _changed(What.NUMBER, number=Number(Setting.HOUR, 18 * 60)),
    _changed(What.USUAL, part=Part.SIGNALS),
    OrganisationChanged(organisation_id=_ID, organisation="FMDO", by="", what=What.NAME, text="Duo Dijle"),
    _changed(What.NAME, text="Duo <Dijle>"),
    _changed(What.CONTACT, text="02 123 45 67"),
    _changed(What.CONTACT),
    _changed(What.LANGUAGES, languages=("fr", "en")),
    _changed(What.PLACE, text="Europe/Brussels"),
    _changed(What.PHONES, languages=("de",)),
    _changed(What.PAUSE, days=_DAYS),
    _changed(What.NO_PAUSE, days=_DAYS),
)
def _news(message: OrganisationChanged, say: Say) -> Rendered:
    if message.by:
        # Translators: to a lead coordinator; {name} is another lead. Below it stands what was changed.
        first = say("{name} changed a setting of {organisation}:", name=message.by, organisation=message.organisation)
    else:
        # Translators: to a lead coordinator. Below it stands what was changed.
        first = say("A setting of {organisation} was changed:", organisation=message.organisation)
    # Translators: button.
    button = Button(say.label("See the settings"), tap=OrganisationCard(message.organisation_id))
    return Rendered("\n".join([first, _change(message, say)]), ((button,),))


def _change(message: OrganisationChanged, say: Say) -> str:
    if message.number is not None:
        return line_of(message.number, say)
    if message.part is not None:
        return say("{title}: as Tandem suggests again.", title=Html(part_title(message.part, say)))
    if message.days is not None:
        return _pause(message, say)
    return _word(message, say)


def _word(message: OrganisationChanged, say: Say) -> str:
    match message.what:
        case What.NAME:
            return say("Its name is now {name}.", name=message.text)
        case What.CONTACT if message.text:
            return say("Contact for privacy: {contact}", contact=message.text)
        case What.LANGUAGES:
            return say("Languages: {languages}", languages=_language_list(message, say))
        case What.PLACE:
            return say("Time zone: {city}", city=city(message.text, say))
        case What.PHONES:
            return say("The emergency numbers in {language}.", language=_language_list(message, say))
        case _:
            return say("Contact for privacy: nobody is named yet")


def _language_list(message: OrganisationChanged, say: Say) -> str:
    return say.list(language_word(each, say) for each in message.languages)


def _pause(message: OrganisationChanged, say: Say) -> str:
    assert message.days is not None, "the caller looked"
    first, last = (say.day(day) for day in message.days)
    if message.what is What.PAUSE:
        return say("Pause: {first} to {last}", first=first, last=last)
    # Translators: a pause that was planned is taken back.
    return say("No pause any more: {first} to {last}", first=first, last=last)
