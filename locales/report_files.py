"""`python -m locales.report_files`: a report as CSV or XLSX. JSON in, JSON out, in a process of its own (openpyxl).

Both open as they are in spreadsheets here: CSV with semicolons, decimal commas and UTF-8 with its mark. Numbers are
numbers; text is never a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal, format_percent

from locales.messages.reports_words import (
    HIDDEN,
    TOPIC_OF,
    figure_word,
    hidden_note,
    meaning,
    period_words,
    topic_word,
)
from locales.say import Say
from mentoring.lists.reading import covered
from mentoring.reports.chore import from_payload
from mentoring.reports.picture import FEDERATION
from mentoring.reports.values import Figure, Measure, Name, Report
from mentoring.taps_reports import Form

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what an XLSX cannot hold
_WIDTHS = (24, 46, 12, 16, 12, 12, 16, 12)
_MEANING_WIDTH = 100
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


# -- what stands in both -----------------------------------------------------------------------------------------------
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
        say.plain("The period before: {period}", period=period_words(report.before, say)),
    ]
    if report.is_shared:
        return [*lines, hidden_note(say)]
    return [*lines, say.plain("For the team only: small numbers can point at people.")]


def rows(report: Report, say: Say) -> Iterator[list[Cell]]:
    """A line for each figure."""
    for figure in report.figures:
        now = _cells(figure.measure, figure.value, figure.base, figure.is_hidden, figure.base_is_hidden)
        before = _cells(
            figure.measure, figure.before, figure.before_base, figure.before_is_hidden, figure.before_base_is_hidden
        )
        topic = topic_word(TOPIC_OF[figure.name], say)
        yield [topic, figure_word(figure.name, figure.part, say), *now, *before]


def _cells(
    measure: Measure, value: float | None, base: int | None, is_hidden: bool, base_is_hidden: bool
) -> tuple[Cell, Cell, Cell]:
    """Number, what it rests on, share or average."""
    rests_on: Cell = HIDDEN if base_is_hidden else base
    if is_hidden:
        return (None, rests_on, HIDDEN) if measure is Measure.MEAN else (HIDDEN, rests_on, _blank(measure))
    if value is None:
        return None, rests_on, None
    if measure is Measure.MEAN:
        return None, rests_on, Mean(value)
    share = Share(value / base) if measure is Measure.SHARE and base else None
    return int(value), rests_on, share


def _blank(measure: Measure) -> Cell:
    return HIDDEN if measure is Measure.SHARE else None


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


# -- CSV ---------------------------------------------------------------------------------------------------------------
def as_csv(report: Report, say: Say) -> bytes:
    """The figures with their definitions, a line each."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([_covered(line)] for line in title_lines(report, say))
    writer.writerow([])
    writer.writerow([*heads(say), say.plain("What it means")])
    for figure, row in zip(report.figures, rows(report, say), strict=True):
        writer.writerow([*(_in_csv(cell, say) for cell in row), _covered(meaning(figure.name, say))])
    return target.getvalue().encode("utf-8-sig")


def _in_csv(cell: Cell, say: Say) -> str:
    comma = "." if say.language == "en" else ","
    if isinstance(cell, Share):
        return f"{cell.part:.1%}".replace(".", comma)
    if isinstance(cell, Mean):
        return f"{cell.value:.2f}".replace(".", comma)
    return _covered(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _covered(text: str) -> str:
    return str(covered(_CONTROL.sub("", text)))


# -- XLSX --------------------------------------------------------------------------------------------------------------
def as_xlsx(report: Report, say: Say) -> bytes:
    """A sheet with the figures, and one with what they mean."""
    from openpyxl import Workbook

    book = Workbook()
    # Translators: names of the two sheets of a spreadsheet.
    figures, words = book.active, book.create_sheet(say.plain("Definitions"))
    figures.title = say.plain("Figures")
    _fill_figures(figures, report, say)
    _fill_words(words, report, say)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill_figures(sheet: Any, report: Report, say: Say) -> None:
    for line in title_lines(report, say):
        _text(sheet, sheet.max_row + (sheet.max_row > 1 or sheet["A1"].value is not None), 1, line)
    _embolden(sheet, 1, size=14)
    top = sheet.max_row + 2
    _head(sheet, top, heads(say))
    topic = ""
    for number, (figure, row) in enumerate(zip(report.figures, rows(report, say), strict=True), top + 1):
        for column, cell in enumerate(row, 1):
            _cell(sheet, number, column, cell)
        if figure.name in PARTS:
            _indent(sheet, number)
        if row[0] != topic:
            topic = str(row[0])
            _rule_above(sheet, number, len(row))
    _widths(sheet, _WIDTHS)
    sheet.freeze_panes = sheet.cell(top + 1, 3)
    _for_paper(sheet)


def _fill_words(sheet: Any, report: Report, say: Say) -> None:
    from openpyxl.styles import Alignment

    _head(sheet, 1, [*heads(say)[:2], say.plain("What it means")])
    for number, row in enumerate(meanings(report, say), 2):
        for column, text in enumerate(row, 1):
            _text(sheet, number, column, text)
            sheet.cell(number, column).alignment = Alignment(wrap_text=True, vertical="top")
    _widths(sheet, (*_WIDTHS[:2], _MEANING_WIDTH))
    sheet.freeze_panes = "A2"
    _for_paper(sheet)


def _cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        _text(sheet, row, column, cell)
        if cell == HIDDEN:
            _to_the_right(sheet, row, column)
    elif isinstance(cell, Share):
        sheet.cell(row, column, cell.part).number_format = "0.0%"
    elif isinstance(cell, Mean):
        sheet.cell(row, column, cell.value).number_format = "+0.00;-0.00;0.00"
    elif cell is not None:
        sheet.cell(row, column, cell).number_format = "#,##0"


def _text(sheet: Any, row: int, column: int, text: str) -> None:
    """Text as it stands: what begins with = is no formula either."""
    cell = sheet.cell(row, column, _CONTROL.sub("", text))
    cell.data_type = "s"


def _head(sheet: Any, row: int, texts: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, text in enumerate(texts, 1):
        _text(sheet, row, column, text)
        cell = sheet.cell(row, column)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E79")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left" if column < 3 else "right")


def _embolden(sheet: Any, row: int, *, size: int) -> None:
    from openpyxl.styles import Font

    sheet.cell(row, 1).font = Font(bold=True, size=size)


def _indent(sheet: Any, row: int) -> None:
    from openpyxl.styles import Alignment

    sheet.cell(row, 2).alignment = Alignment(indent=1)


def _to_the_right(sheet: Any, row: int, column: int) -> None:
    from openpyxl.styles import Alignment

    sheet.cell(row, column).alignment = Alignment(horizontal="right")


def _rule_above(sheet: Any, row: int, columns: int) -> None:
    """A thin line where another topic begins."""
    from openpyxl.styles import Border, Side

    for column in range(1, columns + 1):
        sheet.cell(row, column).border = Border(top=Side(style="thin", color="7F7F7F"))


def _widths(sheet: Any, widths: tuple[int, ...]) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _for_paper(sheet: Any) -> None:
    """As wide as a page of A4, lying."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


# -- the process -------------------------------------------------------------------------------------------------------
def content_of(report: Report, form: Form, language: str) -> bytes:
    """The file in that form."""
    say = Say(language, ZoneInfo("Europe/Brussels"))  # days only: no moment is told in it
    return as_xlsx(report, say) if form in {Form.XLSX, Form.SHARED_XLSX} else as_csv(report, say)


def main() -> None:
    content = content_of(*from_payload(json.load(sys.stdin)))
    json.dump({"content": b64encode(content).decode()}, sys.stdout)


if __name__ == "__main__":
    main()
