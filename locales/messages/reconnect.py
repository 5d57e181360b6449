"""Another phone or account: what the team sees, and what is said to whoever comes back."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from locales.portraits import label_with, team_name
from locales.qr import qr_png
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.pairing import Named
from mentoring.messages.reconnect import (
    AccountOfSomebodyElse,
    AlreadyHere,
    ReconnectByLead,
    ReconnectByNobody,
    ReconnectBySomebodyElse,
    ReconnectDone,
    ReconnectDropped,
    Reconnected,
    ReconnectForward,
    ReconnectLink,
    ReconnectNoName,
    ReconnectNotice,
    ReconnectStopped,
    ReconnectStoppedByYou,
    ReconnectTooLate,
    ReconnectUndone,
    ReconnectUsedUp,
    ThreadGoesOn,
    WhichName,
    WrongName,
    WrongNameTooOften,
)
from mentoring.taps_invitations import Invite
from mentoring.taps_reconnect import DropReconnect, LeaveReconnect, NewPhone, NotThem, StopReconnect

_AMINA = Named("Amina", "Dossier 12")
_LINK = "https://t.me/tandem_bot?start=" + "Xy3_" * 8
_UNTIL = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


# -- the team --------------------------------------------------------------------------------------------------------
@renders(ReconnectLink(who=_AMINA, link=_LINK, expires_at=_UNTIL))
def _link(message: ReconnectLink, say: Say) -> Rendered:
    # Translators: the title under a QR code; the person has a new phone or another Telegram account.
    title = say("<b>New phone:</b> {who}", who=team_name(message.who))
    how = say(
        "Scan together, or forward the text below. The link works once, until {day}, {time}. "
        "Tandem asks for the first name before it goes on.",
        day=say.day(message.expires_at),
        time=say.time(message.expires_at),
    )
    text = f"{title}\n{escape(message.link, quote=False)}\n\n{how}"
    return Rendered(text, photo=qr_png(message.link))


@renders(
    *(
        ReconnectForward(language=language, organisation="Duo Dijle", link=_LINK, expires_at=_UNTIL, invitation_id=1)
        for language in ("fr", "nl", "de")
    )
)
def _forward(message: ReconnectForward, say: Say) -> Rendered:
    # Translators: makes a link unusable
    drop = Button(say.label("Revoke"), DropReconnect(message.invitation_id), style="danger")
    return Rendered(_text_to_forward(message, Say(message.language, say.zone)), ((drop,),))


def _text_to_forward(message: ReconnectForward, say: Say) -> str:
    """In the person's own language, as they had it."""
    parts = [
        # Translators: this text is forwarded to somebody with a new phone; {organisation} speaks
        say("<b>Tandem on your new phone</b>\nFrom {organisation}", organisation=message.organisation),
        say("Your chats go on there. Tap here on the new phone: {link}", link=message.link),
        say(
            "The link is for you alone. It works once, until {day}, {time}.",
            day=say.day(message.expires_at),
            time=say.time(message.expires_at),
        ),
    ]
    return "\n\n".join(parts)


@renders(ReconnectNoName())
def _no_name(_: ReconnectNoName, say: Say) -> Rendered:
    text = say("This person has not told a first name yet. A new invitation is the simplest way.")
    return Rendered(text, ((Button(say.label("New invitation"), Invite()),),))


@renders(ReconnectByLead())
def _by_lead(_: ReconnectByLead, say: Say) -> str:
    # Translators: whoever works for a team can only be reconnected by the lead coordinator of that team.
    return say("Only a lead coordinator of this person's team can make this link.")


@renders(ReconnectByNobody())
def _by_nobody(_: ReconnectByNobody, say: Say) -> str:
    return say(
        "This account opens the federation's figures, so no link can move it. "
        "A lead coordinator can remove it under /people. Whoever runs Tandem then makes a new invitation."
    )


@renders(ReconnectDropped(membership_id=1))
def _dropped(message: ReconnectDropped, say: Say) -> Rendered:
    return Rendered(say("Revoked. The link no longer works."), (_new_link(message.membership_id, say),))


@renders(ReconnectUsedUp(who=_AMINA, membership_id=1))
def _used_up(message: ReconnectUsedUp, say: Say) -> Rendered:
    text = say(
        "Somebody followed the link for the new phone of {who} and wrote a wrong first name three times. "
        "The link no longer works. Please phone before you make another one.",
        who=team_name(message.who),
    )
    return Rendered(text, (_new_link(message.membership_id, say),))


@renders(ReconnectBySomebodyElse(who=_AMINA))
def _by_somebody_else(message: ReconnectBySomebodyElse, say: Say) -> str:
    return say(
        "The link for the new phone of {who} was opened by somebody else who uses Tandem. "
        "Nothing was changed, and the link still works.",
        who=team_name(message.who),
    )


@renders(ReconnectStopped(who=_AMINA))
def _stopped(message: ReconnectStopped, say: Say) -> str:
    return say(
        "Your team made a link for the new phone of {who}. The answer on the old phone: I did not ask for it. "
        "The link no longer works. Please phone.",
        who=team_name(message.who),
    )


@renders(ReconnectDone(who=_AMINA, invitation_id=1), ReconnectDone(who=Named("Maximiliane-Sophie"), invitation_id=1))
def _done(message: ReconnectDone, say: Say) -> Rendered:
    text = say(
        "{who} is connected again, with a new phone or account. Chats and dates go on there; "
        "nothing goes to the old one any more.",
        who=team_name(message.who),
    )
    # Translators: a colleague says that the wrong person followed the link; the name may be shortened.
    label = label_with(message.who.name, lambda name: say.label("That was not {name}", name=name))
    return Rendered(text, ((Button(label, NotThem(message.invitation_id), style="danger"),),))


@renders(ReconnectUndone(who=_AMINA, membership_id=1))
def _undone(message: ReconnectUndone, say: Say) -> Rendered:
    text = say(
        "The new account is disconnected: nothing goes there any more. {who} has no account now and needs a new link.",
        who=team_name(message.who),
    )
    return Rendered(text, (_new_link(message.membership_id, say),))


@renders(ReconnectTooLate(membership_id=1))
def _too_late(message: ReconnectTooLate, say: Say) -> Rendered:
    text = say(
        "This button worked for one day, or there is a newer account by now. With a new link the person comes back."
    )
    return Rendered(text, (_new_link(message.membership_id, say),))


def _new_link(membership_id: int, say: Say) -> tuple[Button, ...]:
    # Translators: a link with which somebody comes back on a new phone.
    return (Button(say.label("New link"), NewPhone(membership_id)),)


# -- the person ------------------------------------------------------------------------------------------------------
@renders(ReconnectNotice(organisation="Duo Dijle", invitation_id=1))
def _notice(message: ReconnectNotice, say: Say) -> Rendered:
    # Translators: {organisation}'s team made a link with which this person comes to Tandem on a new phone.
    text = say(
        "The team of {organisation} has made a link for your new phone. You did not ask for it? Please tell us.",
        organisation=message.organisation,
    )
    # Translators: a button of the person: I did not ask the team for a link for a new phone
    stop = Button(say.label("I did not ask"), StopReconnect(message.invitation_id))
    return Rendered(text, ((stop,),))


@renders(ReconnectStoppedByYou(organisation="Duo Dijle"))
def _stopped_by_you(message: ReconnectStoppedByYou, say: Say) -> str:
    return say(
        "Thank you. The link no longer works. All stays as it is, and the team of {organisation} knows.",
        organisation=message.organisation,
    )


@renders(WhichName(organisation="Duo Dijle"))
def _which_name(message: WhichName, say: Say) -> Rendered:
    text = say(
        "Good to see you. This link is from {organisation}. "
        "Before we go on: what is your first name? Please write it as Tandem knows it.",
        organisation=message.organisation,
    )
    return Rendered(text, ((Button(say.label("Not now"), LeaveReconnect()),),))


@renders(WrongName(left=2), WrongName(left=1))
def _wrong_name(message: WrongName, say: Say) -> Rendered:
    text = say.plural(
        "That is not the first name that Tandem knows. You can try {n} more time.",
        "That is not the first name that Tandem knows. You can try {n} more times.",
        message.left,
    )
    return Rendered(text, ((Button(say.label("Not now"), LeaveReconnect()),),))


@renders(WrongNameTooOften())
def _too_often(_: WrongNameTooOften, say: Say) -> str:
    return say("I could not recognise the name. The link no longer works. Please ask the team for a new one.")


@renders(AlreadyHere())
def _already_here(_: AlreadyHere, say: Say) -> str:
    return say("You are already here: Tandem knows this account. For another phone, open the link there.")


@renders(AccountOfSomebodyElse(name="Karim"))
def _somebody_else(message: AccountOfSomebodyElse, say: Say) -> str:
    return say(
        "This account is already in Tandem, as {name}. The link is for somebody else, and nothing has changed. "
        "Is it yours? Then please phone the team.",
        name=message.name,
    )


@renders(Reconnected(name="Amina", lost=False), Reconnected(name="Amina", lost=True))
def _reconnected(message: Reconnected, say: Say) -> str:
    parts = [say("You are back, {name} 👋 Your chats go on here. Nothing goes to the old account.", name=message.name)]
    if message.lost:
        parts.append(say("Your last message on the old phone did not arrive. Please write it again."))
    return "\n".join(parts)


@renders(ThreadGoesOn(name="Karim"))
def _thread_goes_on(message: ThreadGoesOn, say: Say) -> str:
    return say("Your chat with {name} goes on here.", name=message.name)
