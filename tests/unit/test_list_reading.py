"""Whatever way a spreadsheet saves it: the same lines come out, or a word that says why not."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.lists.reading import (
    Line,
    ListUnusableError,
    Unusable,
    covered,
    read_day,
    read_sheet,
    uncovered,
)
from mentoring.lists.words import HEADS, MAX_BYTES, MAX_LINES, ROLES, Column, column_of, language_of, role_of
from mentoring.people import one_line
from storage.words import Role

_LATIN = st.characters(codec="cp1252", exclude_categories=["Cc", "Cf", "Cs", "Co"])
CELLS = st.text(_LATIN, max_size=30).map(one_line)
ROWS = st.lists(st.lists(CELLS, min_size=6, max_size=6).filter(any), min_size=1, max_size=8)


def sheet(rows: list[list[str]], delimiter: str = ";", newline: str = "\r\n") -> str:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return target.getvalue()


def why(content: bytes) -> tuple[Unusable, int | None]:
    with pytest.raises(ListUnusableError) as raised:
        read_sheet(content)
    return raised.value.why, raised.value.line


@given(
    rows=ROWS,
    delimiter=st.sampled_from(";,\t"),
    newline=st.sampled_from(["\r\n", "\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    order=st.permutations(list(Column)),
    language=st.sampled_from(sorted(HEADS)),
)
def test_the_same_lines_come_out_of_every_way_to_save_them(
    rows: list[list[str]], delimiter: str, newline: str, encoding: str, order: list[Column], language: str
) -> None:
    heads = [HEADS[language][column].upper() for column in order]
    content = sheet(
        [heads, *[[row[list(Column).index(column)] for column in order] for row in rows]], delimiter, newline
    )
    encoded = content.encode(encoding)
    if encoding == "cp1252" and _is_utf8(encoded) and not content.isascii():
        return  # by chance the bytes are another text in UTF-8: nobody can tell
    found = read_sheet(encoded).lines
    expected = [[uncovered(cell) for cell in row] for row in rows]
    assert [[getattr(line, column.value) for column in Column] for line in found] == expected
    assert [line.number for line in found] == list(range(2, len(rows) + 2))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.binary(max_size=400))
def test_no_bytes_do_anything_but_become_lines_or_a_word(content: bytes) -> None:
    with suppress(ListUnusableError):
        assert read_sheet(content).lines


@given(st.text(max_size=300))
def test_no_text_does_anything_but_become_lines_or_a_word(text: str) -> None:
    with suppress(ListUnusableError):
        assert read_sheet(f"role;label\n{text}".encode("utf-8", "surrogatepass")).lines


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Unusable.EMPTY),
        (b"\xef\xbb\xbf", Unusable.EMPTY),
        (b" \r\n\r\n", Unusable.EMPTY),
        (b"role;label\r\n;;\r\n", Unusable.EMPTY),
        (b"role\nmentee\n", Unusable.ONE_COLUMN),
        (b"role|label\nmentee|Anna\n", Unusable.ONE_COLUMN),
        (b"name;phone\nAnna;0470\n", Unusable.NO_ROLE),
        (b"role;phone\nmentee;0470\n", Unusable.NO_LABEL),
        (b"PK\x03\x04\x14\0\x06\0", Unusable.SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", Unusable.SPREADSHEET),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Unusable.NOT_TEXT),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Unusable.NOT_TEXT),
        (b"r\0o\0l\0e\0;\0", Unusable.NOT_TEXT),
        (b"\xff\xfer\0o", Unusable.NOT_TEXT),
        (b"role;label\n" + b"x" * MAX_BYTES, Unusable.TOO_BIG),
    ],
)
def test_what_is_no_list_is_told_apart(content: bytes, expected: Unusable) -> None:
    assert why(content) == (expected, None)


def test_an_open_quotation_mark_is_told_with_its_line() -> None:
    assert why(b'role;label\nmentee;Ben\nmentee;"Anna\nmentor;Carl\n') == (Unusable.QUOTES, 3)
    assert why(b'role;label\nmentee;"Anna" the first\n') == (Unusable.QUOTES, 2)


def test_ten_thousand_people_are_a_list_and_one_more_is_not() -> None:
    assert len(read_sheet(b"role;label\n" + b"mentee;x\n" * MAX_LINES).lines) == MAX_LINES
    assert why(b"role;label\n" + b"mentee;x\n" * (MAX_LINES + 1)) == (Unusable.TOO_MANY, None)


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    content = 'sep=;\n\nrole;label\n\nmentee;"Anna,\nTuesday"\nmentor;Ben\n'
    assert [(line.number, line.label) for line in read_sheet(content.encode()).lines] == [
        (5, "Anna, Tuesday"),
        (7, "Ben"),
    ]


def test_short_lines_have_empty_cells_and_long_ones_are_cut() -> None:
    assert read_sheet(b"role;label;reference\nmentee;Anna\nmentor;Ben;M1;more\n").lines == (
        Line(2, role="mentee", label="Anna"),
        Line(3, role="mentor", label="Ben", reference="M1"),
    )
    assert len(read_sheet(b"role;label\nmentee;" + b"a" * 100_000).lines[0].label) == 500


def test_unknown_columns_are_named_and_our_own_are_not() -> None:
    heads = "role;label;Téléphone;link;texte;Stand;;problem;a;b;c;d;e;f"
    assert read_sheet(f"{heads}\nmentee;Anna\n".encode()).unknown == ("Téléphone", "a", "b", "c", "d")


def test_of_two_columns_of_the_same_meaning_the_first_counts() -> None:
    (line,) = read_sheet(b"role;label;name\nmentee;Anna;Ben\n").lines
    assert line.label == "Anna"


# -- words -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", sorted(HEADS))
def test_what_we_write_we_read(language: str) -> None:
    for column, head in HEADS[language].items():
        assert column_of(f" {head.upper()}: ") is column
    for role, word in ROLES[language].items():
        assert role_of(word.capitalize()) is role


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Seeker", Role.SEEKER),
        ("demandeuse d'emploi", Role.SEEKER),
        ("WERKZOEKENDE", Role.SEEKER),
        ("Arbeitsuchende", Role.SEEKER),
        ("Mentorin", Role.MENTOR),
        ("coördinator", Role.COORDINATOR),
        ("coordinateur", Role.COORDINATOR),
        ("stagiaire", None),
        ("", None),
    ],
)
def test_roles_are_known_in_four_languages(word: str, role: Role | None) -> None:
    assert role_of(word) is role


@pytest.mark.parametrize(
    ("word", "code"),
    [("FR", "fr"), ("nl_BE", "nl"), ("Français", "fr"), ("Duits", "de"), ("englisch", "en"), ("xx", None), ("", None)],
)
def test_languages_are_known_by_code_and_name(word: str, code: str | None) -> None:
    assert language_of(word) == code


# -- days --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ["2026-03-01", "2026/3/1", "1/3/2026", "01.03.2026", "1-3-26", "2026-03-01 00:00:00", "2026-03-01T00:00", "46082"],
)
def test_a_day_is_read_as_spreadsheets_here_write_it(text: str) -> None:
    assert read_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text", ["", "soon", "31/2/2026", "3/31/2026", "2026", "1/3", "1999-12-31", "0", "9" * 30, "١"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d"]))
def test_every_day_is_read_as_it_is_written(day: date, form: str) -> None:
    assert read_day(day.strftime(form)) == day


@given(st.text())
def test_no_text_is_more_than_a_day_or_none(text: str) -> None:
    assert read_day(text) is None or isinstance(read_day(text), date)


# -- cells -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("cell", ["=1+1", "+32 470", "-Anna", "@cem", "\t=1"])
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(cell: str) -> None:
    assert covered(cell) == f"'{cell}"


@given(st.text(max_size=60).map(one_line))
def test_a_cell_that_goes_out_comes_in_as_it_was(cell: str) -> None:
    if cell.startswith(("'=", "'+", "'-", "'@")):
        return
    assert uncovered(covered(cell)) == cell
