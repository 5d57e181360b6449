"""The parts of a morning in words: lists that say what they leave out, no longer than a screen.

`body` is for every reader; the team's group shows the same text without the buttons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from locales.alert_words import level_word, reason_line
from locales.ending_words import outcome_word
from locales.messages.morning_words import pair_name, short_name
from locales.milestones import milestone_word
from locales.say import Say
from mentoring.messages.morning import (
    AlertLine,
    Asleep,
    ContactDue,
    ContactPoint,
    DigestFacts,
    Good,
    GoodNews,
    LongWait,
    Unanswered,
    Upcoming,
)
from storage.words import Level, Role, SessionKind

MOST_CHARACTERS = 1800  # as a phone shows them: a screen and a little
MOST_LINES = 48
_TAG = re.compile(r"</?[a-z]+>")


class _Limits(NamedTuple):
    """How many lines of each list are shown."""

    alerts: int
    unowned: int
    unanswered: int
    waiting: int
    contacts: int
    good: int
    today: int


# What is less urgent is folded first.
_STEPS = (
    _Limits(10, 3, 5, 3, 5, 5, 6),
    _Limits(10, 3, 3, 2, 3, 3, 4),
    _Limits(10, 2, 2, 1, 2, 2, 2),
    _Limits(10, 1, 1, 1, 1, 1, 1),
    _Limits(8, 1, 1, 1, 1, 1, 1),
    _Limits(6, 1, 1, 1, 1, 1, 1),
    _Limits(4, 1, 1, 1, 1, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Body:
    """The text, and which lines of it stand there: those have buttons."""

    text: str
    alerts: tuple[AlertLine, ...]
    unowned: tuple[AlertLine, ...]
    unanswered: tuple[Unanswered, ...]
    contacts: tuple[ContactDue, ...]


def body(facts: DigestFacts, say: Say, *, above: str = "", below: str = "") -> Body:
    """All parts that have something, with `above` and `below`; lists get shorter until it fits a screen."""
    made = _made(facts, say, _STEPS[0], above, below)
    for limits in _STEPS[1:]:
        if _fits(made.text):
            break
        made = _made(facts, say, limits, above, below)
    return made


def _fits(text: str) -> bool:
    return len(unescape(_TAG.sub("", text))) <= MOST_CHARACTERS and text.count("\n") < MOST_LINES


def _made(facts: DigestFacts, say: Say, limits: _Limits, above: str, below: str) -> Body:
    alerts, unowned = facts.alerts[: limits.alerts], facts.unowned[: limits.unowned]
    contacts, unanswered = facts.contacts[: limits.contacts], facts.unanswered[: limits.unanswered]
    parts = [
        above,
        *_alert_parts(facts, alerts, say),
        _part(_nobody_came(say), [_unowned_line(line, say) for line in unowned], facts.unowned_total, say),
        _part(_no_answer(say), [_unanswered_line(line, say) for line in unanswered], facts.unanswered_total, say),
        _part(
            _wait_long(say),
            [_wait_line(line, say) for line in facts.waiting[: limits.waiting]],
            facts.waiting_total,
            say,
        ),
        _part(_keep_in_touch(say), [_contact_line(line, say) for line in contacts], facts.contacts_total, say),
        _part(_good_news(say), [_good_line(line, say) for line in facts.good[: limits.good]], facts.good_total, say),
        _part(_today(say), [_today_line(line, say) for line in facts.today[: limits.today]], facts.today_total, say),
        below,
    ]
    return Body("\n\n".join(part for part in parts if part), alerts, unowned, unanswered, contacts)


def _part(heading: str, lines: list[str], total: int, say: Say) -> str:
    """Nothing where there is nothing; what is left out is counted."""
    if not total:
        return ""
    left_out = total - len(lines)
    return "\n".join([heading, *lines, *([_more(left_out, say)] if left_out else [])])


def _more(number: int, say: Say) -> str:
    # Translators: the end of a list of duos or people of which not all are shown.
    return say.plural("… and {n} more", "… and {n} more", number)


# -- whom to call ------------------------------------------------------------------------------------------------------
def _alert_parts(facts: DigestFacts, shown: tuple[AlertLine, ...], say: Say) -> Iterator[str]:
    """A part for each level, the worst first; the numbers are those of the buttons."""
    place = 0
    for level, total in facts.alert_totals:
        lines = []
        for line in (one for one in shown if one.level is level):
            place += 1
            lines.append(f"{place}. {_alert_line(line, say)}")
        yield _part(_level_heading(level, total, say), lines, total, say)


def _level_heading(level: Level, total: int, say: Say) -> str:
    # Translators: heading of a list of duos: "Urgent: 2", "At risk: 3".
    return say("<b>{level}: {n}</b>", level=level_word(level, say), n=total)


def _alert_line(line: AlertLine, say: Say) -> str:
    facts = " · ".join(fact for fact in (_reason(line, say), _taken(line, say)) if fact)
    return f"{pair_name(line.seeker, line.mentor, say)}\n{facts}".rstrip()


def _unowned_line(line: AlertLine, say: Say) -> str:
    names = pair_name(line.seeker, line.mentor, say)
    return f"• {names}\n{' · '.join(fact for fact in (_reason(line, say), _with_keeper(line, say)) if fact)}"


def _reason(line: AlertLine, say: Say) -> str:
    if line.reason is None:
        return ""
    return reason_line(line.reason, {Role.SEEKER: line.seeker, Role.MENTOR: line.mentor}, say)


def _taken(line: AlertLine, say: Say) -> str:
    if line.taken_by is None:
        return _with_keeper(line, say) if line.keeper is not None else ""
    day = say.short_day(line.taken_on) if line.taken_on is not None else "…"
    if line.is_yours and line.rests:
        # Translators: the reader looks after this duo since that day ("Mon 16 Nov"), and wrote down nothing since.
        return say("you are on it since {day}, nothing noted", day=day)
    if line.is_yours:
        # Translators: after a reason: the reader has taken this duo on that day ("Mon 16 Nov"), to contact it.
        return say("you are on it since {day}", day=day)
    # Translators: after a reason: {name} is a colleague who contacts this duo, since that day ("Mon 16 Nov").
    return say("{name} is on it since {day}", name=line.taken_by or "…", day=day)


def _with_keeper(line: AlertLine, say: Say) -> str:
    return _with(line.keeper or "…", say)


def _with(name: str, say: Say) -> str:
    # Translators: after a reason: {name} is the colleague who looks after this duo or person.
    return say("with {name}", name=name)


def _nobody_came(say: Say) -> str:
    # Translators: heading: duos of colleagues of whom the team was told, and which nobody has taken for days.
    return say("<b>Nobody is on these yet</b>")


def asleep_part(facts: DigestFacts, say: Say) -> str:
    """The duos whose alerts somebody snoozed: they are in the sums, and in no list of what is to be done."""
    return _part(_quiet(say), [_asleep_line(line, say) for line in facts.asleep], facts.asleep_total, say)


def _quiet(say: Say) -> str:
    # Translators: heading: duos of which somebody of the team said "Quiet for 3 days".
    return say("<b>Quiet for now</b>")


def _asleep_line(line: Asleep, say: Say) -> str:
    values = {"pair": pair_name(line.seeker, line.mentor, say), "level": level_word(line.level, say)}
    if line.until is None:
        # Translators: {pair} is both names of a duo, {level} for example "Urgent".
        return say("• {pair} ({level})", **values)
    # Translators: a duo that stays quiet until that day; {level} is for example "Urgent".
    return say("• {pair} ({level}): until {day}", day=say.day(line.until), **values)


# -- the other parts ---------------------------------------------------------------------------------------------------
def _no_answer(say: Say) -> str:
    # Translators: heading: people who wrote to the team, and whom nobody of the team has answered yet.
    return say("<b>Waiting for an answer of the team</b>")


def _unanswered_line(line: Unanswered, say: Say) -> str:
    # Translators: somebody who wrote to the team on that day.
    told = say("• {name}: since {day}", name=short_name(line.who, say), day=say.day(line.since))
    return told if line.keeper is None else f"{told} · {_with(line.keeper, say)}"


def _wait_long(say: Say) -> str:
    # Translators: heading: mentees who have waited for a mentor for too long.
    return say("<b>Waiting for long</b>")


def _wait_line(line: LongWait, say: Say) -> str:
    name, day = short_name(line.who, say), say.day(line.since)
    return say.plural(
        "• {name}: since {day}, {n} working day",
        "• {name}: since {day}, {n} working days",
        line.working_days,
        name=name,
        day=day,
    )


def _keep_in_touch(say: Say) -> str:
    # Translators: heading: duos that the team calls or writes to at fixed moments, also when all is well.
    return say("<b>Time to get in touch</b>")


_POINTS: dict[ContactPoint, Callable[[Say], str]] = {
    # Translators: moments in the life of a duo, after its names and a colon: "two weeks together (Monday 3 March)".
    ContactPoint.WEEK_2: lambda say: say.plain("two weeks together"),
    ContactPoint.DAY_30: lambda say: say.plain("a month together"),
    ContactPoint.MIDTERM: lambda say: say.plain("halfway"),
    ContactPoint.CLOSING: lambda say: say.plain("nearly at the end"),
}


def _contact_line(line: ContactDue, say: Say) -> str:
    # Translators: {pair} is both names of a duo, {point} for example "a month together".
    return say(
        "• {pair}: {point} ({day})",
        pair=pair_name(line.seeker, line.mentor, say),
        point=_POINTS[line.point](say),
        day=say.day(line.on_day),
    )


def _good_news(say: Say) -> str:
    return say("<b>Good news</b>")


def _good_line(line: GoodNews, say: Say) -> str:
    pair = pair_name(line.seeker, line.mentor, say)
    if line.about is Good.BACK:
        # Translators: {pair} is a duo of which the team was worried; it is in touch again by itself.
        return say("• {pair}: in touch again", pair=pair)
    if line.about is Good.STEP and line.step is not None:
        # Translators: {pair} is both names of a duo, {step} for example "CV ready".
        return say("• {pair}: {step}", pair=pair, step=milestone_word(line.step, say))
    if line.outcome is None:
        return say("• {pair}: well finished", pair=pair)
    # Translators: {outcome} is for example "In work".
    return say("• {pair}: well finished. {outcome}", pair=pair, outcome=outcome_word(line.outcome, say))


def _today(say: Say) -> str:
    # Translators: heading: what comes up today.
    return say("<b>Today</b>")


_KINDS: dict[SessionKind, Callable[[Say], str]] = {
    # Translators: kinds of meetings of a duo, after its names and a colon.
    SessionKind.FIRST: lambda say: say.plain("first meeting"),
    SessionKind.REGULAR: lambda say: say.plain("meeting"),
    SessionKind.MIDTERM: lambda say: say.plain("mid-term review"),
    SessionKind.CLOSING: lambda say: say.plain("closing meeting"),
}


def _today_line(line: Upcoming, say: Say) -> str:
    pair, kind = pair_name(line.seeker, line.mentor, say), _KINDS[line.kind](say)
    if line.at is None:
        # Translators: Tandem reminds the two today to plan their mid-term review or their closing meeting.
        return say("• {pair}: time to plan, {kind}", pair=pair, kind=kind)
    time = say.time(line.at)
    if not line.with_team:
        # Translators: "14:00 Amina and Jan: first meeting".
        return say("• {time} {pair}: {kind}", time=time, pair=pair, kind=kind)
    if line.who:
        # Translators: {who} is somebody of the team who comes along.
        return say("• {time} {pair}: {kind}, with {who}", time=time, pair=pair, kind=kind, who=say.list(line.who))
    # Translators: the reader, who works for the team, comes along.
    return say("• {time} {pair}: {kind}, with you", time=time, pair=pair, kind=kind)
