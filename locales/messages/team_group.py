"""The team's group in Telegram: the question about it, its card, and the few lines that are posted there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from locales.lists import back_label, group_label
from locales.messages.morning_lines import body
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.morning import AlertLine, ContactDue, ContactPoint, DigestFacts, LongWait, Upcoming
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.team_group import (
    DigestBegins,
    DigestEnds,
    DigestToGroup,
    GroupDigest,
    GroupLinked,
    GroupNews,
    GroupRefused,
    GroupTaken,
    NothingToday,
    NotMyGroup,
    PublicGroup,
    TeamGroup,
)
from mentoring.signals.reasons import Kind, Reason
from mentoring.taps_organisation import OrganisationCard
from mentoring.taps_team_group import GroupCard, LinkGroup, RefuseGroup, UnlinkGroup
from storage.words import Level, Role, SessionKind

_ID = 2**62
_CHAT, _SEAL = "-1009876543210", "0123456789abcdef"
_DESK, _OTHER = Desk(_ID, "Duo Dijle"), Desk(_ID + 1, "Mentoring <Zuid> and surroundings")
_DAY, _AT = date(2026, 11, 23), datetime(2026, 11, 23, 13, tzinfo=UTC)
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_SILENT = Reason(Kind.SILENCE, Role.SEEKER, date(2026, 11, 5), {"days": 18})
_CALL = AlertLine(_ID, _ID, _AMINA, _JAN, Level.AT_RISK, _SILENT, keeper="Els")
_SMALL = DigestFacts(
    organisation_id=_ID,
    organisation="Duo <Dijle>",
    day=_DAY,
    levels=((Level.WELL, 11), (Level.AT_RISK, 1)),
    alerts=(_CALL,),
    alert_totals=((Level.AT_RISK, 1),),
    contacts=(ContactDue(_ID, _AMINA, _JAN, ContactPoint.DAY_30, _DAY),),
    contacts_total=1,
)
_BIG = replace(
    _SMALL,
    alerts=(_CALL,) * 10,
    alert_totals=((Level.AT_RISK, 24),),
    waiting=(LongWait(_ID, _AMINA, _DAY, 28),),
    waiting_total=1,
    today=(Upcoming(_ID, _AMINA, _JAN, SessionKind.FIRST, _AT, with_team=True),),
    today_total=1,
)
_TITLE = 40  # characters of a group's title
_ON_BUTTON = 24


# -- to whoever added the bot, and to the leads ------------------------------------------------------------------------
@renders(
    DigestToGroup(title="Team Dijle", desks=(_DESK,), chat=_CHAT, seal=_SEAL),
    DigestToGroup(title="<Our> team", desks=(_DESK, _OTHER), chat=_CHAT, seal=_SEAL),
)
def _ask(message: DigestToGroup, say: Say) -> Rendered:
    title = clip(message.title, _TITLE)
    # Translators: the digest is the team's overview of each morning; {title} is a group in Telegram.
    readers = say("Everybody in the group reads it, first names included.")
    no = (Button(_no_label(say), tap=RefuseGroup(message.chat, message.seal)),)
    if len(message.desks) == 1:
        (desk,) = message.desks
        text = say(
            "Shall the digest of {organisation} also go to the group “{title}”?", organisation=desk.name, title=title
        )
        # Translators: button: yes, the digest goes to the group as well.
        label = say.label("Yes, there as well")
        yes: Rows = ((Button(label, tap=LinkGroup(desk.organisation_id, message.chat, message.seal)),),)
        return Rendered(f"{text}\n{readers}", (*yes, no))
    # Translators: below are buttons with the names of organisations.
    text = say("Shall a digest also go to the group “{title}”? Of which organisation?", title=title)
    return Rendered(f"{text}\n{readers}", (*(_desk_row(desk, message) for desk in message.desks), no))


def _no_label(say: Say) -> str:
    # Translators: button: no, the digest does not go to the group.
    return say.label("No, not there")


def _desk_row(desk: Desk, message: DigestToGroup) -> tuple[Button, ...]:
    return (Button(clip(desk.name, _ON_BUTTON), tap=LinkGroup(desk.organisation_id, message.chat, message.seal)),)


@renders(PublicGroup(title="Team <Dijle>"))
def _public(message: PublicGroup, say: Say) -> str:
    return say(
        "Anybody can read the group “{title}”, so no digest goes there and I leave it."
        " Make it private first, then add me again.",
        title=clip(message.title, _TITLE),
    )


@renders(GroupLinked(organisation_id=_ID, organisation="Duo <Dijle>"))
def _linked(message: GroupLinked, say: Say) -> Rendered:
    text = say(
        "The digest of {organisation} also goes to the group, each working morning."
        " Whoever of the team writes /today there gets it at once.",
        organisation=message.organisation,
    )
    return Rendered(text, ((Button(group_label(say), tap=GroupCard(message.organisation_id)),),))


@renders(GroupRefused())
def _refused(_message: GroupRefused, say: Say) -> str:
    # Translators: the chatbot leaves the group in Telegram.
    return say("All right. No digest goes to the group, and I leave it.")


@renders(GroupTaken())
def _taken(_message: GroupTaken, say: Say) -> str:
    return say("Another digest goes to this group already. Please make a group for this team alone.")


@renders(
    TeamGroup(organisation_id=_ID, organisation="Duo <Dijle>", has_group=True, leads=True, bot="tandem_bot"),
    TeamGroup(organisation_id=_ID, organisation="Duo Dijle", has_group=True, leads=False, bot="tandem_bot"),
    TeamGroup(organisation_id=_ID, organisation="Duo Dijle", has_group=False, leads=True, bot="tandem_bot"),
)
def _card(message: TeamGroup, say: Say) -> Rendered:
    parts = [say("<b>Group of the team of {organisation}</b>", organisation=message.organisation)]
    back = (Button(back_label(say), tap=OrganisationCard(message.organisation_id)),)
    if not message.has_group:
        parts.append(say("The digest goes to each of the team alone. It can also go to the team's group in Telegram."))
        parts.append(say("Add me to that group, then I ask you here. It should be a private one."))
        # Translators: button: choose a group in Telegram to which the chatbot is added.
        add = Button(say.label("Choose the group"), url=f"https://t.me/{message.bot}?startgroup=team")
        return Rendered("\n".join(parts), ((add,), back))
    parts.append(say("The digest also goes to a group. Everybody in the group reads it."))
    if not message.leads:
        return Rendered("\n".join(parts), (back,))
    # Translators: button: the digest goes to the group no longer.
    stop = Button(say.label("Stop it there"), tap=UnlinkGroup(message.organisation_id), style="danger")
    return Rendered("\n".join(parts), ((stop,), back))


@renders(
    GroupNews(organisation_id=_ID, organisation="Duo Dijle", by="Lena", goes_there=True),
    GroupNews(organisation_id=_ID, organisation="Duo <Dijle>", by="Lena", goes_there=False),
    GroupNews(organisation_id=_ID, organisation="Duo Dijle", by="", goes_there=False),
)
def _news(message: GroupNews, say: Say) -> Rendered:
    if message.goes_there:
        text = say(
            "{name} added me to a group: the digest of {organisation} now goes there as well.",
            name=message.by,
            organisation=message.organisation,
        )
    elif message.by:
        text = say(
            "{name} set that the digest of {organisation} no longer goes to the group.",
            name=message.by,
            organisation=message.organisation,
        )
    else:
        text = say(
            "I cannot write in the group of {organisation} any more, so the digest no longer goes there."
            " To change that, add me again.",
            organisation=message.organisation,
        )
    return Rendered(text, ((Button(group_label(say), tap=GroupCard(message.organisation_id)),),))


# -- in the group ------------------------------------------------------------------------------------------------------
@renders(DigestBegins(organisation="Duo <Dijle>", by="Lena"))
def _begins(message: DigestBegins, say: Say) -> str:
    # Translators: posted in the team's group.
    return say(
        "Hello! {name} asked me to post the digest of {organisation} here, each working morning."
        " /today shows it at once, to the team.",
        name=message.by,
        organisation=message.organisation,
    )


@renders(DigestEnds(organisation="Duo <Dijle>"))
def _ends(message: DigestEnds, say: Say) -> str:
    # Translators: posted in the team's group before the chatbot leaves it.
    return say("The digest of {organisation} no longer comes here. Bye!", organisation=message.organisation)


@renders(GroupDigest(facts=_SMALL), GroupDigest(facts=_BIG))
def _digest(message: GroupDigest, say: Say) -> str:
    facts = message.facts
    # Translators: heading: how it stands in the whole organisation.
    title = say("<b>{organisation}, {day}</b>", organisation=facts.organisation, day=say.day(facts.day))
    # Translators: below the digest in the team's group, where nothing can be tapped; "me" is the chatbot.
    below = say("To act on it, write /today to me alone.")
    return body(facts, say, above=title, below=below).text


@renders(NothingToday(organisation="Duo <Dijle>"))
def _nothing(message: NothingToday, say: Say) -> str:
    # Translators: the answer in the team's group when the digest would be empty.
    return say("{organisation}: there is nothing to tell at the moment.", organisation=message.organisation)


@renders(NotMyGroup())
def _stranger(_message: NotMyGroup, say: Say) -> str:
    # Translators: posted in a group to which somebody added the chatbot who may not.
    return say("Thank you for the invitation! I only work in groups of mentoring teams, so I leave this one.")
