"""What several pictures have: a band with the title, cards with a heading, tiles with a number, bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from locales.pictures.colours import BAND, CARD, INK, MUTED, ON_BAND, PALE, SOFT_ON_BAND, TEAL
from locales.pictures.sheet import BODY, HEAD, INNER, MARGIN, SMALLEST, WIDTH, Sheet
from locales.say import Say

PAD = 36  # between the edge of a card and what is in it
GAP = 28  # between cards
NOTHING = "–"  # there is nothing to count yet


def band(sheet: Sheet, title: str, below: str) -> None:
    """The head of a picture: whom or what it is about, and of which time."""
    lines = sheet.wrapped(title, 58, INNER, 2, bold=True)
    height = 48 + 72 * len(lines) + (60 if below else 0) + 12
    sheet.box(-40, -40, WIDTH + 80, height + 40, BAND, radius=36)
    for number, line in enumerate(lines):
        sheet.text(MARGIN, 46 + 72 * number, line, 58, bold=True, colour=ON_BAND)
    sheet.fit(MARGIN, 50 + 72 * len(lines), below, INNER, 36, colour=SOFT_ON_BAND)
    sheet.y = height + GAP


@dataclass(frozen=True, slots=True)
class Tile:
    number: str
    words: str


def tiles(sheet: Sheet, shown: Sequence[Tile], columns: int) -> None:
    """Numbers to see at a glance, each with its word below."""
    for start in range(0, len(shown), columns):
        row = shown[start : start + columns]
        width = (INNER - GAP * (len(row) - 1)) / len(row)
        room = width - 48
        lines = max(len(sheet.wrapped(tile.words, SMALLEST, room, 3)) for tile in row)
        for place, tile in enumerate(row):
            x = MARGIN + place * (width + GAP)
            sheet.box(x, sheet.y, width, 132 + 38 * lines)
            sheet.fit(x + 24, sheet.y + 28, tile.number, room, 76, bold=True, colour=TEAL)
            sheet.paragraph(x + 24, sheet.y + 112, tile.words, room, colour=MUTED)
        sheet.y += 132 + 38 * lines + GAP


class Card:
    """A light card across the sheet with a heading; what is drawn inside moves `sheet.y`."""

    def __init__(self, sheet: Sheet, heading: str, note: str = "") -> None:
        self._sheet = sheet
        self._heading = heading
        self._note = note
        self._top = sheet.y

    def __enter__(self) -> Sheet:
        sheet = self._sheet
        sheet.y += PAD
        for line in sheet.wrapped(self._heading, HEAD, INNER - 2 * PAD, 2, bold=True):
            sheet.text(MARGIN + PAD, sheet.y, line, HEAD, bold=True, colour=INK)
            sheet.y += 1.35 * HEAD
        if self._note:
            sheet.y = sheet.paragraph(MARGIN + PAD, sheet.y, self._note, INNER - 2 * PAD, colour=MUTED)
        sheet.y += 12
        return sheet

    def __exit__(self, *_: object) -> None:
        sheet = self._sheet
        sheet.y += PAD - 12
        sheet.box(MARGIN, self._top, INNER, sheet.y - self._top, CARD, depth=0.4)
        sheet.y += GAP


def number(value: float, say: Say, digits: int = 0) -> str:
    """As the language writes it: `1.234` or `2,5`."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=say.locale))


LEFT = MARGIN + PAD
ROOM = INNER - 2 * PAD
BESIDE = 440  # for words beside bars


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of a row over time; `value` None: not shown. `below`: its place in time, where there is room for it."""

    value: float | None
    above: str
    below: str


def columns(sheet: Sheet, bars: Sequence[Column], height: float, top: float = 0) -> None:
    """Bars side by side, with their values above and their times below, as many of these as fit."""
    highest = max([top, *(bar.value or 0 for bar in bars)]) or 1
    pitch = min(ROOM / max(1, len(bars)), 130)
    base = sheet.y + 44 + height
    for place, bar in enumerate(bars):
        x = LEFT + place * pitch
        if bar.value is None:
            sheet.outline(x + 0.15 * pitch, base - 26, 0.7 * pitch, 26, MUTED)
        else:
            sheet.block(
                x + 0.1 * pitch, base - height * bar.value / highest, 0.8 * pitch, height * bar.value / highest, TEAL
            )
    sheet.line([LEFT, LEFT + pitch * len(bars)], [base, base], PALE, 4)
    tops = [base - (26 if bar.value is None else height * bar.value / highest) for bar in bars]
    for place in spread(sheet, [bar.above for bar in bars], pitch):
        beside = int(sheet.width(bars[place].above, SMALLEST, bold=True) / 2 / pitch + 0.5)
        top = min(tops[max(0, place - beside) : place + beside + 1])
        sheet.text(LEFT + (place + 0.5) * pitch, top - 38, bars[place].above, SMALLEST, bold=True, align="center")
    times(sheet, [bar.below for bar in bars], pitch, base + 16)
    sheet.y = base + 60


def times(sheet: Sheet, words: Sequence[str], pitch: float, y: float) -> None:
    """The times below a row of bars, as many as fit."""
    for place in spread(sheet, words, pitch):
        sheet.text(LEFT + (place + 0.5) * pitch, y, words[place], SMALLEST, colour=MUTED, align="center")


def spread(sheet: Sheet, words: Sequence[str], pitch: float) -> list[int]:
    """Which of the words, each in the middle of its place, keep apart: every one, every second, and so on, the last."""
    widest = max((sheet.width(word, SMALLEST, bold=True) for word in words), default=0)
    step = max(1, int(-(-(widest + 14) // pitch))) if pitch else 1
    last = len(words) - 1
    half = widest / 2
    return [
        n
        for n in range(last, -1, -step)
        if words[n]
        and LEFT + (n + 0.5) * pitch - half >= LEFT - PAD
        and LEFT + (n + 0.5) * pitch + half <= LEFT + ROOM + PAD
    ]


def bar_rows(sheet: Sheet, rows: Sequence[tuple[str, float | None, str]]) -> None:
    """Words, a bar beside them, and its value as it is written; a value of None has no bar."""
    highest = max([1e-9, *(value or 0 for _, value, _ in rows)])
    most = max((sheet.width(written, BODY, bold=True) for *_, written in rows), default=0)
    room = ROOM - BESIDE - most - 24
    for words, value, written in rows:
        sheet.fit(LEFT, sheet.y + 6, words, BESIDE - 24, 30)
        length = 60 if value is None else max(6.0, room * value / highest)
        if value is None:
            sheet.outline(LEFT + BESIDE, sheet.y + 6, length, 28, MUTED)
        else:
            sheet.block(LEFT + BESIDE, sheet.y + 4, length, 34, TEAL)
        sheet.text(LEFT + BESIDE + length + 18, sheet.y + 7, written, BODY, bold=True)
        sheet.y += 62
