"""Duos that ran before Tandem: what the two hear, and the team's screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from locales.called import called
from locales.lists import back_label, duos_to_come_label, page_row, two_a_row
from locales.portraits import clip, label_with, team_name
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Html, Say
from locales.takeover_words import called_by, plain_name, with_year
from mentoring.called import Team
from mentoring.messages.pairing import Named
from mentoring.messages.takeovers import (
    BegunAtDesk,
    GoesOnHere,
    Half,
    HalfState,
    LinkGone,
    PartnerAwaited,
    ReallyDrop,
    StuckAtDesk,
    TakenOver,
    TakeoverCard,
    TakeoverList,
    TakeoverView,
)
from mentoring.open_proposals import PAGE
from mentoring.people import NOT_TOLD
from mentoring.taps_duos import DuoCard
from mentoring.taps_pairing import WaitingPage
from mentoring.taps_people import PersonCard
from mentoring.taps_sessions import PlanSession
from mentoring.taps_takeovers import (
    AskDrop,
    DropTakeover,
    OpenTakeovers,
    RenewLinks,
    ShowTakeover,
)
from mentoring.taps_thread import SwitchLine
from storage.words import Role, SessionKind

_NAME_ON_BUTTON = 18  # characters of a name in a numbered button
_BUTTON_LENGTH = 24
_ID = 2**62  # the longest a button has to carry
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_ONLY_LABEL = Named(NOT_TOLD, "Anna, Tuesday group")
_UNTIL = datetime(2026, 12, 24, 11, tzinfo=UTC)
_SINCE = date(2026, 7, 6)


# -- the two -----------------------------------------------------------------------------------------------------------
@renders(
    TakenOver(name="Amina", duo_id=_ID, thread_id=_ID),
    TakenOver(name="Amina", duo_id=_ID, thread_id=_ID, open_name="Jan"),
    TakenOver(name="Amina", duo_id=_ID, thread_id=_ID, open_name=Team(_ID, "Apides")),
)
def _taken_over(message: TakenOver, say: Say) -> Rendered:
    plan = (Button(say.label("Plan a meeting"), PlanSession(message.duo_id, SessionKind.REGULAR)),)
    if message.open_name is None:
        text = say(
            "You and {name} are both here now: your duo goes on here. Everything you write here goes to {name}. "
            "The team cannot read it. Your phone number and username are not shown.",
            name=message.name,
        )
        return Rendered(text, (plan,))
    text = say(
        "You and {name} are both here now: your duo goes on here. You still write to {open_name}. "
        "Tap below to write to {name}. The team cannot read it.",
        name=message.name,
        open_name=called(message.open_name, say),
    )
    to = label_with(message.name, lambda name: say.label("Write to {name}", name=name))
    return Rendered(text, ((Button(to, SwitchLine(message.thread_id)),), plan))


@renders(
    PartnerAwaited(to=Role.SEEKER, organisation="DUO for a JOB"),
    PartnerAwaited(to=Role.MENTOR, organisation="DUO for a JOB"),
    PartnerAwaited(to=Role.MENTOR, organisation="DUO for a JOB", mentees=3),
    PartnerAwaited(to=Role.MENTOR, organisation="DUO for a JOB", names=("Zoë",)),
    PartnerAwaited(to=Role.MENTOR, organisation="DUO for a JOB", mentees=2, names=("Zoë", "Ali"), goes_on=True),
    PartnerAwaited(to=Role.MENTOR, organisation="DUO for a JOB", goes_on=True),
    PartnerAwaited(to=Role.MENTOR, organisation="DUO for a JOB", mentees=2, goes_on=True),
)
def _partner_awaited(message: PartnerAwaited, say: Say) -> str:
    if message.to is Role.SEEKER:
        # Translators: to a job seeker who has had a mentor for some time already.
        return say(
            "The team of {organisation} knows that you already have a mentor. Your duo goes on here as soon as your "
            "mentor has joined too. There is nothing you need to do.",
            organisation=message.organisation,
        )
    if message.names:
        # Translators: to a mentor, of one or several duos that run already; {names} is "Zoë", or "Zoë and Ali".
        return say.plural(
            "Your duo with {names} goes on here as soon as {names} has joined too. There is nothing you need to do.",
            "Your duos with {names} go on here as soon as they have joined too. There is nothing you need to do.",
            message.mentees,
            names=say.list(message.names),
        )
    if message.goes_on:
        # Translators: to a mentor, one of whose duos has just begun here; the first names of the others are not known.
        return say.plural(
            "Your duo with your other mentee goes on here once your mentee has joined too. You need to do nothing.",
            "Your duos with your {n} other mentees go on here once they have joined too. You need to do nothing.",
            message.mentees,
        )
    # Translators: to a mentor who has had one or several mentees for some time already.
    return say.plural(
        "The team of {organisation} knows that you already have a mentee. Your duo goes on here as soon as your "
        "mentee has joined too. There is nothing you need to do.",
        "The team of {organisation} knows that you already have {n} mentees. Each duo goes on here as soon as that "
        "mentee has joined too. There is nothing you need to do.",
        message.mentees,
        organisation=message.organisation,
    )


@renders(GoesOnHere(partner="Jan"), GoesOnHere(partner="Jan", in_topic=True))
def _goes_on(message: GoesOnHere, say: Say) -> str:
    if message.in_topic:
        # Translators: the name of the topic is as in "Chat with {name}".
        return say("Your duo goes on here. Open the topic “Chat with {name}” and write there.", name=message.partner)
    return say("Your duo goes on here. You can write to {name} now.", name=message.partner)


# -- news for the team -------------------------------------------------------------------------------------------------
def _view(**changed: object) -> TakeoverView:
    plain: dict[str, object] = {
        "takeover_id": _ID,
        "organisation_id": _ID,
        "seeker": Half(_AMINA, HalfState.READY, _ID),
        "mentor": Half(_ONLY_LABEL, HalfState.INVITED, until=_UNTIL),
        "since": _SINCE,
    }
    return TakeoverView(**(plain | changed))  # type: ignore[arg-type]  # a sample


_NO_LINK = _view(mentor=Half(_ONLY_LABEL, HalfState.NO_LINK))
_BY_PHONE = _view(seeker=Half(_AMINA, HalfState.BY_PHONE, _ID), mentor=Half(_JAN, HalfState.WELCOMING, _ID))
_STUCK = _view(mentor=Half(_JAN, HalfState.READY, _ID), is_stuck=True)


@renders(BegunAtDesk(organisation_id=_ID, duo_id=_ID, seeker=_AMINA, mentor=_JAN, since=_SINCE))
def _begun(message: BegunAtDesk, say: Say) -> Rendered:
    text = say(
        "{seeker} and {mentor} are both here. Their duo goes on in Tandem, with its start on {day}.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
        day=with_year(message.since, say),
    )
    return Rendered(text, ((Button(_show_duo(say), DuoCard(message.duo_id)),),))


@renders(StuckAtDesk(takeover=_BY_PHONE), StuckAtDesk(takeover=_STUCK))
def _stuck(message: StuckAtDesk, say: Say) -> Rendered:
    first = say("<b>This duo cannot go on in Tandem as it stands.</b>")
    return Rendered("\n".join([first, *_lines(message.takeover, say)]), _actions(message.takeover, say))


@renders(LinkGone(takeover=_NO_LINK), LinkGone(takeover=_NO_LINK, taken_back=True))
def _link_gone(message: LinkGone, say: Say) -> Rendered:
    if message.taken_back:
        # Translators: to the team: a colleague made the link of an invitation invalid.
        first = say("<b>A colleague has taken a link back, so this duo waits.</b>")
    else:
        first = say("<b>A link was not used in time, so this duo waits.</b>")
    return Rendered("\n".join([first, *_lines(message.takeover, say)]), _actions(message.takeover, say))


# -- one of them -------------------------------------------------------------------------------------------------------
@renders(
    TakeoverCard(takeover=_view(), now=_UNTIL),
    TakeoverCard(takeover=_NO_LINK, now=_UNTIL),
    TakeoverCard(takeover=_BY_PHONE, now=_UNTIL),
    TakeoverCard(takeover=_STUCK, now=_UNTIL),
    TakeoverCard(takeover=_view(seeker=Half(_ONLY_LABEL, HalfState.LEFT, _ID)), now=_UNTIL),
    TakeoverCard(takeover=_view(is_dropped=True), now=_UNTIL),
    TakeoverCard(takeover=_view(duo_id=_ID), now=_UNTIL),
)
def _card(message: TakeoverCard, say: Say) -> Rendered:
    takeover = message.takeover
    if takeover.duo_id is not None:
        text = say(
            "{seeker} and {mentor} are a duo.",
            seeker=called_by(takeover.seeker.who, Role.SEEKER, say),
            mentor=called_by(takeover.mentor.who, Role.MENTOR, say),
        )
        return Rendered(text, ((Button(_show_duo(say), DuoCard(takeover.duo_id)),), _to_list(takeover, say)))
    if takeover.is_dropped:
        text = say(
            "{seeker} and {mentor}: dropped. They were not made a duo here.",
            **_both(takeover, say),
        )
        return Rendered(text, (_to_list(takeover, say),))
    # Translators: a duo that ran before the organisation had this chatbot.
    first = say("<b>A duo that already runs</b>")
    return Rendered("\n".join([first, *_lines(takeover, say)]), _actions(takeover, say))


def _lines(takeover: TakeoverView, say: Say) -> list[str]:
    lines = [_half_line(takeover.seeker, Role.SEEKER, say), _half_line(takeover.mentor, Role.MENTOR, say)]
    # Translators: the day on which a duo began, before it was in Tandem.
    lines.append(say("Start of the duo: {day}", day=with_year(takeover.since, say)))
    if takeover.is_stuck:
        lines.append(say("Both have joined, but one account stands on both sides, or the mentee is in another duo."))
    elif HalfState.LEFT in {takeover.seeker.state, takeover.mentor.state}:
        lines.append(say("Who has left does not join. You can drop this duo here."))
    elif HalfState.BY_PHONE in {takeover.seeker.state, takeover.mentor.state}:
        lines.append(say("Who prefers the phone can still change their mind. Else you can drop this duo here."))
    else:
        lines.append(say("It goes on here as soon as both have joined. No proposal is sent."))
    return lines


_HALVES: dict[HalfState, Callable[[Say], str]] = {
    # Translators: how far somebody is, after the name: "Amina: has joined".
    HalfState.READY: lambda say: say("has joined"),
    HalfState.WELCOMING: lambda say: say("has begun the welcome"),
    HalfState.INVITED: lambda say: say("has a link"),
    HalfState.NO_LINK: lambda say: say("the link is no longer valid"),
    HalfState.BY_PHONE: lambda say: say("prefers the phone"),
    HalfState.LEFT: lambda say: say("has left"),
}


def _half_line(half: Half, role: Role, say: Say) -> str:
    who = called_by(half.who, role, say)
    if half.state is HalfState.INVITED and half.until is not None:
        # Translators: after the name of somebody who has not used the invitation yet.
        return say("{who}: has a link, until {day}", who=who, day=say.day(half.until))
    # Translators: how far somebody is: "Amina: has joined".
    return say("{who}: {state}", who=who, state=Html(_HALVES[half.state](say)))


def _actions(takeover: TakeoverView, say: Say) -> Rows:
    rows = []
    if {takeover.seeker.state, takeover.mentor.state} & {HalfState.INVITED, HalfState.NO_LINK}:
        # Translators: shows the link once more with the text to forward, or makes a new one.
        rows.append((Button(say.label("Link and text"), RenewLinks(takeover.takeover_id)),))
    here = [half for half in (takeover.seeker, takeover.mentor) if half.membership_id is not None]
    rows += [
        (Button(clip(half.who.name, _BUTTON_LENGTH), PersonCard(half.membership_id or 0)),)
        for half in here
        if half.who.name != NOT_TOLD
    ]
    # Translators: the team does not take over this duo after all.
    rows.append((Button(say.label("Drop"), AskDrop(takeover.takeover_id), style="danger"),))
    return (*rows, _to_list(takeover, say))


def _to_list(takeover: TakeoverView, say: Say) -> tuple[Button, ...]:
    return (Button(duos_to_come_label(say), OpenTakeovers(takeover.organisation_id, 0)),)


def _show_duo(say: Say) -> str:
    return say.label("Show the duo")


def _both(takeover: TakeoverView, say: Say) -> dict[str, Html]:
    return {
        "seeker": called_by(takeover.seeker.who, Role.SEEKER, say),
        "mentor": called_by(takeover.mentor.who, Role.MENTOR, say),
    }


@renders(ReallyDrop(takeover=_view()))
def _really_drop(message: ReallyDrop, say: Say) -> Rendered:
    takeover = message.takeover
    text = say(
        "Really drop {seeker} and {mentor}? Who has joined stays, and waits for a duo. Links stay valid.",
        seeker=called_by(takeover.seeker.who, Role.SEEKER, say),
        mentor=called_by(takeover.mentor.who, Role.MENTOR, say),
    )
    drop = Button(say.label("Yes, drop"), DropTakeover(takeover.takeover_id), style="danger")
    return Rendered(text, ((drop,), (Button(back_label(say), ShowTakeover(takeover.takeover_id)),)))


@renders(
    TakeoverList(organisation_id=_ID, takeovers=(_view(), _NO_LINK), total=10, page=0, pages=2),
    TakeoverList(organisation_id=_ID, takeovers=(), total=0, page=0, pages=1),
)
def _list(message: TakeoverList, say: Say) -> Rendered:
    back = (Button(back_label(say), WaitingPage(0, message.organisation_id)),)
    if not message.takeovers:
        return Rendered(say("No duo waits for somebody to join."), (back,))
    first = say.plural(
        "{n} duo that already runs waits for somebody to join:",
        "{n} duos that already run wait for somebody to join:",
        message.total,
    )
    numbered = list(enumerate(message.takeovers, message.page * PAGE + 1))
    lines = [_list_line(number, takeover, say) for number, takeover in numbered]
    buttons = [
        Button(
            f"{number}. {clip(plain_name(takeover.seeker.who), _NAME_ON_BUTTON)}", ShowTakeover(takeover.takeover_id)
        )
        for number, takeover in numbered
    ]
    pages = page_row(message.page, message.pages, lambda page: OpenTakeovers(message.organisation_id, page), say)
    return Rendered("\n".join([first, "", *lines]), (*two_a_row(buttons), *pages, back))


def _list_line(number: int, takeover: TakeoverView, say: Say) -> str:
    halves = ((takeover.seeker, Role.SEEKER), (takeover.mentor, Role.MENTOR))
    waits_for = [called_by(half.who, role, say) for half, role in halves if half.state is not HalfState.READY]
    pair = say(
        "{seeker} and {mentor}",
        seeker=called_by(takeover.seeker.who, Role.SEEKER, say),
        mentor=called_by(takeover.mentor.who, Role.MENTOR, say),
    )
    if not waits_for:
        # Translators: after two names: something is in the way.
        rest = say("cannot begin as it stands")
    elif len(waits_for) == 2:
        rest = say("both have yet to join")
    else:
        rest = say("{who} has yet to join", who=waits_for[0])
    line = say("{who}: {state}", who=Html(pair), state=Html(rest))
    return f"{number}. {line}"
