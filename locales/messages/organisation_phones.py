from __future__ import annotations

from locales.emergency_words import number_line
from locales.lists import back_label, two_a_row
from locales.options import capitalised, language_word, own_name, ticked
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.emergency import MAX_NUMBERS
from mentoring.messages.organisation_phones import Phone, PhoneFault, Phones, WhichPhone
from mentoring.taps_organisation import DropPhone, OrganisationCard, ShowPhones, UsualPhones, WritePhone

_ID = 2**62
_112 = Phone("112", "", "112")
_PHONES = (_112, Phone("107", "Télé-Accueil", "107"), Phone("0800 32 123", "Prévention du suicide", "080032123"))


@renders(
    Phones(
        organisation_id=_ID,
        language="fr",
        languages=("fr", "nl", "de"),
        phones=_PHONES,
        leads=True,
        is_own=True,
        has_room=True,
    ),
    Phones(
        organisation_id=_ID,
        language="de",
        languages=("de",),
        phones=(_112,),
        leads=True,
        is_own=False,
        has_room=False,
    ),
    Phones(
        organisation_id=_ID,
        language="fr",
        languages=("fr", "nl"),
        phones=_PHONES,
        leads=False,
        is_own=False,
        has_room=True,
    ),
)
def _phones(message: Phones, say: Say) -> Rendered:
    language = language_word(message.language, say)
    parts = [
        # Translators: {language} is such as "French".
        say("<b>Emergency numbers</b> for people who read {language}:", language=language),
        *(number_line(each.number, each.name, say) for each in message.phones),
        say("They stand at the end of /help. Please call each of them once before you rely on it, but never 112."),
    ]
    back = (Button(back_label(say), tap=OrganisationCard(message.organisation_id)),)
    changes = _changes(message, say) if message.leads else ()
    return Rendered("\n".join(parts), (*_other_languages(message), *changes, back))


def _other_languages(message: Phones) -> Rows:
    if len(message.languages) < 2:
        return ()
    return two_a_row(
        [
            Button(ticked(own_name(each), each == message.language), tap=ShowPhones(message.organisation_id, each))
            for each in message.languages
        ]
    )


def _changes(message: Phones, say: Say) -> Rows:
    own, language = message.organisation_id, message.language
    drops = [
        # Translators: button: that number is no longer shown.
        Button(say.label("Remove {number}", number=each.number[:14]), tap=DropPhone(own, language, each.digits))
        for each in message.phones
        if each.name
    ]
    # Translators: button: one more number to call in danger.
    more = ((Button(say.label("Add a number"), tap=WritePhone(own, language)),),) if message.has_room else ()
    # Translators: button: the numbers that Tandem started with.
    usual = ((Button(say.label("As suggested again"), tap=UsualPhones(own, language)),),) if message.is_own else ()
    return (*two_a_row(drops), *more, *usual)


@renders(
    WhichPhone(organisation_id=_ID, language="fr", limit=40),
    *(WhichPhone(organisation_id=_ID, language="nl", limit=40, fault=fault) for fault in PhoneFault),
)
def _which_phone(message: WhichPhone, say: Say) -> Rendered:
    language = capitalised(language_word(message.language, say))
    parts = [_fault(message, say)] if message.fault is not None else []
    parts.append(
        # Translators: {language} is whose list it is: the numbers differ by language.
        say(
            "{language}: please write the number first, then who answers. Like this: 107 Télé-Accueil",
            language=language,
        )
    )
    back = ((Button(back_label(say), tap=ShowPhones(message.organisation_id, message.language)),),)
    return Rendered("\n".join(parts), back)


def _fault(message: WhichPhone, say: Say) -> str:
    match message.fault:
        case PhoneFault.NO_NUMBER:
            return say("I see no number to call at the beginning.")
        case PhoneFault.NO_NAME:
            return say.plural(
                "Who answers there? One short name, {n} character at most.",
                "Who answers there? One short name, {n} characters at most.",
                message.limit,
            )
        case PhoneFault.TWICE:
            return say("That number is there already.")
        case _:
            return say.plural(
                "There is {n} number already. Remove one first.",
                "There are {n} numbers already. Remove one first.",
                MAX_NUMBERS,
            )
