"""Words that lists share: what is wrong with a line, numbers, cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from babel.numbers import format_decimal

from locales.options import language_word
from locales.portraits import clip
from locales.rendering import Document
from locales.say import Say
from mentoring.invitations import LABEL_LIMIT
from mentoring.lists.reading import covered
from mentoring.lists.values import Problem, Reason
from mentoring.lists.words import HEADS, MAX_REFERENCE, Column
from mentoring.welcome import MAX_DUOS

_WORD = 40  # characters of a cell that are quoted


def number(value: int, say: Say) -> str:
    """`10.000` or `10 000`, as the language writes it."""
    return str(format_decimal(value, locale=say.locale))


def newer_line(say: Say) -> str:
    """Above a list that is shown in place of an older one."""
    # Translators: somebody tapped a button of a list of people, after which another list was sent.
    return say("<b>A newer list has been sent since. Here it is.</b> Nothing of the older one is carried out.")


def heads(say: Say) -> list[str]:
    return [HEADS[say.language][column] for column in Column]


def csv_document(name: str, rows: Iterable[Sequence[str]], part: int = 1, parts: int = 1) -> Document:
    """A file that spreadsheets here open as it is: UTF-8 with its mark, semicolons, no cell that is a formula."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows([covered(cell) for cell in row] for row in rows)
    numbered = f"-{part}" if parts > 1 else ""
    return Document(f"tandem-{name}{numbered}.csv", target.getvalue().encode("utf-8-sig"))


def problem_words(problem: Problem, say: Say) -> str:
    """What is wrong with the line, plain, as after "Line 5:"."""
    return _PROBLEMS[problem.reason](clip(problem.about, _WORD), say)


def _role(word: str, say: Say) -> str:
    if not word:
        return say.plain("the role is missing: mentee, mentor or coordinator.")
    return say.plain("“{word}” is no role. There are mentee, mentor and coordinator.", word=word)


_PROBLEMS: dict[Reason, Callable[[str, Say], str]] = {
    # Translators: these say what is wrong with a line of a list of people: "Line 5: this person is here already."
    # {word} is what stands in the line.
    Reason.HERE: lambda _, say: say.plain("this person is here already or is invited."),
    Reason.ROLE: _role,
    Reason.LEAD: lambda _, say: say.plain("a lead coordinator cannot come by a list."),
    Reason.FEDERATION: lambda _, say: say.plain("somebody of the federation cannot come by a list."),
    Reason.LABEL_MISSING: lambda _, say: say.plain("the label is missing."),
    Reason.LABEL_LONG: lambda _, say: say.plain("the label is longer than {n} characters.", n=LABEL_LIMIT),
    Reason.LANGUAGE: lambda word, say: say.plain("I do not know the language “{word}”.", word=word),
    Reason.LANGUAGE_NOT_SPOKEN: lambda word, say: say.plain(
        # Translators: {language} is in the middle of the sentence: "French".
        "{language} is not one of your organisation's languages.",
        language=language_word(word, say),
    ),
    Reason.REFERENCE_LONG: lambda _, say: say.plain("the reference is longer than {n} characters.", n=MAX_REFERENCE),
    Reason.TWICE: lambda word, say: say.plain(
        "the same person as in line {number}. Two people? Give each a reference.", number=word
    ),
    Reason.DAY: lambda word, say: say.plain("“{word}” is not a date. For example: 01/03/2026.", word=word),
    Reason.FUTURE: lambda word, say: say.plain("the start “{word}” is in the future.", word=word),
    Reason.LONG_AGO: lambda word, say: say.plain("the start “{word}” is too long ago.", word=word),
    Reason.START_ALONE: lambda _, say: say.plain("there is a start, but no partner."),
    Reason.NO_START: lambda _, say: say.plain("there is a partner, but no start."),
    Reason.STARTS_DIFFER: lambda word, say: say.plain("the same duo has another start in line {number}.", number=word),
    Reason.PARTNER_OF_STAFF: lambda _, say: say.plain("a coordinator has no partner."),
    Reason.PARTNER_UNKNOWN: lambda word, say: say.plain(
        "the partner “{word}” is neither in this list nor in your organisation.", word=word
    ),
    Reason.PARTNER_AMBIGUOUS: lambda word, say: say.plain(
        "several people are called “{word}”. Name the partner by the reference.", word=word
    ),
    Reason.PARTNER_SAME_ROLE: lambda word, say: say.plain(
        "“{word}” has the same role. A duo is a mentee and a mentor.", word=word
    ),
    Reason.SEEKER_TAKEN: lambda word, say: say.plain("{name} already has a mentor.", name=word),
    Reason.MENTOR_FULL: lambda word, say: say.plain("{name} would have more than {n} mentees.", name=word, n=MAX_DUOS),
    Reason.PARTNER_BAD: lambda word, say: say.plain("the partner's line {number} has a problem.", number=word),
}
