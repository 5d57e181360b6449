"""After the first meeting: going on, goals; later the review and the closing moment."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from locales.milestones import step_done_button
from locales.portraits import clip, team_name
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.first_meeting import (
    GoalLine,
    GoalList,
    GoalNews,
    GoalNotUsable,
    GoalTooLong,
    GoesOnNoted,
    GoOn,
    GoOnNow,
    OneGoal,
    PromptClosing,
    PromptGoals,
    PromptMidterm,
    SureAtDesk,
    UnderWay,
    UnderWayAtDesk,
    UnsureAtDesk,
    UnsureNoted,
    WriteGoal,
)
from mentoring.messages.pairing import Named
from mentoring.sessions.goals import LONGEST, MOST
from mentoring.taps_goals import ChangeGoal, GoOnTogether, NoteGoal, OpenGoal, RemoveGoal, ShowGoals
from mentoring.taps_sessions import PlanSession
from storage.words import Role, SessionKind

_ID = 2**62
_BUTTON_LENGTH = 24
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan")
_GOALS = (GoalLine(_ID, "Écrire un CV dont je suis contente"), GoalLine(_ID, "Trouver un stage en informatique"))
_THREE = (*_GOALS, GoalLine(_ID, "Oser téléphoner"))


# -- going on --------------------------------------------------------------------------------------------------------
@renders(GoOnNow(duo_id=_ID, name="Omar"))
def _go_on_now(message: GoOnNow, say: Say) -> Rendered:
    return _go_on(message.duo_id, message.name, say)


@renders(GoOn(duo_id=_ID, name="Omar"))
def _go_on_other(message: GoOn, say: Say) -> Rendered:
    return _go_on(message.duo_id, message.name, say)


def _go_on(duo_id: int, name: str, say: Say) -> Rendered:
    # Translators: after the first meeting, to each of the two. Both answers are fine, and the other sees neither.
    text = say("You and {name} know each other now. Would you like to go on together?", name=name)
    private = say("If you are not sure, only the team hears of it.")
    yes = Button(say.label("Yes, we go on"), tap=GoOnTogether(duo_id, yes=True), style="success")
    unsure = Button(say.label("I am not sure"), tap=GoOnTogether(duo_id, yes=False))
    return Rendered(f"{text}\n{private}", ((yes,), (unsure,)))


@renders(
    GoesOnNoted(duo_id=_ID, name="Omar", goals=0, both=False),
    GoesOnNoted(duo_id=_ID, name="Omar", goals=2, both=True),
)
def _goes_on(message: GoesOnNoted, say: Say) -> Rendered:
    if message.goals:
        text = say("Good news! You have goals already: here they are.")
        return Rendered(text, ((_goals_button(message.duo_id, say),),))
    # Translators: the two note one to three goals of their mentoring, for example "a CV I am proud of".
    text = say("Good news! What would you like to reach together? One to three goals, in your own words.")
    seen = say("{name} sees them too.", name=message.name)
    return Rendered(f"{text}\n{seen}", ((_write_button(message.duo_id, say),),))


@renders(UnsureNoted(duo_id=_ID, organisation="Duo Dijle"))
def _unsure(message: UnsureNoted, say: Say) -> Rendered:
    # Translators: to somebody who is not sure whether to go on with the other one. Kind, no reason asked.
    text = say(
        "Thank you for saying so. That is quite all right. The team of {organisation} will contact you.",
        organisation=message.organisation,
    )
    # Translators: button: somebody who was not sure would like to go on after all.
    after_all = Button(say.label("We go on after all"), tap=GoOnTogether(message.duo_id, yes=True))
    return Rendered(text, ((after_all,),))


@renders(UnderWay(name="Omar", organisation="Duo Dijle"))
def _under_way(message: UnderWay, say: Say) -> str:
    # Translators: to both, when both go on and have noted a goal.
    return say("You and {name} go on together. {organisation} wishes you a good time! 🌱", **_of(message))


def _of(message: UnderWay) -> dict[str, str]:
    return {"name": message.name, "organisation": message.organisation}


@renders(
    UnsureAtDesk(who=_AMINA, role=Role.SEEKER, other=_JAN),
    UnsureAtDesk(who=_JAN, role=Role.MENTOR, other=_AMINA),
)
def _unsure_at_desk(message: UnsureAtDesk, say: Say) -> str:
    told = {"who": team_name(message.who), "other": team_name(message.other)}
    if message.role is Role.SEEKER:
        # Translators: to the team. {who} is the mentee, {other} the mentor.
        text = say("{who} is not sure about going on with the mentor {other}.", **told)
    else:
        # Translators: to the team. {who} is the mentor, {other} the mentee.
        text = say("{who} is not sure about going on with the mentee {other}.", **told)
    # Translators: what the coordinator can do next.
    advice = say("Suggestion: call {who} today or tomorrow. {other} knows nothing of this.", **told)
    return f"{text}\n{advice}"


@renders(SureAtDesk(who=_AMINA, other=_JAN))
def _sure_at_desk(message: SureAtDesk, say: Say) -> str:
    # Translators: to the team: somebody who was not sure has thought again.
    return say(
        "{who} would like to go on with {other} after all.", who=team_name(message.who), other=team_name(message.other)
    )


@renders(UnderWayAtDesk(seeker=_AMINA, mentor=_JAN))
def _under_way_at_desk(message: UnderWayAtDesk, say: Say) -> str:
    # Translators: to the team, good news.
    return say(
        "{seeker} and {mentor} go on together and have noted their goals.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
    )


# -- goals -----------------------------------------------------------------------------------------------------------
@renders(
    GoalList(duo_id=_ID, name="Omar", goals=()),
    GoalList(duo_id=_ID, name="Omar", goals=_GOALS),
    GoalList(duo_id=_ID, name="Omar", goals=_THREE),
)
def _goal_list(message: GoalList, say: Say) -> Rendered:
    rows: Rows = tuple((_goal_button(goal, number),) for number, goal in enumerate(message.goals, start=1))
    if len(message.goals) < MOST:
        rows += ((_write_button(message.duo_id, say),),)
    rows += ((step_done_button(message.duo_id, say),),)
    if not message.goals:
        # Translators: what the two would like to reach together.
        return Rendered(say("You and {name} have no goals noted yet.", name=message.name), rows)
    # Translators: what the two would like to reach together; a list follows.
    title = say("What you and {name} would like to reach:", name=message.name)
    return Rendered("\n".join([title, *_lines(message.goals)]), rows)


@renders(GoalNews(duo_id=_ID, name="Omar", goals=_GOALS), GoalNews(duo_id=_ID, name="Omar", goals=()))
def _goal_news(message: GoalNews, say: Say) -> Rendered:
    if not message.goals:
        text = say("{name} took the last goal off your list.", name=message.name)
        return Rendered(text, ((_write_button(message.duo_id, say),),))
    # Translators: {name} wrote or changed a goal of both; the list of their goals follows.
    title = say("{name} wrote down what you would like to reach:", name=message.name)
    text = "\n".join([title, *_lines(message.goals)])
    return Rendered(text, ((_goals_button(message.duo_id, say),),))


def _lines(goals: Sequence[GoalLine]) -> list[str]:
    return [f"{number}. {escape(goal.text, quote=False)}" for number, goal in enumerate(goals, start=1)]


def _goal_button(goal: GoalLine, number: int) -> Button:
    return Button(clip(f"{number}. {goal.text}", _BUTTON_LENGTH), tap=OpenGoal(goal.goal_id))


def _write_button(duo_id: int, say: Say) -> Button:
    # Translators: button: write a goal down.
    return Button(say.label("Write a goal"), tap=NoteGoal(duo_id), style="primary")


def _goals_button(duo_id: int, say: Say) -> Button:
    # Translators: button: the goals of the reader and the partner.
    return Button(say.label("Our goals"), tap=ShowGoals(duo_id))


def _back(duo_id: int, say: Say) -> Button:
    return Button(say.label("Back"), tap=ShowGoals(duo_id))


@renders(WriteGoal(duo_id=_ID), WriteGoal(duo_id=_ID, text=_GOALS[0].text))
def _write_goal(message: WriteGoal, say: Say) -> Rendered:
    if message.text is None:
        # Translators: the next message is taken as a goal.
        text = say("Please write one goal in your own words. A short sentence is enough.")
    else:
        # Translators: {goal} is how the goal stands; the next message replaces it.
        text = say("It says: {goal}\nPlease write it anew.", goal=message.text)
    return Rendered(text, ((_back(message.duo_id, say),),))


@renders(OneGoal(duo_id=_ID, goal=_GOALS[0]))
def _one_goal(message: OneGoal, say: Say) -> Rendered:
    own = message.goal.goal_id
    # Translators: buttons about one goal: write it anew, or take it off the list.
    change = Button(say.label("Write it anew"), tap=ChangeGoal(own))
    remove = Button(say.label("Remove it"), tap=RemoveGoal(own), style="danger")
    return Rendered(escape(message.goal.text, quote=False), ((change, remove), (_back(message.duo_id, say),)))


@renders(GoalTooLong())
def _too_long(_message: GoalTooLong, say: Say) -> str:
    return say("That is a lot for one goal. Please say it in one or two sentences, {n} signs at most.", n=LONGEST)


@renders(GoalNotUsable())
def _not_usable(_message: GoalNotUsable, say: Say) -> str:
    return say("I could not read a goal in that. Please write it in a few words.")


# -- along the way ---------------------------------------------------------------------------------------------------
@renders(PromptGoals(duo_id=_ID, name="Omar"))
def _prompt_goals(message: PromptGoals, say: Say) -> Rendered:
    # Translators: both go on, and no goal was written down yet. An invitation, no reproach.
    text = say("What would you and {name} like to reach? One small goal is a good start.", name=message.name)
    return Rendered(text, ((_write_button(message.duo_id, say),),))


@renders(PromptMidterm(duo_id=_ID, name="Omar"))
def _prompt_midterm(message: PromptMidterm, say: Say) -> Rendered:
    # Translators: after about three of six months.
    text = say("You and {name} are half way. Would you like to plan a short review together?", name=message.name)
    idea = say("What went well, and what comes next?")
    # Translators: button: plan that meeting.
    plan = Button(say.label("Plan it"), tap=PlanSession(message.duo_id, SessionKind.MIDTERM), style="primary")
    return Rendered(f"{text}\n{idea}", ((plan,), (_goals_button(message.duo_id, say),)))


@renders(PromptClosing(duo_id=_ID, name="Omar"))
def _prompt_closing(message: PromptClosing, say: Say) -> Rendered:
    # Translators: at the end of about six months.
    text = say("You and {name} have come a long way. Would you like to plan a closing moment?", name=message.name)
    plan = Button(say.label("Plan it"), tap=PlanSession(message.duo_id, SessionKind.CLOSING), style="primary")
    return Rendered(text, ((plan,),))
