"""The reasons of an alert and what could be done next, in words for the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from locales.say import Html, Say
from mentoring.messages.pairing import Named
from mentoring.messages.probes import Move
from mentoring.signals.reasons import Kind, Reason
from storage.words import Level, Role

Names = Mapping[Role, Named]
_Line = Callable[[str, str, Reason, Say], str]  # of whom, since which day


def reason_line(reason: Reason, names: Names, say: Say) -> str:
    """One fact with its day, for example `No meeting for 24 days, since Tuesday 3 March`."""
    return _LINES[reason.kind](called(reason.side, names, say), say.day(reason.since), reason, say)


_LEVELS: dict[Level, Callable[[Say], str]] = {
    # Translators: how a duo stands, as its team sees it: in lines, headings and buttons of at most 24 characters.
    Level.WELL: lambda say: say.label("Going well"),
    # Translators: something is not as usual in a duo; Tandem asks the two how it goes.
    Level.WATCH: lambda say: say.label("Watch"),
    # Translators: a duo that may be fading; the team is to contact it.
    Level.AT_RISK: lambda say: say.label("At risk"),
    # Translators: a duo that the team is to contact at once.
    Level.URGENT: lambda say: say.label("Urgent"),
}


def level_word(level: Level, say: Say) -> str:
    return _LEVELS[level](say)


def tried_line(asked: Sequence[tuple[Role, date]], names: Names, say: Say) -> str:
    """Whom Tandem has asked how it goes, and when."""
    who = [
        # Translators: in a list of whom Tandem has asked: "Amina on Tuesday 3 November".
        say("{name} on {day}", name=called(side, names, say), day=say.day(day))
        for side, day in asked
    ]
    # Translators: Tandem has asked them how it goes with the two of them; {who} is a list with days.
    return say("Tandem has asked: {who}", who=Html(say.list(who)))


def called(side: Role | None, names: Names, say: Say) -> str:
    """That one's name; None: of both."""
    if side is not None:
        return names[side].name or "…"
    return say.list([names[Role.SEEKER].name or "…", names[Role.MENTOR].name or "…"])


def move_line(move: Move, whom: Role | None, names: Names, say: Say) -> str:
    """One suggestion."""
    name = called(whom, names, say)
    match move:
        case Move.CALL:
            # Translators: a suggestion to the team.
            return say("Idea: call {name}.", name=name)
        case Move.OFFER_PAUSE:
            return say("Idea: call {name} and offer a pause.", name=name)
        case Move.PLAN:
            # Translators: {name} is both names of a duo, "Amina and Jan".
            return say("Idea: help {name} to find a date.", name=name)
        case Move.ASK_BOTH:
            # Translators: {name} is both names of a duo, "Amina and Jan".
            return say("Idea: ask {name}, each alone, how they see it.", name=name)


# Each text stands alone with its values: where `say` is among the arguments, the extraction loses the plural.
def _help(name: str, day: str, reason: Reason, say: Say) -> str:
    times = reason.numbers["times"]
    return say.plural(
        "{name} asked for help: {day}", "{name} asked for help {n} times since {day}", times, name=name, day=day
    )


def _stop(name: str, day: str, _reason: Reason, say: Say) -> str:
    return say("{name} is not sure about going on: {day}", name=name, day=day)


def _lowest(name: str, day: str, reason: Reason, say: Say) -> str:
    # Translators: the lowest of five faces, given to the weekly question how the duo is going.
    return say.plural(
        "{name} gave the duo the lowest face: {day}",
        "{name} gave the duo the lowest face {n} times in a row, since {day}",
        reason.numbers["times"],
        name=name,
        day=day,
    )


def _blocked(name: str, day: str, _reason: Reason, say: Say) -> str:
    return say("{name}: messages do not arrive since {day}", name=name, day=day)


_WORRIES: dict[str, Callable[[Say], str]] = {
    # Translators: answers to "how is it going with the two of you?"; after "{name} said: ".
    "no_time": lambda say: say.plain("no time now"),
    "no_contact": lambda say: say.plain("not in touch"),
    "team": lambda say: say.plain("would like to talk to the team"),
}


def _worried(name: str, day: str, reason: Reason, say: Say) -> str:
    said = say.list(_WORRIES[word](say) for word in reason.numbers if word in _WORRIES)
    # Translators: {said} is for example "no time now".
    return say("{name} said: {said} ({day})", name=name, said=said, day=day)


def _contradiction(_name: str, day: str, reason: Reason, say: Say) -> str:
    return say.plural(
        "One says that they met, the other that they did not: {day}",
        "{n} times one says that they met, the other that they did not, since {day}",
        reason.numbers["times"],
        day=day,
    )


def _silence(name: str, day: str, reason: Reason, say: Say) -> str:
    return say.plural(
        "No sign of {name} for {n} day, since {day}",
        "No sign of {name} for {n} days, since {day}",
        reason.numbers["days"],
        name=name,
        day=day,
    )


def _unanswered(name: str, day: str, reason: Reason, say: Say) -> str:
    if "usual" not in reason.numbers:
        return say.plural(
            "{name}: {n} weekly question unanswered since {day}",
            "{name}: {n} weekly questions in a row unanswered since {day}",
            reason.numbers["times"],
            name=name,
            day=day,
        )
    # Translators: {usual} is how many weekly questions of 100 that person answers as a rule.
    return say.plural(
        "{name}: {n} weekly question unanswered since {day} (usually {usual} % answered)",
        "{name}: {n} weekly questions in a row unanswered since {day} (usually {usual} % answered)",
        reason.numbers["times"],
        name=name,
        day=day,
        usual=reason.numbers["usual"],
    )


def _missed(name: str, day: str, reason: Reason, say: Say) -> str:
    if reason.side is None:
        return say.plural(
            "Meeting missed: {day}", "{n} meetings in a row missed, since {day}", reason.numbers["times"], day=day
        )
    return say.plural(
        "{name} did not come to a meeting: {day}",
        "{name} did not come to {n} meetings in a row, since {day}",
        reason.numbers["times"],
        name=name,
        day=day,
    )


def _no_meeting(_name: str, day: str, reason: Reason, say: Say) -> str:
    days = reason.numbers["days"]
    return say.plural("No meeting for {n} day, since {day}", "No meeting for {n} days, since {day}", days, day=day)


def _first_late(_name: str, day: str, reason: Reason, say: Say) -> str:
    return say.plural(
        "No first meeting yet, {n} day after the start on {day}",
        "No first meeting yet, {n} days after the start on {day}",
        reason.numbers["days"],
        day=day,
    )


def _falling(name: str, day: str, reason: Reason, say: Say) -> str:
    # Translators: answers to the weekly question how the duo is going, from 1 to 5.
    return say(
        "{name}: the answer about the duo fell from {before} to {face} (of 5): {day}",
        name=name,
        before=reason.numbers["before"],
        face=reason.numbers["face"],
        day=day,
    )


def _low(name: str, day: str, reason: Reason, say: Say) -> str:
    # Translators: {face} of 5 was the answer to the weekly question how the duo is going.
    return say.plural(
        "{name}: a low answer about the duo ({face} of 5): {day}",
        "{name}: {n} low answers about the duo in a row, since {day}",
        reason.numbers["times"],
        name=name,
        face=reason.numbers["face"],
        day=day,
    )


def _unplanned(_name: str, day: str, reason: Reason, say: Say) -> str:
    days = reason.numbers["days"]
    return say.plural(
        "Nothing planned for {n} day, since {day}", "Nothing planned for {n} days, since {day}", days, day=day
    )


_LINES: dict[Kind, _Line] = {
    Kind.HELP: _help,
    Kind.WANTS_TO_STOP: _stop,
    Kind.LOWEST_FACE: _lowest,
    Kind.BLOCKED: _blocked,
    Kind.WORRIED: _worried,
    Kind.CONTRADICTION: _contradiction,
    Kind.SILENCE: _silence,
    Kind.UNANSWERED: _unanswered,
    Kind.MISSED_MEETINGS: _missed,
    Kind.NO_MEETING: _no_meeting,
    Kind.FIRST_MEETING_LATE: _first_late,
    Kind.FALLING_ANSWERS: _falling,
    Kind.LOW_ANSWERS: _low,
    Kind.NOTHING_PLANNED: _unplanned,
}
