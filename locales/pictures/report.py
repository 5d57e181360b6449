"""A period's figures at a glance. What is not shown is said to be so: nobody can be recognised in a picture."""

from __future__ import annotations

from collections.abc import Iterator

from babel.dates import format_date

from locales.ending_words import reason_word
from locales.messages.reports_words import dimension_word
from locales.pictures.colours import MUTED, RULE, TEAL, WARM
from locales.pictures.parts import (
    BESIDE,
    HIDDEN,
    LEFT,
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
from mentoring.pictures import ReportPicture

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
                    Column(n, _count(n, say), format_date(day, _month(len(months)), locale=say.locale))
                    for day, n in months
                ],
                190,
            )
    if picture.reasons:
        # Translators: heading over bars: the reasons why duos ended early.
        with Card(sheet, say.plain("Why duos ended early")):
            bar_rows(sheet, [(reason_word(reason, say), n, _count(n, say)) for reason, n in picture.reasons])
    if picture.change:
        _change(sheet, picture, say)
    if any(_values(picture)):
        # Translators: below the figures of a report, some of which are replaced by the sign —.
        words = say.plain("— is not shown: so few people are behind it that they could be recognised.")
        sheet.y = sheet.paragraph(MARGIN, sheet.y + 8, words, INNER, colour=MUTED)
    return sheet.finish()


def _values(picture: ReportPicture) -> Iterator[bool]:
    """Whether each figure is hidden."""
    yield from (value is None for value in (picture.started, picture.active, picture.completed, picture.ended))
    yield picture.success_percent is None
    for rows in (picture.held_by_month, picture.reasons, picture.change):
        yield from (value is None for _, value in rows)


def _period(picture: ReportPicture, say: Say) -> str:
    pattern = "d. MMM y" if say.language == "de" else "d MMM y"
    days = (format_date(day, pattern, locale=say.locale) for day in (picture.first, picture.last))
    return " – ".join(days)


def _month(months: int) -> str:
    """As Babel's pattern; where there are many, the year tells more."""
    return "LLL" if months <= 13 else "LLL yy"


def _count(value: int | None, say: Say) -> str:
    return HIDDEN if value is None else number(value, say)


def _tiles(picture: ReportPicture, say: Say) -> Iterator[Tile]:
    # Translators: words below big numbers in a report: duos in a period.
    yield Tile(_count(picture.started, say), say.plain("duos started"))
    yield Tile(_count(picture.active, say), say.plain("duos under way"))
    # Translators: duos that came to a good end.
    yield Tile(_count(picture.completed, say), say.plain("well completed"))
    yield Tile(_count(picture.ended, say), say.plain("ended early"))
    percent = HIDDEN if picture.success_percent is None else f"{number(picture.success_percent, say)}\u00a0%"
    # Translators: below a share in per cent: of the job seekers, who found one of these within a year.
    yield Tile(percent, say.plain("found a job, training or internship within 12 months"))


# -- change -----------------------------------------------------------------------------------------------------------
def _change(sheet: Sheet, picture: ReportPicture, say: Say) -> None:
    # Translators: how the answers of job seekers to six questions (motivation and so on) have changed, in steps on a
    # row of five faces.
    note = say.plain("The average from the first answer to the last, in steps on the five faces.")
    with Card(sheet, say.plain("How answers have changed"), note):
        widest = max([_WIDEST_CHANGE, *(abs(value) for _, value in picture.change if value is not None)])
        for question, value in picture.change:
            sheet.fit(LEFT, sheet.y + 6, dimension_word(question, say), BESIDE - 24, 30)
            _bar(sheet, value, widest, say)
            sheet.y += 62


def _bar(sheet: Sheet, value: float | None, widest: float, say: Say) -> None:
    """To the right of the middle what is higher now, to the left what is lower; with its sign and an arrow."""
    middle, y, half = LEFT + (BESIDE + ROOM) / 2, sheet.y + 4, (ROOM - BESIDE) / 2 - 100
    sheet.line([middle, middle], [y - 4, y + 34], RULE, 4)
    if value is None:
        sheet.text(middle + 20, y + 2, HIDDEN, BODY, bold=True)
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
