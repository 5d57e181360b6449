"""What follows when a job seeker found something: four more weeks or a goodbye, for the two and for the team."""

from __future__ import annotations

from datetime import date, timedelta

from locales.milestones import milestone_word
from locales.portraits import team_name
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Html, Say
from mentoring.messages.pairing import Named
from mentoring.messages.progress import FoundWorkAtDesk, FourMoreWeeks, SettledAtDesk, WishNoted
from mentoring.milestones import FOUND_WORK, OUTCOMES, Milestone
from mentoring.taps_duos import DuoCard
from mentoring.taps_endings import ReallyFinish

_ID = 2**62
_DAY = date(2026, 11, 24)
_AMINA = Named("Amina", "Dossier 12")


@renders(
    WishNoted(name="Omar", organisation="Duo Dijle", goes_on=True, until=_DAY + timedelta(days=28)),
    WishNoted(name="Omar", organisation="Duo Dijle", goes_on=True),
    WishNoted(name="Omar", organisation="Duo Dijle", goes_on=False),
)
def _wish(message: WishNoted, say: Say) -> str:
    told = {"name": message.name, "organisation": message.organisation}
    if message.goes_on:
        # Translators: to a job seeker who found work and goes on with the mentor while settling in.
        text = say("Good! You and {name} go on as before. The team of {organisation} knows.", **told)
        if message.until is None:
            return text
        # Translators: {day} is about four weeks later; the closing moment is a last meeting of the duo.
        return f"{text}\n" + say("Around {day} I ask you both about a closing moment.", day=say.day(message.until))
    # Translators: to a job seeker who found work and would like to end the mentoring well.
    text = say("Thank you for saying so. The team of {organisation} contacts you about a good goodbye.", **told)
    until_then = say("Until then you can write to {name} as before.", **told)
    return f"{text}\n{until_then}"


@renders(FourMoreWeeks(name="Amina", until=_DAY + timedelta(days=28)))
def _four_weeks(message: FourMoreWeeks, say: Say) -> str:
    # Translators: to the mentor; {name} is the mentee, who found a job, a training or an internship.
    text = say("{name} would like to go on with you for four more weeks, to settle in.", name=message.name)
    # Translators: {day} is about four weeks later; the closing moment is a last meeting of the duo.
    return f"{text}\n" + say("Around {day} I ask you both about a closing moment.", day=say.day(message.until))


@renders(
    FoundWorkAtDesk(
        duo_id=_ID,
        seeker=_AMINA,
        mentor=Named("Jan"),
        milestone=Milestone.CONTRACT_SIGNED,
        on_day=_DAY,
        goes_on=True,
    ),
    FoundWorkAtDesk(
        duo_id=_ID,
        seeker=_AMINA,
        mentor=Named("Jan"),
        milestone=Milestone.TRAINING,
        on_day=_DAY,
        goes_on=False,
    ),
)
def _at_desk(message: FoundWorkAtDesk, say: Say) -> Rendered:
    names: dict[str, Html] = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    step = milestone_word(message.milestone, say)
    # Translators: to the team: the mentee {seeker} of the mentor {mentor} found something.
    news = say("🎉 {seeker} and {mentor}: {step}, {day}.", step=step, day=say.day(message.on_day), **names)
    if message.goes_on:
        wish = say("{seeker} would like to go on for four more weeks, to settle in.", **names)
    else:
        wish = say("{seeker} would like to say goodbye. Suggestion: plan a closing moment with both.", **names)
    return Rendered(f"{news}\n{wish}", _finish_rows(message.duo_id, message.milestone, say))


def _finish_rows(duo_id: int, milestone: Milestone, say: Say) -> Rows:
    # Translators: button of the team: the duo has reached what it wanted, and ends well. First it is asked once more.
    finish = Button(say.label("Finish the duo"), ReallyFinish(duo_id, OUTCOMES[milestone]))
    # Translators: button of the team: the card of that duo.
    return ((finish,), (Button(say.label("Show the duo"), DuoCard(duo_id)),))


@renders(
    *(
        SettledAtDesk(duo_id=_ID, seeker=_AMINA, mentor=Named("Jan"), milestone=one, on_day=_DAY)
        for one in sorted(FOUND_WORK)
    )
)
def _settled(message: SettledAtDesk, say: Say) -> Rendered:
    names: dict[str, Html] = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    step = milestone_word(message.milestone, say)
    # Translators: to the team: the mentee {seeker} of the mentor {mentor} found something four weeks ago and went on.
    news = say(
        "The four weeks of {seeker} and {mentor} are over ({step}, {day}).",
        step=step,
        day=say.day(message.on_day),
        **names,
    )
    # Translators: to the team: "them" are the mentee and the mentor.
    advice = say("I asked both about a closing moment. Suggestion: plan it with them, then finish the duo.")
    return Rendered(f"{news}\n{advice}", _finish_rows(message.duo_id, message.milestone, say))
