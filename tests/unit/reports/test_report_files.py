"""The files of a report: what spreadsheets make of them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from locales.report_files import content_of
from locales.report_samples import sample_report
from mentoring.pictures import Blank
from mentoring.reports.making import Read, report_of
from mentoring.reports.paths import Path
from mentoring.reports.periods import Period
from mentoring.reports.picture import picture_of
from mentoring.reports.values import DuoRow, Happened, Report, Tally
from mentoring.taps_reports import Form
from storage.words import DuoState

LANGUAGES = ("fr", "nl", "de", "en")


def csv_rows(language: str = "fr", **values: str) -> list[list[str]]:
    content = content_of(sample_report(**values), Form.CSV, language)  # type: ignore[arg-type]
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_line_and_its_definition(language: str) -> None:
    rows = csv_rows(language)
    start = rows.index([]) + 1
    lines = rows[start + 1 :]
    assert len(lines) == len(sample_report().figures)
    assert {len(row) for row in lines} == {9}
    assert all(row[1] and row[8] for row in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spreadsheet_holds_numbers_as_numbers(language: str) -> None:
    book = load_workbook(io.BytesIO(content_of(sample_report(), Form.XLSX, language)))
    figures, words = book.worksheets
    numbers = [cell for row in figures.iter_rows() for cell in row if cell.data_type == "n" and cell.value is not None]
    assert len(numbers) > 100
    assert {cell.number_format for cell in numbers} == {"#,##0", "0.0%", "+0.00;-0.00;0.00"}
    assert figures.freeze_panes is not None
    assert words.max_row == 1 + len({figure.name for figure in sample_report().figures})


@pytest.mark.parametrize("name", ["=1+1", "+32 2 123", "-x", "@sum(A1)", '=HYPERLINK("http://x")', "a\x07b"])
def test_a_name_is_no_formula(name: str) -> None:
    first = csv_rows(organisation=name)[0][0]
    assert first[0] not in "=+-@"
    sheet = load_workbook(io.BytesIO(content_of(sample_report(organisation=name), Form.XLSX, "nl"))).worksheets[0]
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", name.replace("\x07", ""))


def test_decimals_are_written_as_the_language_has_them() -> None:
    assert any("33,3%" in row for row in csv_rows("nl"))
    assert any("33.3%" in row for row in csv_rows("en"))


def test_hidden_cells_are_stars_and_no_numbers() -> None:
    report = sample_report(is_shared=True)
    content = content_of(report, Form.SHARED_XLSX, "en")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    stars = sum(cell.value == "*" for row in sheet.iter_rows() for cell in row)
    assert stars >= sum(figure.is_hidden for figure in report.figures) > 0


def first_year() -> Report:
    """Duos that began lately: no twelve months are over, nobody answered twice, nothing before."""
    period = Period(date(2026, 1, 1), date(2026, 6, 30))
    nothing = Happened(Tally(0, 0), {}, Tally(0, 0), {}, {}, {})
    paths = tuple(Path((DuoRow(number, date(2026, 5, 4), None, DuoState.ACTIVE),)) for number in range(12))
    read = Read("Duo Dijle", paths, (period, period.before()), (nothing, nothing), period.last)
    return report_of(read, is_shared=True)


def test_nothing_to_count_yet_is_told_apart_from_what_is_hidden() -> None:
    report = first_year()
    text = content_of(report, Form.SHARED_CSV, "en").decode("utf-8-sig")
    assert "–: nothing to count yet." in text
    rows = {row[1]: row for row in csv.reader(io.StringIO(text), delimiter=";") if len(row) == 9}
    assert rows["Motivation"][2:8] == ["", "0", "–", "", "0", "–"]
    assert rows["Job, training or internship within 12 months"][2:5] == ["–", "0", "–"]
    assert rows["January 2026"][2:8] == ["0", "0", "", "", "", ""]
    sheet = load_workbook(io.BytesIO(content_of(report, Form.SHARED_XLSX, "en"))).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "–: nothing to count yet." in cells
    assert "–" in cells
    assert "*" not in cells
    picture = picture_of(report)
    assert picture is not None
    assert {value for _, value in picture.change} == {Blank.NOTHING}
    assert picture.success_percent is Blank.NOTHING


def test_where_all_is_counted_no_sign_is_explained() -> None:
    assert "nothing to count" not in content_of(sample_report(), Form.CSV, "en").decode("utf-8-sig")
