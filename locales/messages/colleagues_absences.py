"""Who of the team is away, and who stands in then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from locales.lists import back_label
from locales.people_words import colleague_rows
from locales.rendering import Button, Rendered, renders
from locales.say import Html, Say
from mentoring.desk.absences import written
from mentoring.messages.colleagues import (
    AwayNoted,
    DayNotUsable,
    DayProblem,
    WhenAway,
    WhichDeputy,
    WhichFirstDay,
    WhichLastDay,
    YouAreDeputy,
    YouStandIn,
)
from mentoring.messages.people import Choice, Colleague
from mentoring.taps_colleagues import AskDeputy, ColleagueCard, NoteAbsence, SetDeputy, WriteAbsence

_ID = 2**62
_FIRST, _LAST = date(2026, 11, 24), date(2026, 12, 4)
_TEAM = (Colleague(1, "Lena"), Colleague(2, "Maximiliane", is_now=True), Colleague(3, "Tom", is_away=True))


# -- absences ---------------------------------------------------------------------------------------------------------
@renders(
    WhenAway(
        membership_id=_ID, name="Lena", is_self=True, today=_FIRST, week_ends=date(2026, 11, 29), stands_in="Claire"
    ),
    WhenAway(membership_id=_ID, name="Lena", is_self=False, today=_FIRST, week_ends=_FIRST, passed=True),
)
def _when(message: WhenAway, say: Say) -> Rendered:
    own, today = message.membership_id, message.today
    text = say("When are you away?") if message.is_self else say("When is {name} away?", name=message.name)
    if message.stands_in:
        # Translators: after the question when somebody is away; {name} is the colleague who stands in.
        text += " " + say("What comes in then goes to {name}.", name=message.stands_in)
    if message.passed:
        text = say("Those days have passed.") + "\n" + text
    first, week_ends = written(today), written(message.week_ends)
    quick = (
        Button(say.label("Today"), tap=NoteAbsence(own, first, first)),
        Button(say.label("This week"), tap=NoteAbsence(own, first, week_ends)),
    )
    # Translators: button: the days are written instead.
    other = Button(say.label("Other days"), tap=WriteAbsence(own))
    return Rendered(text, (quick, (other,), (_to_card(own, say),)))


@renders(WhichFirstDay(membership_id=_ID))
def _first(message: WhichFirstDay, say: Say) -> Rendered:
    # Translators: please write the example date as people write it.
    text = say("Please write the first day away. For example: 24/11.")
    return Rendered(text, ((_to_card(message.membership_id, say),),))


@renders(WhichLastDay(membership_id=_ID, first=_FIRST))
def _last(message: WhichLastDay, say: Say) -> Rendered:
    own, day = message.membership_id, written(message.first)
    text = say("From {day}. Please write the last day away.", day=say.day(message.first))
    # Translators: button: away on that day alone.
    one = Button(say.label("Only that day"), tap=NoteAbsence(own, day, day))
    return Rendered(text, ((one,), (_to_card(own, say),)))


_PROBLEMS: dict[DayProblem, Callable[[Say], str]] = {
    DayProblem.NO_DAY: lambda say: say("I cannot find that day in the calendar. Please write it like this: 24/11."),
    DayProblem.PAST: lambda say: say("That day has passed. Please write today or a day to come."),
    DayProblem.BEFORE_FIRST: lambda say: say("That is before the first day. Please write the last day away."),
    DayProblem.TOO_FAR: lambda say: say("That is more than a year away. Please write an earlier day."),
}


@renders(*(DayNotUsable(membership_id=_ID, problem=problem) for problem in DayProblem))
def _problem(message: DayNotUsable, say: Say) -> Rendered:
    return Rendered(_PROBLEMS[message.problem](say), ((_to_card(message.membership_id, say),),))


@renders(
    AwayNoted(organisation="Duo Dijle", first=_FIRST, last=_LAST, by="Lena"),
    AwayNoted(organisation="Duo Dijle", first=_FIRST, last=_FIRST, by="Lena"),
)
def _away_noted(message: AwayNoted, say: Say) -> str:
    return say(
        "{organisation}: {name} noted that you are away, {days}. Is that wrong? /colleagues",
        organisation=message.organisation,
        name=message.by,
        days=_span(message.first, message.last, say),
    )


@renders(
    YouStandIn(organisation="Duo Dijle", colleague="Tom", first=_FIRST, last=_LAST),
    YouStandIn(organisation="Duo Dijle", colleague="Tom", first=_FIRST, last=_FIRST),
)
def _stand_in(message: YouStandIn, say: Say) -> str:
    return say(
        "{organisation}: {name} is away, {days}. What comes in for {name} then comes to you.",
        organisation=message.organisation,
        name=message.colleague,
        days=_span(message.first, message.last, say),
    )


def _span(first: date, last: date, say: Say) -> Html:
    """`Tuesday 24 November to Friday 4 December`."""
    if first == last:
        return Html(say.day(first))
    # Translators: from the first to the last day, inside a sentence.
    return Html(say("{first} to {last}", first=say.day(first), last=say.day(last)))


# -- standing in ------------------------------------------------------------------------------------------------------
@renders(
    WhichDeputy(membership_id=_ID, name="Lena", is_self=True, choice=Choice(_TEAM), has_deputy=True),
    WhichDeputy(membership_id=_ID, name="Lena", is_self=False, choice=Choice(()), has_deputy=False),
)
def _which_deputy(message: WhichDeputy, say: Say) -> Rendered:
    own = message.membership_id
    if message.is_self:
        text = say("Who stands in while you are away?")
    else:
        text = say("Who stands in while {name} is away?", name=message.name)
    rows = colleague_rows(
        message.choice, lambda one: SetDeputy(own, one), lambda page: AskDeputy(own, page), ColleagueCard(own), say
    )
    if message.has_deputy:
        # Translators: button: nobody in particular stands in.
        rows = (*rows[:-1], (Button(say.label("No deputy"), tap=SetDeputy(own, 0)),), rows[-1])
    return Rendered(text, rows)


@renders(YouAreDeputy(organisation="Duo Dijle", colleague="Tom", by="Lena"))
def _you_are_deputy(message: YouAreDeputy, say: Say) -> str:
    if message.by == message.colleague:
        return say(
            "{organisation}: you stand in for {name} now. It counts while {name} is away.",
            organisation=message.organisation,
            name=message.colleague,
        )
    return say(
        "{organisation}: you stand in for {name} now. It counts while {name} is away. Arranged by {by}.",
        organisation=message.organisation,
        name=message.colleague,
        by=message.by,
    )


def _to_card(membership_id: int, say: Say) -> Button:
    return Button(back_label(say), tap=ColleagueCard(membership_id))
