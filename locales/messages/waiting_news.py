"""While somebody waits: news for them, word for the team, and the end of waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from locales.lists import find_mentor_label
from locales.people_words import show_label
from locales.portraits import team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.pairing import Named
from mentoring.messages.waiting_news import (
    CallNoted,
    Erased,
    ErasedSoon,
    ForwardThis,
    KeptLonger,
    StillLooking,
    TelegramAfterAll,
    WaitsLong,
    WaitsNoLonger,
)
from mentoring.taps_pairing import FindMentor
from mentoring.taps_people import PersonCard
from mentoring.taps_waiting_news import KeepLonger
from storage.words import MembershipState, Role

_ID = 2**62
_AMINA = Named("Amina", "Dossier 12")
_NAMELESS = Named("", "Dossier 14")  # who goes by phone, or is in the middle of the welcome, may have told no name
_LINK = "https://t.me/tandem_bot"
_SINCE, _ON = date(2026, 5, 4), date(2026, 11, 4)


# -- whoever waits -----------------------------------------------------------------------------------------------------
@renders(
    *(StillLooking(to=Role.SEEKER, organisation="DUO for a JOB", turn=turn) for turn in range(4)),
    *(StillLooking(to=Role.MENTOR, organisation="DUO for a JOB", turn=turn) for turn in range(3)),
)
def _still_looking(message: StillLooking, say: Say) -> str:
    words = _TO_SEEKERS if message.to is Role.SEEKER else _TO_MENTORS
    return words[message.turn % len(words)](say, message.organisation)


_TO_SEEKERS: tuple[Callable[[Say, str], str], ...] = (
    # Translators: these come every two weeks to somebody who waits for a mentor; each has other words.
    lambda say, organisation: say(
        "A short word from {organisation}: we are still looking for a mentor for you. You are not forgotten. 🙂",
        organisation=organisation,
    ),
    lambda say, organisation: say(
        "No mentor for you yet. The team of {organisation} would like to find somebody who fits you well. "
        "That takes some time. We keep looking.",
        organisation=organisation,
    ),
    lambda say, organisation: say(
        "We are still looking with you. Has something changed, your hours or your plans? "
        "Tell us with /profile, it can help. The team of {organisation}",
        organisation=organisation,
    ),
    lambda say, organisation: say(
        "You have waited for some time now, thank you. The team of {organisation} goes on looking. "
        "Would you like to ask something? /team",
        organisation=organisation,
    ),
)
_TO_MENTORS: tuple[Callable[[Say, str], str], ...] = (
    # Translators: these come every two weeks to a mentor who waits for a mentee; each has other words.
    lambda say, organisation: say(
        "A short word from {organisation}: we are still looking for a mentee who fits you well. You are not forgotten.",
        organisation=organisation,
    ),
    lambda say, organisation: say(
        "No mentee for you yet. Has something changed, your hours or your region? "
        "Tell us with /profile, it can help. The team of {organisation}",
        organisation=organisation,
    ),
    lambda say, organisation: say(
        "Thank you for your patience. The team of {organisation} thinks of you for the next duos. "
        "Would you like to ask something? /team",
        organisation=organisation,
    ),
)


@renders(
    Erased(to=Role.SEEKER, organisation="DUO for a JOB", months=6),
    Erased(to=Role.MENTOR, organisation="DUO for a JOB", months=9),
    Erased(to=Role.MENTOR, organisation="DUO for a JOB", months=6, was_welcomed=False),
)
def _erased(message: Erased, say: Say) -> str:
    names = {"organisation": message.organisation}
    if not message.was_welcomed:
        first = say("You began here and did not go on. That is fine.")
    elif message.to is Role.SEEKER:
        first = say("We did not find a mentor for you yet, and we are sorry.")
    else:
        first = say("We did not find a mentee for you yet. Thank you for being ready to help.")
    rest = say(
        "Nothing is kept longer than needed: your data with {organisation} are now erased here. "
        "You are always welcome again: the team can send you a new link.",
        **names,
    )
    return f"{first} {rest}"


# -- the team ----------------------------------------------------------------------------------------------------------
@renders(
    WaitsLong(seeker_id=_ID, who=_AMINA, since=_SINCE, working_days=20, times=1),
    WaitsLong(seeker_id=_ID, who=_AMINA, since=_SINCE, working_days=40, times=3),
    WaitsLong(seeker_id=_ID, who=_NAMELESS, since=_SINCE, working_days=20, times=1, by_phone=True),
)
def _waits_long(message: WaitsLong, say: Say) -> Rendered:
    text = say.plural(
        "{who} has waited for a mentor since {day}: {n} working day.",
        "{who} has waited for a mentor since {day}: {n} working days.",
        message.working_days,
        who=team_name(message.who),
        day=say.day(message.since),
    )
    if message.by_phone:
        line = say("Goes by phone: please call, there is no chat to write to.")
        return Rendered(f"{text} {line}", ((Button(show_label(say), FindMentor(message.seeker_id)),),))
    if message.times > 1:
        call = say("A short call shows that nobody is forgotten.")
        text = f"{text} {call}"
    return Rendered(text, ((Button(find_mentor_label(say), FindMentor(message.seeker_id)),),))


@renders(
    ErasedSoon(membership_id=_ID, role=Role.SEEKER, who=_AMINA, since=_SINCE, on=_ON, months=6),
    ErasedSoon(membership_id=_ID, role=Role.MENTOR, who=_AMINA, since=_SINCE, on=_ON, months=6),
    *(
        ErasedSoon(membership_id=_ID, role=Role.SEEKER, who=_NAMELESS, since=_SINCE, on=_ON, months=6, state=state)
        for state in (MembershipState.BY_PHONE, MembershipState.WELCOMING)
    ),
)
def _erased_soon(message: ErasedSoon, say: Say) -> Rendered:
    names = {"who": team_name(message.who), "since": say.day(message.since), "on": say.day(message.on)}
    if message.state is MembershipState.WELCOMING:
        text = say(
            "{who} followed the link on {since} and has not finished the welcome. "
            "After {on} their data will be erased.",
            **names,
        )
    elif message.state is MembershipState.BY_PHONE:
        text = say(
            "{who} goes by phone, and has been in no duo here since {since}. After {on} their data will be erased.",
            **names,
        )
    elif message.role is Role.SEEKER:
        text = say(
            "{who} has been here since {since} and never had a mentor. After {on} their data will be erased, "
            "with a kind message.",
            **names,
        )
    else:
        text = say(
            "{who} has been here since {since} and never had a mentee. After {on} their data will be erased, "
            "with a kind message.",
            **names,
        )
    # Translators: before somebody's data are erased: keep them, for three months.
    rows = [(Button(say.label("Keep 3 more months"), KeepLonger(message.membership_id)),)]
    if message.state is not MembershipState.READY:
        rows.append((Button(show_label(say), PersonCard(message.membership_id)),))
    elif message.role is Role.SEEKER:
        rows.append((Button(find_mentor_label(say), FindMentor(message.membership_id)),))
    return Rendered(text, tuple(rows))


@renders(
    KeptLonger(membership_id=_ID, role=Role.SEEKER, who=_AMINA, until=_ON),
    KeptLonger(membership_id=_ID, role=Role.MENTOR, who=_AMINA, until=_ON),
    KeptLonger(membership_id=_ID, role=Role.SEEKER, who=_NAMELESS, until=_ON, waits=False),
)
def _kept(message: KeptLonger, say: Say) -> Rendered:
    text = say("{who} stays until {day}.", who=team_name(message.who), day=say.day(message.until))
    # Translators: opens what the team knows about this person.
    rows = [(Button(say.label("Show the person"), PersonCard(message.membership_id)),)]
    if message.role is Role.SEEKER and message.waits:
        rows.append((Button(find_mentor_label(say), FindMentor(message.membership_id)),))
    return Rendered(text, tuple(rows))


# -- by phone ----------------------------------------------------------------------------------------------------------
@renders(CallNoted(on=_ON), CallNoted(on=None))
def _call_noted(message: CallNoted, say: Say) -> str:
    if message.on is None:
        return say("Noted.")
    return say("Noted. You hear of this wait again on {day}.", day=say.day(message.on))


@renders(ForwardThis())
def _forward_this(_: ForwardThis, say: Say) -> str:
    return say(
        "The next message is to forward. It works on the phone on which they followed the link; for another one, "
        "make a new invitation: /invite"
    )


@renders(
    *(TelegramAfterAll(language=each, organisation="Duo Dijle", link=_LINK) for each in ("fr", "nl", "de", "en")),
)
def _telegram_after_all(message: TelegramAfterAll, say: Say) -> str:
    """In the language of whoever gets it."""
    theirs = Say(message.language, say.zone)
    return _after_all(theirs, message.organisation, message.link)


def _after_all(say: Say, organisation: str, link: str) -> str:
    """To somebody who preferred the phone."""
    greeting = say(
        "A word from {organisation}: would you like to use Tandem on Telegram after all?", organisation=organisation
    )
    how = say("Open {link} and write /start there. By phone is fine, too.", link=link)
    return f"{greeting}\n\n{how}"


@renders(WaitsNoLonger(who=_AMINA))
def _waits_no_longer(message: WaitsNoLonger, say: Say) -> str:
    return say("{who} is not to be erased: nothing needs to be done.", who=team_name(message.who))
