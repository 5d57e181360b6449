"""A report as rows of a table, for every form in which it goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent

from locales.messages.reports_words import (
    HIDDEN,
    NOTHING,
    TOPIC_OF,
    beside_words,
    figure_word,
    hidden_note,
    meaning,
    nothing_note,
    period_words,
    topic_word,
)
from locales.say import Say
from mentoring.reports.picture import FEDERATION
from mentoring.reports.values import ALONE, Figure, Measure, Name, Report

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what an XLSX cannot hold
PARTS = frozenset({Name.REASON, Name.HELD_IN, Name.STEP, Name.LEAVING})  # they stand below what they are parts of


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one, shown as a percentage."""

    part: float


@dataclass(frozen=True, slots=True)
class Mean:
    """An average with one decimal."""

    value: float


Cell = str | int | Share | Mean | None


def without_control(text: str) -> str:
    """The text without signs that no file can hold."""
    return _CONTROL.sub("", text)


def heads(say: Say) -> list[str]:
    """The columns of the figures."""
    return [
        say.plain("Topic"),
        # Translators: heads of a table: a figure, its number, how many it rests on, its share in percent or average.
        say.plain("Figure"),
        say.plain("Number"),
        say.plain("Rests on"),
        say.plain("Share, average"),
        # Translators: heads of a table: the same three columns for the period before.
        say.plain("Number before"),
        say.plain("Rests on (before)"),
        say.plain("Share, average before"),
    ]


def title_lines(report: Report, say: Say) -> list[str]:
    """What stands above the table: whose figures, of which period, and who may see them."""
    lines = [
        report.organisation or FEDERATION,
        say.plain("Period: {period}", period=period_words(report.period, say)),
        # Translators: above a table; {beside} is such as "the year before, 1 Jan – 31 Dec 2025".
        say.plain("Beside it: {beside}", beside=beside_words(report, say)),
    ]
    if any(_has_nothing(figure) for figure in report.figures):
        lines.append(nothing_note(say))
    if report.is_shared:
        return [*lines, hidden_note(say)]
    return [*lines, say.plain("For the team only: small numbers can point at people.")]


def _has_nothing(figure: Figure) -> bool:
    """The sign for it stands in its row."""
    return figure.is_nothing or (figure.before_is_nothing and figure.name not in ALONE)


def rows(report: Report, say: Say) -> Iterator[list[Cell]]:
    """A line for each figure."""
    for figure in report.figures:
        now = _cells(figure.measure, figure.value, figure.base, figure.is_hidden, figure.base_is_hidden)
        before = _cells(
            figure.measure, figure.before, figure.before_base, figure.before_is_hidden, figure.before_base_is_hidden
        )
        if figure.name in ALONE:
            before = None, None, None
        topic = topic_word(TOPIC_OF[figure.name], say)
        yield [topic, figure_word(figure.name, figure.part, say), *now, *before]


def _cells(
    measure: Measure, value: float | None, base: int | None, is_hidden: bool, base_is_hidden: bool
) -> tuple[Cell, Cell, Cell]:
    """Number, what it rests on, share or average."""
    rests_on: Cell = HIDDEN if base_is_hidden else base
    if is_hidden:
        return _instead(HIDDEN, measure, rests_on)
    if value is None:
        return _instead(NOTHING, measure, rests_on)
    if measure is Measure.MEAN:
        return None, rests_on, Mean(value)
    share = Share(value / base) if measure is Measure.SHARE and base else None
    return int(value), rests_on, share


def _instead(sign: str, measure: Measure, rests_on: Cell) -> tuple[Cell, Cell, Cell]:
    """The sign, where a number would stand."""
    return None if measure is Measure.MEAN else sign, rests_on, None if measure is Measure.COUNT else sign


def in_words(cell: Cell, say: Say) -> str:
    """A cell as a person reads it: `1 200`, `33 %`, `+0,4`."""
    if isinstance(cell, Share):
        return str(format_percent(cell.part, locale=say.locale))
    if isinstance(cell, Mean):
        return str(format_decimal(cell.value, "+0.0;-0.0", locale=say.locale))
    if isinstance(cell, int):
        return str(format_decimal(cell, locale=say.locale))
    return cell or ""


def meanings(report: Report, say: Say) -> Iterator[list[str]]:
    """Every figure with its definition, once where it has several parts."""
    told: set[Name] = set()
    for figure in report.figures:
        if figure.name not in told:
            told.add(figure.name)
            yield [topic_word(TOPIC_OF[figure.name], say), _whole_word(figure, say), meaning(figure.name, say)]


def _whole_word(figure: Figure, say: Say) -> str:
    """What the figure is called as a whole."""
    whole = {
        # Translators: what several figures are about, in a table of definitions.
        Name.REASON: lambda: say.plain("Reasons for ending early"),
        Name.HELD_IN: lambda: say.plain("Meetings by month"),
        Name.STEP: lambda: say.plain("Steps by kind"),
        Name.CHANGE: lambda: say.plain("Change in six dimensions"),
        Name.ASKED: lambda: say.plain("Questions asked"),
        Name.ANSWERED: lambda: say.plain("Questions answered"),
        Name.LEAVING: lambda: say.plain("Where they stood at the end"),
    }
    return whole[figure.name]() if figure.name in whole else figure_word(figure.name, figure.part, say)
