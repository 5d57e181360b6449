"""Monday's picture for the team: how the duos stand, how often they met, how many answered."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import format_date

from locales.alert_words import level_word
from locales.pictures.colours import LEVELS, MUTED, PALE
from locales.pictures.parts import LEFT, ROOM, Card, Column, band, columns, number, times
from locales.pictures.sheet import BODY, SMALLEST, Sheet
from locales.say import Say
from mentoring.pictures import Week, WeekPicture
from storage.words import Level

_MOST = 26  # weeks
_THINNEST = 12  # pixels: one duo of many is seen as well


def draw_week(picture: WeekPicture, say: Say) -> Sheet:
    sheet, weeks = Sheet(), picture.weeks[-_MOST:]
    band(sheet, picture.organisation, _weeks(weeks, say))
    if weeks:
        _levels(sheet, weeks, say)
    if past := weeks[:-1]:  # the last one has just begun
        # Translators: heading over bars: how many meetings the duos of an organisation had in each week.
        with Card(sheet, say.plain("Meetings held")):
            columns(sheet, [Column(week.held, number(week.held, say), _monday(week, say)) for week in past], 190)
        _answers(sheet, past, say)
    return sheet.finish()


def _weeks(weeks: Sequence[Week], say: Say) -> str:
    if not weeks:
        # Translators: a picture of the weeks of an organisation that has just begun.
        return say.plain("There is nothing to show yet.")
    # Translators: below the name of an organisation: the weeks that a picture shows.
    return say.plural("The last week", "The last {n} weeks", len(weeks))


def _monday(week: Week, say: Say) -> str:
    """`23/11`: the week that begins on that day."""
    return format_date(week.monday, "d.M." if say.language == "de" else "d/M", locale=say.locale)


def _levels(sheet: Sheet, weeks: Sequence[Week], say: Say) -> None:
    highest = max(sum(week.levels.values()) for week in weeks) or 1
    # Translators: heading over bars: the duos of an organisation by level (going well, watch, at risk, urgent), each
    # Monday.
    with Card(sheet, say.plain("Duos, each Monday")):
        pitch, height = min(ROOM / len(weeks), 130), 300.0
        base = sheet.y + 44 + height
        for place, week in enumerate(weeks):
            _stack(sheet, week, (LEFT + (place + 0.1) * pitch, base), 0.8 * pitch, height / highest)
        sheet.line([LEFT, LEFT + pitch * len(weeks)], [base, base], PALE, 4)
        times(sheet, [_monday(week, say) for week in weeks], pitch, base + 16)
        sheet.y = base + 76
        for level in Level:
            _legend(sheet, level, weeks, say)


def _stack(sheet: Sheet, week: Week, corner: tuple[float, float], width: float, scale: float) -> None:
    x, y = corner
    for level in Level:  # what is to be looked at stands on top
        if number_of := week.levels.get(level, 0):
            tall = max(_THINNEST, number_of * scale)
            colour, hatch = LEVELS[level]
            sheet.block(x, y - tall, width, tall, colour, hatch)
            y -= tall


def _legend(sheet: Sheet, level: Level, weeks: Sequence[Week], say: Say) -> None:
    """The level's pattern, its word, how many there are now, and how many a week before."""
    now = weeks[-1].levels.get(level, 0)
    sheet.block(LEFT, sheet.y, 52, 36, *LEVELS[level])
    before = ""
    if len(weeks) > 1 and weeks[-2].levels:
        # Translators: beside a number of duos: how many it were a week before.
        before = say.plain("a week before: {n}", n=number(weeks[-2].levels.get(level, 0), say))
    room = ROOM - 72 - sheet.width(before, SMALLEST) - 24
    sheet.fit(LEFT + 72, sheet.y + 2, f"{number(now, say)}  {level_word(level, say)}", room, BODY, bold=True)
    sheet.text(LEFT + ROOM, sheet.y + 4, before, SMALLEST, colour=MUTED, align="right")
    sheet.y += 54


def _answers(sheet: Sheet, weeks: Sequence[Week], say: Say) -> None:
    # Translators: heading over bars: of 100 weekly questions that were asked, how many were answered.
    heading = say.plain("Answers to 100 weekly questions")
    with Card(sheet, heading):
        shares = [100 * week.answered / week.asked if week.asked else 0 for week in weeks]
        bars = [
            Column(share, number(share, say) if week.asked else "", _monday(week, say))
            for share, week in zip(shares, weeks, strict=True)
        ]
        columns(sheet, bars, 170, top=100)
