from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from locales.options import capitalised, role_word
from locales.portraits import clip
from locales.qr import qr_png
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.invitations import shown_to_team
from mentoring.messages.invitation import (
    Card,
    Choice,
    Entry,
    Forward,
    InvitationList,
    LabelNotUsable,
    Made,
    ReallyRevoke,
    Revoked,
    WhichLabel,
    WhichLanguage,
    WhichOrganisation,
    WhichRole,
)
from mentoring.taps_invitations import (
    AskRevoke,
    InvitationCard,
    InvitationPage,
    Invite,
    InviteCancel,
    InviteFor,
    InviteLanguage,
    InviteRole,
    InviteWithoutLabel,
    OpenInvitations,
    Revoke,
    ShowInvitation,
)
from storage.words import Role

_BUTTON_LENGTH = 24
_LINK = "https://t.me/tandem_bot?start=" + "Xy3_" * 8
_UNTIL = datetime(2026, 12, 24, 11, tzinfo=UTC)
_ANNA = Entry(71, Role.SEEKER, "Anna K., mardi", _UNTIL)
_BEN = Entry(72, Role.COORDINATOR, None, _UNTIL, "Duo Dijle")

_ROLE_LABELS: dict[Role, Callable[[Say], str]] = {
    Role.SEEKER: lambda say: say.label("A mentee"),
    Role.MENTOR: lambda say: say.label("A mentor"),
    Role.COORDINATOR: lambda say: say.label("A colleague"),
}


# -- making one ------------------------------------------------------------------------------------------------------
@renders(WhichOrganisation(choices=(Choice(7, "Duo Dijle"), Choice(8, "Apides"))))
def _which_organisation(message: WhichOrganisation, say: Say) -> Rendered:
    choices = tuple(
        (Button(clip(choice.name, _BUTTON_LENGTH), InviteFor(choice.organisation_id)),) for choice in message.choices
    )
    return Rendered(say("For which organisation is the invitation?"), (*choices, _cancel(say)))


@renders(WhichRole(organisation_id=7, organisation="Duo Dijle"))
def _which_role(message: WhichRole, say: Say) -> Rendered:
    roles = tuple(
        (Button(words(say), InviteRole(message.organisation_id, role)),) for role, words in _ROLE_LABELS.items()
    )
    # Translators: asked of a coordinator
    text = say("<b>Invitation to {organisation}</b>\nWhom would you like to invite?", organisation=message.organisation)
    return Rendered(text, (*roles, _cancel(say)))


@renders(WhichLanguage(organisation_id=7, role=Role.SEEKER, languages=("fr", "nl", "de")))
def _which_language(message: WhichLanguage, say: Say) -> Rendered:
    languages = tuple(
        (Button(capitalised(say.language_name(code)), InviteLanguage(message.organisation_id, message.role, code)),)
        for code in message.languages
    )
    back = Button(say.label("Back"), InviteFor(message.organisation_id))
    # Translators: the language of a short text that the coordinator forwards
    text = say("In which language shall the invitation be? The person can change it later.")
    return Rendered(text, (*languages, (back, *_cancel(say))))


@renders(WhichLabel(organisation_id=7, role=Role.SEEKER, language="nl"))
def _which_label(message: WhichLabel, say: Say) -> Rendered:
    skip = Button(say.label("Skip"), InviteWithoutLabel(message.organisation_id, message.role, message.language))
    text = say(
        "Write a private label, so that you recognise the person later. For example: Anna, Tuesday group. "
        "Only the team sees it."
    )
    return Rendered(text, ((skip, *_cancel(say)),))


@renders(LabelNotUsable(limit=60))
def _label_not_usable(message: LabelNotUsable, say: Say) -> str:
    return say("I can't keep this label. Please write one with 1 to {limit} characters.", limit=message.limit)


@renders(
    Made(role=Role.SEEKER, label="Anna K., mardi", link=_LINK, expires_at=_UNTIL),
    Made(role=Role.MENTOR, label=None, link=_LINK, expires_at=_UNTIL),
    Made(role=Role.COORDINATOR, label=None, link=_LINK, expires_at=_UNTIL),
    Made(role=Role.LEAD, label=None, link=_LINK, expires_at=_UNTIL),
)
def _made(message: Made, say: Say) -> Rendered:
    title = _TITLES[message.role](say)
    if message.label:
        title += f" · {escape(message.label, quote=False)}"
    # Translators: under a QR code; the text to forward is the next message
    how = say(
        "Scan together, or forward the text below. The link works once, until {day}.", day=say.day(message.expires_at)
    )
    text = f"<b>{title}</b>\n{escape(message.link, quote=False)}\n\n{how}"
    return Rendered(text, photo=qr_png(message.link))


_TITLES: dict[Role, Callable[[Say], str]] = {
    Role.SEEKER: lambda say: say("Invitation for a mentee"),
    Role.MENTOR: lambda say: say("Invitation for a mentor"),
    Role.COORDINATOR: lambda say: say("Invitation for a colleague"),
    Role.LEAD: lambda say: say("Invitation for a lead coordinator"),
}


@renders(
    *(
        Forward(role=role, language=language, organisation="Duo Dijle", link=_LINK, expires_at=_UNTIL)
        for role in shown_to_team(leads=True)
        for language in ("fr", "nl", "de")
    )
)
def _forward(message: Forward, say: Say) -> Rendered:
    buttons = (
        # Translators: makes another invitation
        (Button(say.label("Another one"), Invite()),),
        (Button(say.label("All invitations"), OpenInvitations()),),
    )
    return Rendered(_text_to_forward(message, Say(message.language, say.zone)), buttons)


def _text_to_forward(message: Forward, say: Say) -> str:
    """In the invitee's language; its first line says what it is about, also in a preview."""
    title, about = _FORWARDED[message.role](say, message.organisation)
    tap = say("Tap here to begin: {link}", link=message.link)
    until = say("The link is for you alone. It works once, until {day}.", day=say.day(message.expires_at))
    parts = [f"<b>{title}</b>", about, tap, until]
    if not message.role.is_staff:
        # Translators: for somebody who would rather not use Telegram
        parts.append(say("Would you rather have a call? Tell us, and we phone you."))
    return "\n\n".join(parts)


_FORWARDED: dict[Role, Callable[[Say, str], tuple[str, str]]] = {
    Role.SEEKER: lambda say, organisation: (
        # Translators: these texts are forwarded to the person who is invited; {organisation} speaks
        say("A mentor for you: invitation from {organisation}", organisation=organisation),
        say("Tandem is our chatbot on Telegram. There you and your mentor write to each other."),
    ),
    Role.MENTOR: lambda say, organisation: (
        say("Become a mentor: invitation from {organisation}", organisation=organisation),
        say("Tandem is our chatbot on Telegram. There you and your mentee write to each other, and our team helps."),
    ),
    Role.COORDINATOR: lambda say, organisation: (
        say("Join the team: invitation from {organisation}", organisation=organisation),
        say("Tandem is our chatbot on Telegram. There we invite people, bring duos together and stay close to them."),
    ),
    Role.LEAD: lambda say, organisation: (
        say("Lead the team: invitation from {organisation}", organisation=organisation),
        say("Tandem is our chatbot on Telegram. There we invite people, bring duos together and stay close to them."),
    ),
}


# -- the list --------------------------------------------------------------------------------------------------------
@renders(
    InvitationList(entries=(_ANNA, _BEN), page=1, pages=3, first=9),
    InvitationList(entries=(_ANNA,), page=0, pages=1, first=1),
    InvitationList(entries=(), page=0, pages=1, first=1),
)
def _list(message: InvitationList, say: Say) -> Rendered:
    if not message.entries:
        return Rendered(say("No invitation is open right now."), ((_another(say),),))
    numbered = list(enumerate(message.entries, message.first))
    lines = [_entry_line(number, entry, say) for number, entry in numbered]
    text = "\n".join([say("<b>Open invitations</b>"), *lines, "", say("Tap a number to see more.")])
    cards = tuple(Button(str(number), InvitationCard(entry.invitation_id, message.page)) for number, entry in numbered)
    rows = (cards[:4], cards[4:], _pager(message), (_another(say),))
    return Rendered(text, tuple(row for row in rows if row))


def _entry_line(number: int, entry: Entry, say: Say) -> str:
    # Translators: a line of the list of invitations: 3. Anna (mentee), until Thursday 24 December
    return say(
        "{number}. <b>{label}</b> ({role}), until {day}",
        number=number,
        label=_label(entry, say),
        role=_role(entry, say),
        day=say.day(entry.expires_at),
    )


def _label(entry: Entry, say: Say) -> str:
    return entry.label or say.plain("No label")


def _role(entry: Entry, say: Say) -> str:
    word = role_word(entry.role, say)
    return f"{word}, {entry.organisation}" if entry.organisation else word


def _pager(message: InvitationList) -> tuple[Button, ...]:
    """Arrows need no words: they are the same in every language, and the number between them says where one is."""
    before = (Button(f"◀ {message.page}", InvitationPage(message.page - 1)),) if message.page > 0 else ()
    last = message.page + 1 >= message.pages
    after = () if last else (Button(f"{message.page + 2} ▶", InvitationPage(message.page + 1)),)
    return (*before, *after)


@renders(Card(entry=_ANNA, language="nl", page=0), Card(entry=_BEN, language="fr", page=2))
def _card(message: Card, say: Say) -> Rendered:
    entry = message.entry
    text = say(
        "<b>{label}</b>\nRole: {role}\nLanguage: {language}\nWorks once, until {day}.",
        label=_label(entry, say),
        role=_role(entry, say),
        language=say.language_name(message.language),
        day=say.day(entry.expires_at),
    )
    return Rendered(
        text,
        (
            # Translators: shows the QR code and the text to forward once more
            (Button(say.label("Show again"), ShowInvitation(entry.invitation_id)),),
            # Translators: makes a link unusable
            (Button(say.label("Revoke"), AskRevoke(entry.invitation_id, message.page), style="danger"),),
            (Button(say.label("Back"), InvitationPage(message.page)),),
        ),
    )


@renders(ReallyRevoke(entry=_ANNA, page=0), ReallyRevoke(entry=_BEN, page=0))
def _really(message: ReallyRevoke, say: Say) -> Rendered:
    entry = message.entry
    text = say(
        "Really revoke this invitation?\n<b>{label}</b> ({role})\nThe link will no longer work.",
        label=_label(entry, say),
        role=_role(entry, say),
    )
    buttons: Rows = (
        (Button(say.label("Yes, revoke"), Revoke(entry.invitation_id, message.page), style="danger"),),
        (Button(say.label("No, keep it"), InvitationCard(entry.invitation_id, message.page)),),
    )
    return Rendered(text, buttons)


@renders(Revoked())
def _revoked(_: Revoked, say: Say) -> str:
    return say("Revoked. The link no longer works.")


def _another(say: Say) -> Button:
    return Button(say.label("New invitation"), Invite())


def _cancel(say: Say) -> tuple[Button, ...]:
    return (Button(say.label("Cancel"), InviteCancel()),)
