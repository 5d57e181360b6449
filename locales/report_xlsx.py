"""A report as a spreadsheet: the figures on one sheet, what they mean on another. Text is no formula."""

from __future__ import annotations

import io
from typing import Any

from locales.messages.reports_words import HIDDEN, NOTHING
from locales.report_rows import PARTS, Cell, Mean, Share, heads, meanings, rows, title_lines, without_control
from locales.say import Say
from mentoring.reports.values import Report

_WIDTHS = (24, 46, 12, 16, 12, 12, 16, 12)
_MEANING_WIDTH = 100


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
        if cell in {HIDDEN, NOTHING}:
            _to_the_right(sheet, row, column)
    elif isinstance(cell, Share):
        sheet.cell(row, column, cell.part).number_format = "0.0%"
    elif isinstance(cell, Mean):
        sheet.cell(row, column, cell.value).number_format = "+0.00;-0.00;0.00"
    elif cell is not None:
        sheet.cell(row, column, cell).number_format = "#,##0"


def _text(sheet: Any, row: int, column: int, text: str) -> None:
    """Text as it stands: what begins with = is no formula either."""
    cell = sheet.cell(row, column, without_control(text))
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
