"""A period's figures at a glance. What is not shown is said to be so: nobody can be recognised in a picture."""

from __future__ import annotations

from collections.abc import Iterator

from babel.dates import format_date

from locales.ending_words import reason_word
from locales.messages.reports_words import HIDDEN, dimension_word, nothing_note
from locales.pictures.colours import MUTED, RULE, TEAL, WARM
from locales.pictures.parts import (
    BESIDE,
    LEFT,
    NOTHING,
    ROOM,
    Card,
    Column,
    Tile,
    band,
    bar_rows,
    columns,
    number,
    tiles,
)
from locales.pictures.sheet import BODY, INNER, MARGIN, Sheet
from locales.say import Say
from mentoring.pictures import Blank, ReportPicture

_WIDEST_CHANGE = 1.0  # faces: the scale of the change goes at least so far to both sides


def draw_report(picture: ReportPicture, say: Say) -> Sheet:
    sheet = Sheet()
    band(sheet, picture.title, _period(picture, say))
    tiles(sheet, list(_tiles(picture, say)), 2)
    if picture.held_by_month:
        # Translators: heading over bars: how many meetings the duos of an organisation had in each month.
        with Card(sheet, say.plain("Meetings held")):
            months = picture.held_by_month
            columns(
                sheet,
                [
                    Column(_bar_of(n), _count(n, say), format_date(day, _month(len(months)), locale=say.locale))
                    for day, n in months
                ],
                190,
            )
    if picture.reasons:
        # Translators: heading over bars: the reasons why duos ended early.
        with Card(sheet, say.plain("Why duos ended early")):
            bar_rows(sheet, [(reason_word(reason, say), _bar_of(n), _count(n, say)) for reason, n in picture.reasons])
    if picture.change:
        _change(sheet, picture, say)
    for words in _legend(picture, say):
        sheet.y = sheet.paragraph(MARGIN, sheet.y + 8, words, INNER, colour=MUTED)
    return sheet.finish()


def _legend(picture: ReportPicture, say: Say) -> Iterator[str]:
    """What the signs mean that stand in the place of numbers, where there are any."""
    values = list(_values(picture))
    if Blank.HIDDEN in values:
        # Translators: below the figures of a report, some of which are replaced by {sign}.
        yield say.plain(
            "{sign}: hidden. It is about so few people that they could be recognised, or would tell such a number.",
            sign=HIDDEN,
        )
    if Blank.NOTHING in values:
        yield nothing_note(say)


def _values(picture: ReportPicture) -> Iterator[float | Blank]:
    yield from (picture.started, picture.active, picture.completed, picture.ended, picture.success_percent)
    for rows in (picture.held_by_month, picture.reasons, picture.change):
        yield from (value for _, value in rows)


def _period(picture: ReportPicture, say: Say) -> str:
    pattern = "d. MMM y" if say.language == "de" else "d MMM y"
    days = (format_date(day, pattern, locale=say.locale) for day in (picture.first, picture.last))
    return " – ".join(days)


def _month(months: int) -> str:
    """As Babel's pattern; where there are many, the year tells more."""
    return "LLL" if months <= 13 else "LLL yy"


def _count(value: int | Blank, say: Say) -> str:
    return _sign(value) if isinstance(value, Blank) else number(value, say)


def _sign(blank: Blank) -> str:
    return HIDDEN if blank is Blank.HIDDEN else NOTHING


def _bar_of(value: int | Blank) -> int | None:
    return None if isinstance(value, Blank) else value


def _tiles(picture: ReportPicture, say: Say) -> Iterator[Tile]:
    # Translators: words below big numbers in a report: duos in a period.
    yield Tile(_count(picture.started, say), say.plain("duos started"))
    yield Tile(_count(picture.active, say), say.plain("duos under way"))
    # Translators: duos that came to a good end.
    yield Tile(_count(picture.completed, say), say.plain("well completed"))
    yield Tile(_count(picture.ended, say), say.plain("ended early"))
    success = picture.success_percent
    percent = _sign(success) if isinstance(success, Blank) else f"{number(success, say)}\u00a0%"
    # Translators: below a share in per cent: of the job seekers, who found one of these within a year.
    yield Tile(percent, say.plain("found a job, training or internship within 12 months"))


# -- change -----------------------------------------------------------------------------------------------------------
def _change(sheet: Sheet, picture: ReportPicture, say: Say) -> None:
    # Translators: how the answers of job seekers to six questions (motivation and so on) have changed, in steps on a
    # row of five faces.
    note = say.plain("The average from the first answer to the last, in steps on the five faces.")
    with Card(sheet, say.plain("How answers have changed"), note):
        widest = max([_WIDEST_CHANGE, *(abs(value) for _, value in picture.change if not isinstance(value, Blank))])
        for question, value in picture.change:
            sheet.fit(LEFT, sheet.y + 6, dimension_word(question, say), BESIDE - 24, 30)
            _bar(sheet, value, widest, say)
            sheet.y += 62


def _bar(sheet: Sheet, value: float | Blank, widest: float, say: Say) -> None:
    """To the right of the middle what is higher now, to the left what is lower; with its sign and an arrow."""
    middle, y, half = LEFT + (BESIDE + ROOM) / 2, sheet.y + 4, (ROOM - BESIDE) / 2 - 100
    sheet.line([middle, middle], [y - 4, y + 34], RULE, 4)
    if isinstance(value, Blank):
        sheet.text(middle + 20, y + 2, _sign(value), BODY, bold=True)
        return
    length = half * value / widest
    sheet.block(min(middle, middle + length), y, abs(length), 30, TEAL if value > 0 else WARM)
    words = f"{'+' if value > 0 else '−' if value < 0 else '±'}{number(abs(value), say, 1)}"
    sheet.text(
        middle + length + (18 if value >= 0 else -18),
        y + 2,
        words,
        BODY,
        bold=True,
        align="left" if value >= 0 else "right",
    )
