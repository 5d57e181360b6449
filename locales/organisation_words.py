"""The words for an organisation's settings: each number as a line, its unit, why one is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from babel.dates import get_timezone, get_timezone_location

from locales.say import Html, Say
from mentoring.messages.organisation import Number
from mentoring.organisation.numbers import LATEST, Fault, Part, Refusal, Setting, bounds_of
from mentoring.thresholds import Unit

_MONDAY = date(2026, 11, 23)  # any
_LINES: dict[Setting, Callable[[Say, str], str]] = {
    # Translators: the settings of an organisation, a line each; {value} is such as "Wednesday", "17:00", "7 days".
    Setting.WEEKDAY: lambda say, value: say("Weekly question on: {value}", value=value),
    Setting.HOUR: lambda say, value: say("Weekly question from this hour on: {value}", value=value),
    # Translators: not all people are asked in the same minute.
    Setting.SPREAD: lambda say, value: say("Weekly question spread over: {value}", value=value),
    Setting.PROPOSAL_DAYS: lambda say, value: say("A proposal waits for answers: {value}", value=value),
    Setting.INVITATION_DAYS: lambda say, value: say("An invitation can be used for: {value}", value=value),
    # Translators: {value} is such as "week 12", counted from the start of the duo.
    Setting.MIDTERM_WEEK: lambda say, value: say("Mid-term review: {value}", value=value),
    # Translators: the meeting with which a duo ends; {value} is such as "week 26".
    Setting.CLOSING_WEEK: lambda say, value: say("Closing moment: {value}", value=value),
    # Translators: signals that a duo fades; "confirmed" is a meeting of which both said that it took place.
    Setting.WATCH_FIRST_SESSION: lambda say, value: say("First meeting not confirmed after: {value}", value=value),
    Setting.WATCH_CONTACT: lambda say, value: say("No confirmed meeting and no contact for: {value}", value=value),
    # Translators: {value} is such as "2 times".
    Setting.WATCH_UNANSWERED: lambda say, value: say("Weekly question unanswered in a row: {value}", value=value),
    Setting.WATCH_MISSED: lambda say, value: say("Meeting missed: {value}", value=value),
    Setting.RISK_SESSION: lambda say, value: say("No confirmed meeting for: {value}", value=value),
    Setting.RISK_SILENCE: lambda say, value: say("No sign from one side for: {value}", value=value),
    Setting.RISK_UNANSWERED: lambda say, value: say("Weekly question unanswered in a row: {value}", value=value),
    Setting.RISK_MISSED: lambda say, value: say("Meeting missed in a row: {value}", value=value),
    # Translators: one says that they met, the other says that they did not.
    Setting.RISK_CONTRADICTIONS: lambda say, value: say("The two contradict each other: {value}", value=value),
    # Translators: an alert is a note to the team about a duo that should be contacted.
    Setting.ALERT_TAKEN: lambda say, value: say("An alert nobody takes goes to the lead after: {value}", value=value),
    Setting.ALERT_REST: lambda say, value: say("A settled alert does not come back for: {value}", value=value),
    Setting.WAITING_NEWS: lambda say, value: say("Who waits hears news every: {value}", value=value),
    Setting.WAITING_ALERT: lambda say, value: say("The team hears that somebody waits after: {value}", value=value),
    Setting.ERASE: lambda say, value: say("Who is never paired is erased after: {value}", value=value),
}
_PARTS: dict[Part, Callable[[Say], str]] = {
    # Translators: titles of screens with settings of an organisation.
    Part.WEEKLY: lambda say: say("Weekly question"),
    Part.DUOS: lambda say: say("Proposals and duos"),
    Part.SIGNALS: lambda say: say("When a duo fades"),
    Part.TEAM: lambda say: say("Alerts and waiting"),
}

_UNITS: dict[Unit, Callable[[Say, int], str]] = {
    Unit.DAYS: lambda say, value: say.plural("{n} day", "{n} days", value),
    # Translators: Monday to Friday without public holidays; also on a button, at most 24 characters.
    Unit.WORKING_DAYS: lambda say, value: say.plural("{n} working day", "{n} working days", value),
    Unit.TIMES: lambda say, value: say.plural("{n} time", "{n} times", value),
    # Translators: counted from the start of a duo: "week 12".
    Unit.WEEKS: lambda say, value: say.plain("week {number}", number=value),
    Unit.MONTHS: lambda say, value: say.plural("{n} month", "{n} months", value),
    Unit.MINUTES: lambda say, value: say.plural("{n} minute", "{n} minutes", value),
    Unit.WEEKDAY: lambda say, value: say.weekday(_MONDAY + timedelta(days=value)),
    Unit.CLOCK: lambda say, value: say.clock(value),
}
_AGAINST: dict[Fault, Callable[[Say, Html], str]] = {
    # Translators: {other} is another setting with its number, such as "No confirmed meeting for: 21 days".
    Fault.NOT_LESS: lambda say, other: say("It has to be less than here: {other}.", other=other),
    Fault.NOT_MORE: lambda say, other: say("It has to be more than here: {other}.", other=other),
    Fault.ABOVE: lambda say, other: say("It can be as much as here, but not more: {other}.", other=other),
    Fault.BELOW: lambda say, other: say("It can be as much as here, but not less: {other}.", other=other),
}


def city(zone: str, say: Say) -> str:
    """A zone by its city, in the language spoken: `Bruxelles`."""
    return get_timezone_location(get_timezone(zone), locale=say.locale, return_city=True)


def line_of(number: Number, say: Say) -> str:
    """The setting with its number, as HTML."""
    return _LINES[number.setting](say, Html(value_of(number, say)))


def part_title(part: Part, say: Say) -> str:
    return _PARTS[part](say)


def level_heading(setting: Setting, say: Say) -> str:
    """Before the first signal of each level."""
    if setting is Setting.WATCH_FIRST_SESSION:
        # Translators: the first of two levels; heading above the signals.
        return say("<i>One of these: I ask the silent side in a friendly way.</i>")
    if setting is Setting.RISK_SESSION:
        # Translators: the second level; heading above the signals.
        return say("<i>Two of these: the coordinator gets an alert.</i>")
    return ""


def value_of(number: Number, say: Say) -> str:
    """A number with its unit; short enough for a button, and without HTML."""
    return _UNITS[bounds_of(number.setting).unit](say, number.value)


def limits_line(setting: Setting, say: Say) -> str:
    """From what to what it can be."""
    bounds = bounds_of(setting)
    least, most = (value_of(Number(setting, value), say) for value in (bounds.least, bounds.most))
    # Translators: the limits of a setting, such as "Possible: 3 days to 42 days."
    return say("Possible: {least} to {most}.", least=least, most=most)


def refusal_line(number: Number, refusal: Refusal, say: Say) -> str:
    """Why a number was not kept."""
    if refusal.fault is Fault.OUT_OF_BOUNDS:
        return say("That is not possible. {limits}", limits=Html(limits_line(number.setting, say)))
    if refusal.against is not None and refusal.fault in _AGAINST:
        other = Html(line_of(Number(refusal.against, refusal.limit or 0), say))
        return _AGAINST[refusal.fault](say, other)
    if refusal.fault is Fault.TOO_LATE:
        # Translators: {time} is when quiet hours begin. What is spread is the weekly question, over so many minutes.
        return say(
            "Then the last ones would be asked after {time}. Choose an earlier hour or a shorter spread.",
            time=say.clock(LATEST),
        )
    if bounds_of(number.setting).unit is Unit.CLOCK:
        return say("That is no time of day. Please write it like 17:30.")
    return say("That is no number. Please write it like 14.")
