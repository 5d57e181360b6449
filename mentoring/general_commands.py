"""What everybody can ask for at any time: another language, help, what is known about them."""

from __future__ import annotations

from mentoring import emergency
from mentoring.actor import Actor, organisation_of
from mentoring.errors import NotFoundError
from mentoring.menus import menu_of, refresh_menu
from mentoring.messages import menus as say
from mentoring.messages.base import Message
from mentoring.people import Situation, standings
from mentoring.sessions.board import redraw
from mentoring.welcome import languages_of
from mentoring.work import Work
from storage.tables import Organisation
from storage.words import MembershipState, Role


async def language_choice(actor: Actor, work: Work) -> Message:
    """The languages of all their organisations, and their own, also where it was switched off since they chose it."""
    return say.ChooseLanguage(languages=await _languages(actor, work))


async def switch_language(actor: Actor, work: Work, language: str) -> None:
    """From now on everything is said in that language. Raises NotFoundError where it is not offered to them."""
    if language not in await _languages(actor, work):
        raise NotFoundError
    actor.person.language = language
    await refresh_menu(work, actor.person.id)
    await redraw(work, actor.person.id)


async def _languages(actor: Actor, work: Work) -> tuple[str, ...]:
    own = actor.person.language
    return tuple(dict.fromkeys([own, *languages_of(await _organisations(actor, work), own)]))


async def help_card(actor: Actor, work: Work) -> Message:
    """What Tandem does for them in each of their roles, who answers, and whom to call in danger.

    To whom left them all, only who answers.
    """
    held = [m for m in actor.memberships if m.state != MembershipState.LEFT]
    if not held:
        return await left_line(actor, work)
    organisations = [await organisation_of(work.store, m) for m in held]
    paired = [standing.situation is Situation.PAIRED for standing in await standings(work, actor)]
    hats = tuple(
        say.Hat(Role(m.role), MembershipState(m.state), o.name, o.contact, in_duo)
        for m, o, in_duo in zip(held, organisations, paired, strict=True)
    )
    numbers = emergency.all_numbers(organisations, actor.person.language)
    return say.Help(
        hats=hats,
        has_chats="chats" in await menu_of(work, actor.person.id),
        danger=tuple(say.Danger(each.number, each.name) for each in numbers),
    )


async def privacy_text(actor: Actor, work: Work) -> Message:
    reads_only = all(membership.role == Role.FEDERATION for membership in actor.memberships)
    return say.Privacy(responsible=await _responsible(actor, work), reads_only=reads_only)


async def left_line(actor: Actor, work: Work) -> Message:
    """To somebody who left every role."""
    return say.LeftTandem(responsible=await _responsible(actor, work))


async def _responsible(actor: Actor, work: Work) -> tuple[say.Responsible, ...]:
    """Also the organisations they left: those may still hold data of theirs."""
    return tuple(say.Responsible(o.name, o.contact) for o in await _organisations(actor, work))


async def _organisations(actor: Actor, work: Work) -> list[Organisation]:
    found = [await organisation_of(work.store, membership) for membership in actor.memberships]
    return list({organisation.id: organisation for organisation in found}.values())
