"""The words of a report: what each figure is called, what it means, how its value is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from babel.dates import format_date, format_interval
from babel.numbers import format_decimal, format_percent

from locales.ending_words import reason_word
from locales.milestones import milestone_word
from locales.options import capitalised
from locales.say import Say
from mentoring.milestones import Milestone
from mentoring.reports.periods import Beside, Period
from mentoring.reports.values import Figure, Leaving, Measure, Name, Report
from storage.words import EndReason, Question, Role

HIDDEN = "*"
NOTHING = "–"


class Topic(StrEnum):
    DUOS = "duos"
    RESULTS = "results"
    MEETINGS = "meetings"
    STEPS = "steps"
    CHANGE = "change"
    QUESTIONS = "questions"
    LEAVING = "leaving"


TOPIC_OF = {
    **dict.fromkeys((Name.STARTED, Name.RAN, Name.ACTIVE, Name.COMPLETED, Name.ENDED, Name.REASON), Topic.DUOS),
    **dict.fromkeys((Name.BETWEEN, Name.HANDED_OVER), Topic.DUOS),
    **dict.fromkeys((Name.SUCCESS, Name.NOT_YET, Name.STAYED_3, Name.STAYED_6), Topic.RESULTS),
    **dict.fromkeys((Name.HELD, Name.HELD_IN), Topic.MEETINGS),
    **dict.fromkeys((Name.STEPS, Name.STEP), Topic.STEPS),
    Name.CHANGE: Topic.CHANGE,
    **dict.fromkeys((Name.ASKED, Name.ANSWERED), Topic.QUESTIONS),
    **dict.fromkeys((Name.LEFT, Name.LEAVING, Name.LATER_KNOWN, Name.LATER_WORK), Topic.LEAVING),
}
_TOPICS: dict[Topic, Callable[[Say], str]] = {
    # Translators: headings in a report of figures. In reports a seeker is called as in the glossary's line "reports":
    # French personne en recherche d'emploi, Dutch werkzoekende, German Arbeitsuchende.
    Topic.DUOS: lambda say: say.plain("Duos"),
    Topic.RESULTS: lambda say: say.plain("Results"),
    Topic.MEETINGS: lambda say: say.plain("Meetings"),
    # Translators: the steps of job seekers, such as "CV ready".
    Topic.STEPS: lambda say: say.plain("Steps"),
    Topic.CHANGE: lambda say: say.plain("Change in the answers"),
    Topic.QUESTIONS: lambda say: say.plain("Weekly questions"),
    # Translators: where people stand when their mentoring is over.
    Topic.LEAVING: lambda say: say.plain("After the mentoring"),
}
_NAMES: dict[Name, Callable[[Say], str]] = {
    # Translators: what the figures of a report are called, before a colon and as a cell of a table.
    Name.STARTED: lambda say: say.plain("Duos started"),
    # Translators: duos that ran on at least one day of the period.
    Name.RAN: lambda say: say.plain("Duos that ran"),
    Name.ACTIVE: lambda say: say.plain("Running at the end"),
    Name.COMPLETED: lambda say: say.plain("Well finished"),
    # Translators: dropouts (French arrêt anticipé, Dutch vroegtijdig gestopt, German vorzeitig beendet).
    Name.ENDED: lambda say: say.plain("Ended early"),
    # Translators: handed over by one mentor, and no other one has begun yet.
    Name.BETWEEN: lambda say: say.plain("Between two mentors"),
    Name.HANDED_OVER: lambda say: say.plain("Went on with another mentor"),
    Name.SUCCESS: lambda say: say.plain("Job, training or internship within 12 months"),
    # Translators: duos that began too lately to be counted.
    Name.NOT_YET: lambda say: say.plain("Too early to count"),
    Name.STAYED_3: lambda say: say.plain("Still there after 3 months"),
    Name.STAYED_6: lambda say: say.plain("Still there after 6 months"),
    Name.HELD: lambda say: say.plain("Meetings held"),
    Name.STEPS: lambda say: say.plain("Steps noted"),
    # Translators: people whose mentoring was over in the period.
    Name.LEFT: lambda say: say.plain("Mentoring over"),
    Name.LATER_KNOWN: lambda say: say.plain("Known six months later"),
    Name.LATER_WORK: lambda say: say.plain("In work six months later"),
}
_LEAVING: dict[str, Callable[[Say], str]] = {
    # Translators: where people stand when their mentoring ends: indicators of the European Social Fund Plus.
    Leaving.WORK: lambda say: say.plain("In work at the end"),
    Leaving.TRAINING: lambda say: say.plain("In education or training at the end"),
    Leaving.EITHER: lambda say: say.plain("Job or training, not noted which"),
    Leaving.SEEKING: lambda say: say.plain("Still looking at the end"),
    Leaving.UNKNOWN: lambda say: say.plain("Something else, or not noted"),
}
_DIMENSIONS: dict[str, Callable[[Say], str]] = {
    # Translators: the six dimensions in which mentoring helps, as cells of a table.
    Question.MOTIVATION: lambda say: say.plain("Motivation"),
    Question.CONFIDENCE: lambda say: say.plain("Confidence in oneself"),
    Question.AUTONOMY: lambda say: say.plain("Autonomy"),
    Question.NETWORK: lambda say: say.plain("Network of contacts"),
    Question.CODES: lambda say: say.plain("Codes of working life"),
    Question.SEARCH: lambda say: say.plain("Active job search"),
}


def dimension_word(question: Question, say: Say) -> str:
    """One of the six, as a ministry calls it."""
    return _DIMENSIONS[question](say)


_ASKED: dict[str, Callable[[Say], str]] = {
    Role.SEEKER: lambda say: say.plain("Asked of job seekers"),
    Role.MENTOR: lambda say: say.plain("Asked of mentors"),
}
_ANSWERED: dict[str, Callable[[Say], str]] = {
    Role.SEEKER: lambda say: say.plain("Answered by job seekers"),
    Role.MENTOR: lambda say: say.plain("Answered by mentors"),
}


def topic_word(topic: Topic, say: Say) -> str:
    return _TOPICS[topic](say)


def figure_word(name: Name, part: str, say: Say) -> str:
    """What the figure is called, plain."""
    if name is Name.REASON:
        return reason_word(EndReason(part), say)
    if name is Name.HELD_IN:
        return capitalised(str(format_date(date.fromisoformat(f"{part}-01"), "MMMM yyyy", locale=say.locale)))
    if name is Name.STEP:
        return capitalised(milestone_word(Milestone(part), say))
    words = {Name.LEAVING: _LEAVING, Name.CHANGE: _DIMENSIONS, Name.ASKED: _ASKED, Name.ANSWERED: _ANSWERED}
    return words[name][part](say) if name in words else _NAMES[name](say)


# -- what it means -----------------------------------------------------------------------------------------------------
_MEANS: dict[Name, Callable[[Say], str]] = {
    # Translators: definitions of the figures, for a ministry as well as for a team: exact, in plain words, in short
    # sentences. "The period" is that of the report.
    Name.STARTED: lambda say: say.plain(
        "Duos that began in the period: both said yes. "
        "Who goes on with another mentor after a handover is not counted again."
    ),
    Name.RAN: lambda say: say.plain(
        "Duos that ran on at least one day of the period. Pauses count. A handover does not make a second duo."
    ),
    Name.ACTIVE: lambda say: say.plain("Of these, those that ran on after the last day. Pauses count."),
    Name.COMPLETED: lambda say: say.plain("Of these, those that the team closed in the period as well finished."),
    Name.ENDED: lambda say: say.plain(
        "Of these, those that the team closed in the period before their end, with a reason."
    ),
    Name.REASON: lambda say: say.plain("Duos that ended early, by the one reason that the team chose."),
    Name.BETWEEN: lambda say: say.plain(
        "Handed over in the period, and nobody has gone on yet. As soon as another mentor begins, the duo runs again."
    ),
    Name.HANDED_OVER: lambda say: say.plain(
        "Job seekers with whom another mentor began in the period, after a handover. "
        "A mentor who has only been asked is not counted."
    ),
    Name.SUCCESS: lambda say: say.plain(
        "Counted: duos whose twelve months were over in the period. "
        "The share of them with a job, training or internship by then. "
        "It is known from a step, from the end of the duo, or from a later answer. "
        "Steps that count: contract, training, internship. A job offer or a temp job alone does not count."
    ),
    Name.NOT_YET: lambda say: say.plain(
        "Duos that began less than twelve months before the last day. They are not part of that share."
    ),
    Name.STAYED_3: lambda say: say.plain(
        "Counted: duos whose first three months were over in the period. "
        "The share of them that still ran then. "
        "Who had finished well or found work before counts as well. A handover is no end."
    ),
    Name.STAYED_6: lambda say: say.plain("The same after six months."),
    Name.HELD: lambda say: say.plain(
        "Meetings in the period that took place, as the duo said, here or elsewhere. "
        "The number it rests on: duos that met."
    ),
    Name.HELD_IN: lambda say: say.plain("The same, by month."),
    Name.STEPS: lambda say: say.plain(
        "Steps reached in the period, as job seekers or mentors noted them. "
        "The number it rests on: job seekers with a step."
    ),
    Name.STEP: lambda say: say.plain("The same, by kind of step."),
    Name.CHANGE: lambda say: say.plain(
        "The last answer minus the first, on faces from 1 to 5, on average. "
        "Counted are job seekers with two answers or more, the last one in the period. "
        "The number it rests on: these job seekers."
    ),
    Name.ASKED: lambda say: say.plain(
        "Weekly questions sent in the period, with those at the start, half-way and at the end. "
        "The number it rests on: people asked."
    ),
    Name.ANSWERED: lambda say: say.plain("Of these, those with an answer until today."),
    Name.LEFT: lambda say: say.plain(
        "Job seekers whose mentoring was over in the period, well finished or early. A handover is no end."
    ),
    # Translators: ESF+ is the European Social Fund Plus (French FSE+, Dutch ESF+, German ESF+).
    Name.LEAVING: lambda say: say.plain(
        "Of these, where they stood on that day (ESF+ result indicators). "
        "The team notes it with the end. Internships are training. "
        "Where a duo ended early with “Job or training”, the last step decides."
    ),
    Name.LATER_KNOWN: lambda say: say.plain(
        "Counted: job seekers for whom six months since the end were over in the period. "
        "The share of them who told where they stand."
    ),
    Name.LATER_WORK: lambda say: say.plain("Of those who told it, those in work (ESF+ result indicator)."),
}


def meaning(name: Name, say: Say) -> str:
    """The definition of the figure, plain."""
    return _MEANS[name](say)


def hidden_note(say: Say) -> str:
    """What the sign of a hidden figure means, plain."""
    # Translators: under a table, some cells of which show only {sign}.
    return say.plain(
        "{sign}: hidden, because fewer than five people or duos stand behind it. "
        "Others beside it, zeros as well, are hidden so that nobody can work it out.",
        sign=HIDDEN,
    )


def nothing_note(say: Say) -> str:
    """What the sign means that stands where there is no number, plain."""
    # Translators: under figures, some of which show only {sign}: nobody has answered, no twelve months are over, ...
    return say.plain("{sign}: nothing to count yet.", sign=NOTHING)


# -- how it is written -------------------------------------------------------------------------------------------------
def period_words(period: Period, say: Say) -> str:
    """`1 janv. – 30 juin 2026`, plain."""
    if period.first == period.last:
        return str(format_date(period.first, "d MMM yyyy", locale=say.locale))
    return str(format_interval(period.first, period.last, "yMMMd", locale=say.locale))


_BESIDE: dict[Beside, Callable[[str, Say], str]] = {
    # Translators: what the figures of a report are compared with; {days} is such as "1 Jan – 31 Dec 2025". It stands
    # after "[ ]:" below figures, and after "Beside it:" above a table.
    Beside.MONTH: lambda days, say: say.plain("the month before, {days}", days=days),
    Beside.QUARTER: lambda days, say: say.plain("the quarter before, {days}", days=days),
    Beside.YEAR: lambda days, say: say.plain("the year before, {days}", days=days),
    # Translators: as many whole months, right before.
    Beside.MONTHS: lambda days, say: say.plain("as many months right before, {days}", days=days),
    # Translators: the period is a month that has not ended yet.
    Beside.SAME_OF_MONTH: lambda days, say: say.plain("the same days of the month before, {days}", days=days),
    Beside.SAME_OF_QUARTER: lambda days, say: say.plain("the same part of the quarter before, {days}", days=days),
    Beside.SAME_OF_YEAR: lambda days, say: say.plain("the same part of the year before, {days}", days=days),
    Beside.DAYS: lambda days, say: say.plain("as many days right before, {days}", days=days),
}


def beside_words(report: Report, say: Say) -> str:
    """What stands beside its figures, such as `the year before, 1 Jan – 31 Dec 2025`; plain."""
    return _BESIDE[report.period.beside](period_words(report.before, say), say)


def value_words(figure: Figure, say: Say) -> str:
    """`12`, `60 % (6 of 10)`, `+0.4 (12)`; plain."""
    return _written(figure.measure, figure.value, figure.base, figure.is_hidden, say)


def before_words(figure: Figure, say: Say) -> str:
    """The same of the period before."""
    return _written(figure.measure, figure.before, figure.before_base, figure.before_is_hidden, say)


def before_in_short(figure: Figure, say: Say) -> str:
    """The same without the numbers that a share rests on."""
    if figure.measure is Measure.SHARE and figure.before_percent is not None:
        return str(format_percent(figure.before_percent / 100, locale=say.locale))
    return before_words(figure, say)


def _written(measure: Measure, value: float | None, base: int | None, is_hidden: bool, say: Say) -> str:
    if is_hidden:
        return HIDDEN
    if value is None:
        return NOTHING
    if measure is Measure.MEAN:
        return str(format_decimal(value, "+0.0;-0.0", locale=say.locale))
    number = str(format_decimal(value, locale=say.locale))
    if measure is Measure.COUNT or not base:
        return number
    percent = format_percent(value / base, locale=say.locale)
    of = format_decimal(base, locale=say.locale)
    # Translators: a share, and of how many: "60 % (6 of 10)".
    return say.plain("{percent} ({n} of {base})", percent=percent, n=number, base=of)
