"""What the two of a duo hear of its pauses and its end, and the question half a year later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from locales.ending_words import outcome_word
from locales.milestones import milestone_word
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.endings.follow_up import CHOICES
from mentoring.messages.endings_goodbye import (
    AnotherMentor,
    DuoGoesOn,
    DuoRests,
    LastQuestions,
    LooksAgain,
    OnceMore,
    StopsHere,
    ThanksToMentor,
    WellFinished,
    WhereAreYou,
    WhereNoted,
    WhereSkipped,
)
from mentoring.milestones import Milestone
from mentoring.taps_check_ins import AnswerAgain, SkipCheckIn
from mentoring.taps_endings import LookAgain, RatherNot, WhereNow
from storage.words import Outcome, Role

_ID = 2**62
_AT = datetime(2026, 12, 3, 17, tzinfo=UTC)
_DAY = date(2026, 12, 15)
_NAME, _PLACE = "Marie-Christine", "Randstad RiseSmart"
_STEPS = (Milestone.FIRST_APPLICATION, Milestone.INTERVIEW, Milestone.CONTRACT_SIGNED)


# -- pauses ------------------------------------------------------------------------------------------------------------
@renders(
    DuoRests(name=_NAME, until=_DAY),
    DuoRests(name=_NAME, until=_DAY, meeting=_AT),
    DuoRests(name=_NAME, until=_DAY, changed=True),
)
def _rests(message: DuoRests, say: Say) -> str:
    values = {"name": message.name, "day": say.day(message.until)}
    text = say(
        "You and {name} take a break until {day}. No weekly questions until then. You can always write.", **values
    )
    if message.changed:
        text = say("Your break with {name} now lasts until {day}. You can always write.", **values)
    return f"{text}{_stays(message.meeting, say)}"


@renders(DuoGoesOn(name=_NAME), DuoGoesOn(name=_NAME, meeting=_AT))
def _goes_on(message: DuoGoesOn, say: Say) -> str:
    text = say("The break is over: you and {name} go on. Good that you are here.", name=message.name)
    return f"{text}{_stays(message.meeting, say)}"


def _stays(meeting: datetime | None, say: Say) -> str:
    """A meeting that was planned is not touched."""
    if meeting is None:
        return ""
    line = say("Your meeting stays: {day}, {time}.", day=say.day(meeting), time=say.time(meeting))
    return f"\n{line}"


# -- goodbyes ----------------------------------------------------------------------------------------------------------
@renders(
    *(
        WellFinished(
            to=role,
            name=_NAME,
            organisation=_PLACE,
            weeks=26,
            held=20,
            steps=_STEPS,
            total_steps=7,
            outcome=outcome,
            duo_id=_ID if role is Role.SEEKER and outcome is Outcome.SEEKING else None,
        )
        for role in (Role.SEEKER, Role.MENTOR)
        for outcome in Outcome
    ),
    WellFinished(to=Role.SEEKER, name=_NAME, organisation=_PLACE, weeks=1, held=1, duo_id=_ID),
    WellFinished(to=Role.MENTOR, name=_NAME, organisation=_PLACE, weeks=0, held=0),
    WellFinished(to=Role.MENTOR, name=_NAME, organisation=_PLACE, weeks=3, held=2, total_steps=1),
)
def _well_finished(message: WellFinished, say: Say) -> Rendered:
    names = {"name": message.name, "organisation": message.organisation}
    head = say("Your duo with {name} has come to a good end. 🎉", **names)
    thanks = say("Thank you both. The team of {organisation} stays there for you: /team", **names)
    if message.to is Role.MENTOR:
        thanks = say("Thank you for your time and your care. The team of {organisation}", **names)
    return Rendered("\n".join([head, *_together(message, say), thanks]), _look_row(message.duo_id, say))


def _together(message: WellFinished, say: Say) -> Iterator[str]:
    """What the two reached: only what there is."""
    reached = []
    if message.weeks:
        reached.append(say.plural("{n} week", "{n} weeks", message.weeks))
    if message.held:
        reached.append(say.plural("{n} meeting", "{n} meetings", message.held))
    if message.total_steps:
        # Translators: steps of a job seeker, such as "CV ready".
        reached.append(say.plural("{n} step", "{n} steps", message.total_steps))
    if reached:
        # Translators: {reached} is a list: "26 weeks, 20 meetings and 7 steps".
        yield say("Together: {reached}.", reached=say.list(reached))
    if message.steps:
        # Translators: {steps} is a list such as "job interview and contract signed".
        yield say("Reached: {steps}.", steps=say.list([milestone_word(step, say) for step in message.steps]))


def _look_row(duo_id: int | None, say: Say) -> Rows:
    if duo_id is None:
        return ()
    # Translators: button, to a mentee whose duo is over: tapped to ask the team for a new mentor.
    return ((Button(say.label("A new mentor"), tap=LookAgain(duo_id)),),)


@renders(
    StopsHere(to=Role.SEEKER, name=_NAME, organisation=_PLACE, duo_id=_ID),
    StopsHere(to=Role.MENTOR, name=_NAME, organisation=_PLACE),
    StopsHere(to=Role.MENTOR, name=_NAME, organisation=_PLACE, has_no_room=True),
)
def _stops_here(message: StopsHere, say: Say) -> Rendered:
    names = {"name": message.name, "organisation": message.organisation}
    text = say(
        "Your duo with {name} stops here. That happens. Thank you for the way you went together. The team of "
        "{organisation} stays there for you: /team",
        **names,
    )
    if message.to is Role.MENTOR:
        text = say(
            "Your duo with {name} stops here. That happens, and your time was worth it. Thank you! The team of "
            "{organisation} stays there for you: /team",
            **names,
        )
    if message.has_no_room:
        # Translators: to a mentor who had no more time for the duo; /profile is a command.
        text += "\n" + say("You get no proposals for now. When you have time again: /profile")
    return Rendered(text, _look_row(message.duo_id, say))


@renders(AnotherMentor(old=_NAME, new="Maximiliane", organisation=_PLACE))
def _another(message: AnotherMentor, say: Say) -> str:
    return say(
        "Your duo with {old} ends here. It is not because of you. The team of {organisation} would like you to meet "
        "{new}. What you have reached stays.",
        old=message.old,
        new=message.new,
        organisation=message.organisation,
    )


@renders(ThanksToMentor(name=_NAME, organisation=_PLACE))
def _thanks_to_mentor(message: ThanksToMentor, say: Say) -> str:
    return say(
        "Your duo with {name} ends here; the team looks for another mentor who goes on. Thank you for your time and "
        "your care. The team of {organisation} stays there for you: /team",
        name=message.name,
        organisation=message.organisation,
    )


@renders(LastQuestions(check_in_id=_ID))
def _last_questions(message: LastQuestions, say: Say) -> Rendered:
    text = say("One last thing, if you like: how are you doing now? The same six questions as at the start, six taps.")
    return Rendered(
        text,
        (
            # Translators: buttons below the offer of six last questions.
            (Button(say.label("Yes, six taps"), tap=AnswerAgain(message.check_in_id)),),
            (Button(say.label("Rather not"), tap=SkipCheckIn(message.check_in_id)),),
        ),
    )


@renders(OnceMore(name=_NAME, organisation=_PLACE))
def _once_more(message: OnceMore, say: Say) -> str:
    return say(
        "You and {name} know each other. The team of {organisation} asks whether you would like to go on together.",
        name=message.name,
        organisation=message.organisation,
    )


@renders(LooksAgain(organisation=_PLACE))
def _looks_again(message: LooksAgain, say: Say) -> str:
    return say(
        "Good. The team of {organisation} looks for another mentor for you. What you have reached stays.",
        organisation=message.organisation,
    )


# -- half a year later -------------------------------------------------------------------------------------------------
@renders(WhereAreYou(duo_id=_ID, mentor=_NAME, organisation=_PLACE))
def _where(message: WhereAreYou, say: Say) -> Rendered:
    text = say(
        "Your duo with {name} ended six months ago. How are you? One tap is enough. The team of {organisation} sees "
        "your answer.",
        name=message.mentor,
        organisation=message.organisation,
    )
    answers = tuple((Button(outcome_word(one, say), tap=WhereNow(message.duo_id, one)),) for one in CHOICES)
    # Translators: button: leaves the question unanswered.
    return Rendered(text, (*answers, (Button(say.label("Rather not say"), tap=RatherNot(message.duo_id)),)))


_NOTED: dict[Outcome, Callable[[Say], str]] = {
    # Translators: thanks for the answer half a year after the end of a duo.
    Outcome.WORK: lambda say: say("In work: how good to hear! Thank you for telling."),
    Outcome.TRAINING: lambda say: say("In training: a fine step. Thank you for telling."),
    Outcome.SEEKING: lambda say: say("Thank you for telling. Looking for work takes strength; you are not alone."),
}


@renders(*(WhereNoted(outcome=one, organisation=_PLACE) for one in CHOICES))
def _where_noted(message: WhereNoted, say: Say) -> str:
    thanks = _NOTED[message.outcome](say) if message.outcome in _NOTED else say("Noted. Thank you for telling.")
    return f"{thanks} {_there_for_you(message.organisation, say)}"


@renders(WhereSkipped(organisation=_PLACE))
def _where_skipped(message: WhereSkipped, say: Say) -> str:
    return say("That is fine. All the best to you!") + " " + _there_for_you(message.organisation, say)


def _there_for_you(organisation: str, say: Say) -> str:
    return say("The team of {organisation} stays there for you: /team", organisation=organisation)
