from __future__ import annotations

from collections.abc import Iterable
from html import escape

from locales.emergency_words import danger_lines
from locales.menus import command_description
from locales.options import capitalised, own_name, role_word, ticked
from locales.privacy import contact_lines, privacy_lines
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.menus import EVERYBODY, FEDERATION, LEADS, NEWCOMERS, STAFF
from mentoring.messages.menus import ChooseLanguage, Danger, Hat, Help, LanguageSet, LeftTandem, Privacy, Responsible
from mentoring.taps_menus import SwitchLanguage
from storage.words import MembershipState, Role

_HAT = Hat(Role.SEEKER, MembershipState.READY, "DUO for a JOB", "02 123 45 67", in_duo=True)


@renders(ChooseLanguage(languages=("fr", "nl", "de")))
def _choose_language(message: ChooseLanguage, say: Say) -> Rendered:
    buttons = tuple(
        (Button(ticked(own_name(language), language == say.language), tap=SwitchLanguage(language)),)
        for language in message.languages
    )
    return Rendered(say("Which language suits you?"), buttons)


@renders(LanguageSet())
def _language_set(_: LanguageSet, say: Say) -> str:
    # Translators: somebody has just switched to your language.
    return say("From now on I write to you in English.")


@renders(
    Help(hats=(_HAT,), has_chats=True, danger=(Danger("112"), Danger("107", "Télé-Accueil"))),
    Help(hats=(Hat(Role.MENTOR, MembershipState.READY, "Team4Job", ""),), has_chats=False),
    Help(hats=(Hat(Role.LEAD, MembershipState.READY, "Team4Job", "hello@example.org"),), has_chats=False),
    Help(hats=(Hat(Role.FEDERATION, MembershipState.READY, "Mentoring Belgium", ""),), has_chats=False),
    Help(hats=(Hat(Role.FEDERATION, MembershipState.BY_PHONE, "Mentoring Belgium", ""),), has_chats=False),
    Help(hats=(Hat(Role.SEEKER, MembershipState.WELCOMING, "FMDO", ""),), has_chats=False),
    Help(hats=(Hat(Role.SEEKER, MembershipState.BY_PHONE, "FMDO", "02 123 45 67"),), has_chats=False),
    Help(hats=(_HAT, Hat(Role.COORDINATOR, MembershipState.READY, "FMDO", "")), has_chats=True),
    Help(hats=(Hat(Role.MENTOR, MembershipState.READY, "FMDO", "02 123 45 67", in_duo=True),), has_chats=True),
)
def _help(message: Help, say: Say) -> str:
    several = len(message.hats) > 1
    parts = [(f"{_hat_name(hat, say)}\n" if several else "") + _purpose(hat, say) for hat in message.hats]
    contacts = {hat.organisation: Responsible(hat.organisation, hat.contact) for hat in message.hats}
    # before the commands: who asks for help may need a person
    parts.append(f"<b>{contact_lines(contacts.values(), say)}</b>")
    own = [word for hat in message.hats for word in _words_of(hat, message.has_chats)]
    welcomed = any(hat.state == MembershipState.READY for hat in message.hats)
    parts.append("\n".join(_commands(dict.fromkeys([*own, *(EVERYBODY if welcomed else NEWCOMERS)]), say)))
    if message.danger:
        parts.append(danger_lines(((each.number, each.name) for each in message.danger), say))
    return "\n\n".join(parts)


@renders(
    Privacy(responsible=(Responsible("DUO for a JOB", "privacy@example.org"),)),
    Privacy(responsible=(Responsible("DUO for a JOB", ""), Responsible("FMDO", "02 123 45 67"))),
    Privacy(responsible=(Responsible("Mentoring Belgium", "privacy@example.org"),), reads_only=True),
)
def _privacy(message: Privacy, say: Say) -> str:
    return privacy_lines(message.responsible, say, reads_only=message.reads_only)


@renders(LeftTandem(responsible=(Responsible("DUO for a JOB", "02 123 45 67"),)))
def _left(message: LeftTandem, say: Say) -> str:
    gone = say("You are no longer part of Tandem.")
    return f"{gone}\n{contact_lines(message.responsible, say)}"


def _hat_name(hat: Hat, say: Say) -> str:
    role = capitalised(role_word(hat.role, say))
    return say("<b>{role} · {organisation}</b>", role=role, organisation=hat.organisation)


def _purpose(hat: Hat, say: Say) -> str:
    if hat.state == MembershipState.WELCOMING:
        return say("Your welcome is not finished yet. With /start we go on.")
    if not hat.role.is_in_duos:
        return _purpose_beside_duos(hat, say)
    if hat.state == MembershipState.BY_PHONE:
        return say("The team phones you. With /start you can go on here instead.")
    if not hat.in_duo:
        # Translators: to a job seeker or a mentor who still waits.
        return say("As soon as you are in a duo, I pass on your messages. Your phone number stays private.")
    if hat.role is Role.MENTOR:
        return say("I pass on the messages between you and your mentee. Your phone number stays private.")
    return say("I pass on the messages between you and your mentor. Your phone number stays private.")


def _purpose_beside_duos(hat: Hat, say: Say) -> str:
    """To the team, and to the federation."""
    if hat.state == MembershipState.BY_PHONE:
        return say("You chose not to go on here. With /start you can change your mind.")
    if hat.role is Role.FEDERATION:
        return say("I send you the federation's figures: all organisations together, and no person in them.")
    return say("I help you invite people and bring duos together.")


def _words_of(hat: Hat, has_chats: bool) -> tuple[str, ...]:
    if hat.state != MembershipState.READY:
        return ()
    if hat.role.is_staff:
        return (*STAFF, *(LEADS if hat.role is Role.LEAD else ()))
    if hat.role is Role.FEDERATION:
        return FEDERATION
    chats, of_duo = ("chats",) if has_chats else (), ("sessions", "progress") if hat.in_duo else ()
    return (*chats, *of_duo, "profile", "team")


def _commands(words: Iterable[str], say: Say) -> list[str]:
    return [f"/{word} – {escape(command_description(word, say), quote=False)}" for word in words]
