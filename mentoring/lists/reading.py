"""Bytes become lines: in whatever way a spreadsheet saves a list as text. Pure; nothing is looked up here."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentoring.lists.words import MAX_BYTES, MAX_LINES, Column, column_of, is_our_own
from mentoring.people import one_line

_DELIMITERS = ";,\t"  # the first of them where none or several fit equally
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # XLSX, ODS and other archives; XLS
_CELL = 500  # characters: nothing that we keep is longer, and a report shall be readable
_MAX_HEADS = 5  # unknown columns that are named
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_EXCEL_DAYS = (36_526, 73_050)  # 2000-01-01 to 2099-12-31 as spreadsheets count them, from 1899-12-30
_EXCEL_ZERO = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_HOURS = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")


class Unusable(StrEnum):
    """Why a file is no list."""

    TOO_BIG = "too_big"
    GONE = "gone"  # Telegram gives it no more
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    SPREADSHEET = "spreadsheet"
    ONE_COLUMN = "one_column"
    NO_ROLE = "no_role"
    NO_LABEL = "no_label"
    TOO_MANY = "too_many"
    QUOTES = "quotes"  # a quotation mark that is not closed


class ListUnusableError(Exception):
    """The file is no list. `line`: where, if that can be said."""

    def __init__(self, why: Unusable, line: int | None = None) -> None:
        super().__init__(why)
        self.why, self.line = why, line


@dataclass(frozen=True, slots=True)
class Line:
    """One person as the file has them: tidied text, nothing understood yet. `number` is that of the line, from 1."""

    number: int
    role: str = ""
    label: str = ""
    language: str = ""
    reference: str = ""
    partner: str = ""
    started: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list that was read. `unknown`: heads of columns that are left out, at most five."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...] = ()


def read_sheet(content: bytes) -> Sheet:
    """The lines of the list. Raises ListUnusableError."""
    if len(content) > MAX_BYTES:
        raise ListUnusableError(Unusable.TOO_BIG)
    text = _decoded(content)
    rows = _rows(text, _delimiter(text))
    heads = next(rows, None)
    if heads is None:
        raise ListUnusableError(Unusable.EMPTY)
    places = _places(heads[1])
    lines: list[Line] = []
    for number, cells in rows:
        if len(lines) == MAX_LINES:
            raise ListUnusableError(Unusable.TOO_MANY)
        lines.append(_line(number, cells, places))
    if not lines:
        raise ListUnusableError(Unusable.EMPTY)
    unknown = [one_line(head)[:_CELL] for head in heads[1] if column_of(head) is None and not is_our_own(head)]
    return Sheet(tuple(lines), tuple(unknown[:_MAX_HEADS]))


# -- text ------------------------------------------------------------------------------------------------------------
def _decoded(content: bytes) -> str:
    """Raises ListUnusableError for what is no text."""
    if content.startswith(_SPREADSHEETS):
        raise ListUnusableError(Unusable.SPREADSHEET)
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListUnusableError(Unusable.NOT_TEXT)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _delimiter(text: str) -> str:
    """What stands most often between the heads; what Excel writes as `sep=;` is believed."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    told = re.fullmatch(r"sep=(.)", head.strip("\ufeff \"'"), re.IGNORECASE)
    if told and told[1] in _DELIMITERS:
        return told[1]
    outside = re.sub(r'"[^"]*"', "", head)
    return max(_DELIMITERS, key=outside.count)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line. Raises ListUnusableError."""
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            raise ListUnusableError(Unusable.QUOTES, before + 1) from None
        if cells is None:
            return
        is_hint = len(cells) <= 2 and cells and cells[0].casefold().startswith("sep=")
        if any(cell.strip() for cell in cells) and not is_hint:
            yield before + 1, cells
        before = reader.line_num


def _places(heads: list[str]) -> dict[Column, int]:
    """Where each column is; the first one counts. Raises ListUnusableError."""
    if sum(1 for head in heads if head.strip()) < 2:
        raise ListUnusableError(Unusable.ONE_COLUMN)
    places: dict[Column, int] = {}
    for place, head in enumerate(heads):
        column = column_of(head)
        if column is not None:
            places.setdefault(column, place)
    if Column.ROLE not in places:
        raise ListUnusableError(Unusable.NO_ROLE)
    if Column.LABEL not in places:
        raise ListUnusableError(Unusable.NO_LABEL)
    return places


def _line(number: int, cells: list[str], places: dict[Column, int]) -> Line:
    values = {column.value: uncovered(cells[place]) for column, place in places.items() if place < len(cells)}
    return Line(number, **values)


# -- cells -----------------------------------------------------------------------------------------------------------
def covered(cell: str) -> str:
    """The cell as it is written: what a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def uncovered(cell: str) -> str:
    """The cell as it was meant: one tidy line, without the apostrophe that `covered` or a spreadsheet put there."""
    tidy = one_line(cell[: 4 * _CELL])[:_CELL]
    return tidy[1:] if tidy.startswith("'") and tidy[1:].startswith(_DANGEROUS) else tidy


def read_day(text: str) -> date | None:
    """A day: `2026-03-01`, day first with slashes, dots or hyphens, or a spreadsheet's number. None for all else.

    Two digits of a year are of this century; nothing before the year 2000 is a day on which a duo began.
    """
    plain = _HOURS.sub("", text.strip())
    try:
        if found := _ISO.fullmatch(plain):
            day = date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _DAY_FIRST.fullmatch(plain):
            year = int(found[3])
            day = date(year if year >= 100 else 2000 + year, int(found[2]), int(found[1]))
        elif plain.isascii() and plain.isdigit() and _EXCEL_DAYS[0] <= int(plain[:9]) <= _EXCEL_DAYS[1]:
            day = _EXCEL_ZERO + timedelta(days=int(plain[:9]))
        else:
            return None
    except ValueError:
        return None
    return day if day.year >= 2000 else None
