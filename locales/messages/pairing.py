"""What the two hear of a proposal, and the news of it for the coordinator. The screens are in pairing_desk.py."""

from __future__ import annotations

from datetime import UTC, datetime

from locales.lists import find_mentor_label, who_waits_label
from locales.portraits import portrait_lines, team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Html, Say
from mentoring.messages.pairing import (
    AlreadyPaired,
    AnswerChanged,
    AreYouSure,
    BothYes,
    Named,
    NoAnswerInTime,
    NoCapacity,
    NoNoted,
    NotGoingOn,
    Proposal,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposalRanOut,
    YesNoted,
)
from mentoring.portrait import Portrait
from mentoring.taps_pairing import AnswerProposal, ChangeMyMind, FindMentor, WhoWaits
from mentoring.taps_sessions import PlanSession
from storage.words import Role, SessionKind

_UNTIL = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
_AMINA = Named("Amina", "Dossier 12")
_JAN = Named("Jan", "Gent, IT")
_MENTOR = Portrait("Jan", ("fr", "nl", "en"), ("it", "office"), ("brussels",), ("evening",))
_SEEKER = Portrait("Amina", ("fr", "ar"), ("it",), ("brussels", "flemish-brabant"), ("morning", "evening"))


# -- the two ---------------------------------------------------------------------------------------------------------
@renders(
    Proposal(duo_id=1, to=Role.SEEKER, organisation="Duo Dijle", portrait=_MENTOR, expires_at=_UNTIL),
    Proposal(duo_id=1, to=Role.MENTOR, organisation="Duo Dijle", portrait=_SEEKER, expires_at=_UNTIL),
)
def _proposal(message: Proposal, say: Say) -> Rendered:
    if message.to is Role.SEEKER:
        # Translators: nothing is promised yet: both can still say no.
        opening = say("The team of {organisation} would like you to meet a mentor:", organisation=message.organisation)
    else:
        # Translators: nothing is promised yet: both can still say no.
        opening = say("The team of {organisation} would like you to meet a mentee:", organisation=message.organisation)
    question = say("Would you like to meet? You are free to say no.")
    until = message.expires_at
    # Translators: the same day and time as the team reads ("Open until {day}, {time}").
    answer = say("You can answer until {day}, {time}.", day=say.day(until), time=say.time(until))
    yes = Button(_yes(say), tap=AnswerProposal(message.duo_id, yes=True), style="primary")
    no = Button(_no(say), tap=AnswerProposal(message.duo_id, yes=False))
    return Rendered(f"{opening}\n\n{portrait_lines(message.portrait, say)}\n\n{question}\n{answer}", ((yes,), (no,)))


def _yes(say: Say) -> str:
    # Translators: the yes to a proposal: agreeing to meet (fr: Oui, faire connaissance).
    return say.label("Yes, let's meet")


def _no(say: Say) -> str:
    # Translators: the no to a proposal: kind, no reason needed (fr: Non, pas cette fois).
    return say.label("No, not this time")


@renders(YesNoted(duo_id=1, partner="Jan", expires_at=_UNTIL))
def _yes_noted(message: YesNoted, say: Say) -> Rendered:
    text = say(
        "Thank you! Now we wait for the answer of {name}. You will hear from me, at the latest on {day}.",
        name=message.partner,
        day=say.day(message.expires_at),
    )
    return Rendered(text, ((Button(say.label("Change my mind"), tap=ChangeMyMind(message.duo_id)),),))


@renders(AreYouSure(duo_id=1, partner="Jan"))
def _are_you_sure(message: AreYouSure, say: Say) -> Rendered:
    text = say("You said yes to {name}. What do you choose now? You need no reason.", name=message.partner)
    keep = Button(say.label("Keep my yes"), tap=AnswerProposal(message.duo_id, yes=True))
    return Rendered(text, ((keep,), (Button(_no(say), tap=AnswerProposal(message.duo_id, yes=False)),)))


@renders(AnswerChanged())
def _answer_changed(_: AnswerChanged, say: Say) -> str:
    return say("Your answer is now: no.")


@renders(NoNoted(to=Role.SEEKER), NoNoted(to=Role.MENTOR))
def _no_noted(message: NoNoted, say: Say) -> str:
    if message.to is Role.SEEKER:
        return say("That is all right. You keep your place, and we keep looking with you.")
    return say("That is all right. Thank you for answering. The team will think of you for somebody else.")


@renders(BothYes(partner="Jan"), BothYes(partner="Jan", in_topic=True))
def _both_yes(message: BothYes, say: Say) -> str:
    if message.in_topic:
        # Translators: the name of the topic is as in "Chat with {name}".
        return say("You both said yes. Open the topic “Chat with {name}” and write there.", name=message.partner)
    return say("You both said yes. From now on you can write to {name}.", name=message.partner)


@renders(NotGoingOn(to=Role.SEEKER), NotGoingOn(to=Role.MENTOR))
def _not_going_on(message: NotGoingOn, say: Say) -> str:
    if message.to is Role.SEEKER:
        # Translators: the other said no, or the team took it back. It must not hurt.
        return say("This proposal does not go on. It has nothing to do with you. We keep looking with you.")
    # Translators: the other said no, or the team took it back. It must not hurt.
    return say("This proposal does not go on. It has nothing to do with you. The team will think of you again.")


@renders(ProposalExpired(to=Role.SEEKER), ProposalExpired(to=Role.MENTOR))
def _expired(message: ProposalExpired, say: Say) -> str:
    if message.to is Role.SEEKER:
        return say("The time for this proposal is over. That is all right. We keep looking with you.")
    return say("The time for this proposal is over. That is all right. The team will think of you again.")


@renders(NoAnswerInTime(to=Role.SEEKER, partner="Jan"), NoAnswerInTime(to=Role.MENTOR, partner="Amina"))
def _no_answer_in_time(message: NoAnswerInTime, say: Say) -> str:
    thanks = say(
        "Thank you for your yes. {name} could not answer in time. That happens, and often there is a simple reason.",
        name=message.partner,
    )
    if message.to is Role.SEEKER:
        what_next = say("We keep looking with you.")
    else:
        what_next = say("The team will think of you again.")
    return f"{thanks} {what_next}"


# -- news for the coordinator ----------------------------------------------------------------------------------------
@renders(ProposalAccepted(organisation_id=1, duo_id=2**62, seeker=_AMINA, mentor=_JAN))
def _accepted(message: ProposalAccepted, say: Say) -> Rendered:
    names = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    text = say("🤝 {seeker} and {mentor} both said yes. Their chat is open.", **names)
    plan = Button(say.label("Plan a meeting"), tap=PlanSession(message.duo_id, SessionKind.FIRST))
    return Rendered(text, ((plan,), (Button(who_waits_label(say), tap=WhoWaits(message.organisation_id)),)))


@renders(
    ProposalDeclined(seeker_id=1, seeker=_AMINA, mentor=_JAN, by=Role.MENTOR),
    ProposalDeclined(seeker_id=1, seeker=_AMINA, mentor=_JAN, by=Role.SEEKER),
)
def _declined(message: ProposalDeclined, say: Say) -> Rendered:
    who, other = message.seeker, message.mentor
    if message.by is Role.MENTOR:
        who, other = other, who
    said = say("{who} said no to the proposal with {other}.", who=team_name(who), other=team_name(other))
    # Translators: the place in the queue of those who wait for a mentor.
    place = say("{seeker} keeps the same place in the queue.", seeker=team_name(message.seeker))
    return Rendered(f"{said} {place}", _find_mentor(message.seeker_id, say))


@renders(
    ProposalRanOut(seeker_id=1, seeker=_AMINA, mentor=_JAN, seeker_silent=True, mentor_silent=True),
    ProposalRanOut(seeker_id=1, seeker=_AMINA, mentor=_JAN, seeker_silent=False, mentor_silent=True),
)
def _ran_out(message: ProposalRanOut, say: Say) -> Rendered:
    names = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    over = say("The time for the proposal to {seeker} and {mentor} is over.", **names)
    return Rendered(f"{over} {_silence(message, names, say)}", _find_mentor(message.seeker_id, say))


def _silence(message: ProposalRanOut, names: dict[str, Html], say: Say) -> str:
    if message.seeker_silent and message.mentor_silent:
        return say("Neither of them answered. A short call may help.")
    silent, answered = ("seeker", "mentor") if message.seeker_silent else ("mentor", "seeker")
    return say(
        "{answered} said yes, {silent} did not answer. A short call may help.",
        answered=names[answered],
        silent=names[silent],
    )


def _find_mentor(seeker_id: int, say: Say) -> tuple[tuple[Button, ...], ...]:
    return ((Button(find_mentor_label(say), tap=FindMentor(seeker_id)),),)


# -- what cannot be done ---------------------------------------------------------------------------------------------
@renders(AlreadyPaired())
def _already_paired(_: AlreadyPaired, say: Say) -> str:
    return say("This mentee already has a proposal or a mentor. The list shows who waits: /waiting")


@renders(NoCapacity())
def _no_capacity(_: NoCapacity, say: Say) -> str:
    return say("This mentor has no free place any more. Please choose somebody else.")
