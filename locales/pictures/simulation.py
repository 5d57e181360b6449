"""What other thresholds would have done, beside today's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from locales.pictures.colours import CARD, INK, MUTED, PALE, RULE, TEAL, WARM
from locales.pictures.parts import LEFT, NOTHING, ROOM, Card, band, number
from locales.pictures.sheet import BODY, SMALLEST, Sheet
from locales.say import Say
from mentoring.pictures import Curve, SimulationPicture

_Written = Callable[[float], str]
_PLOT = 420  # pixels


def draw_simulation(picture: SimulationPicture, say: Say) -> Sheet:
    sheet = Sheet()
    # Translators: title of a picture: what would happen with other thresholds, compared with today's.
    band(sheet, say.plain("Trying other thresholds"), say.plain("How many duos would be noticed, and how early"))
    _legend(sheet, picture.rows, say)
    rows = picture.rows
    _measure(sheet, rows, say.plain("Alerts a week, for 100 duos"), [r.alerts_a_week for r in rows], _one(say))
    # Translators: a false alarm: a duo that goes well is brought to the team's attention.
    heading = say.plain("False alarms a week, for 100 duos that go well")
    _measure(sheet, rows, heading, [r.false_alarms_a_week for r in rows], _one(say))
    # Translators: of 100 duos that stop early, how many the team hears of before they have stopped.
    seen = [r.seen_percent for r in rows]
    _measure(sheet, rows, say.plain("Of 100 duos that stop: noticed in time"), seen, lambda v: number(v, say))
    # Translators: how many days the team hears of a duo before it stops (half of the duos more, half of them less).
    _measure(sheet, rows, say.plain("Days of lead (median)"), [r.lead_days for r in rows], lambda v: number(v, say))
    if picture.alarms:
        _curve(sheet, picture, say)
    return sheet.finish()


def _one(say: Say) -> _Written:
    return lambda value: number(value, say, 1)


def _name(rows: Sequence[Curve], place: int, say: Say) -> str:
    if rows[place].is_current:
        # Translators: the thresholds that an organisation has now, in a picture beside others.
        return say.plain("Today’s thresholds")
    others = [n for n, row in enumerate(rows) if not row.is_current]
    # Translators: thresholds that are tried out.
    words = say.plain("The other ones")
    return words if len(others) == 1 else f"{words} ({others.index(place) + 1})"


def _mark(sheet: Sheet, row: Curve, x: float, y: float) -> None:
    """A disc for today's, a diamond for others."""
    if row.is_current:
        sheet.disc(x, y, 15, TEAL, edge=CARD, line=2)
    else:
        sheet.diamond(x, y, 19, WARM)


def _legend(sheet: Sheet, rows: Sequence[Curve], say: Say) -> None:
    for place, row in enumerate(rows):
        _mark(sheet, row, LEFT + 18, sheet.y + 20)
        sheet.fit(LEFT + 54, sheet.y + 4, _name(rows, place, say), ROOM - 54, BODY, bold=True)
        sheet.y += 56
    sheet.y += 12


def _measure(
    sheet: Sheet, rows: Sequence[Curve], heading: str, values: Sequence[float | None], written: _Written
) -> None:
    highest = max([1e-9, *(value or 0 for value in values)])
    with Card(sheet, heading):
        for row, value in zip(rows, values, strict=True):
            _mark(sheet, row, LEFT + 18, sheet.y + 20)
            length = max(6.0, (ROOM - 54 - 150) * (value or 0) / highest)
            if value is not None:
                sheet.block(
                    LEFT + 54, sheet.y + 2, length, 36, TEAL if row.is_current else WARM, "" if row.is_current else "//"
                )
            words = NOTHING if value is None else written(value)
            sheet.text(LEFT + 54 + (length + 18 if value is not None else 0), sheet.y + 6, words, BODY, bold=True)
            sheet.y += 54


# -- the curve --------------------------------------------------------------------------------------------------------
def _curve(sheet: Sheet, picture: SimulationPicture, say: Say) -> None:
    """Duos noticed against false alarms: further up is better, further left is calmer."""
    # Translators: heading over a curve; it goes up to the right: who wants to notice more has more false alarms.
    heading = say.plain("The more is noticed, the more false alarms")
    # Translators: beside the upright axis of the curve.
    above = say.plain("Noticed in time, of 100 duos that stop")
    with Card(sheet, heading, above):
        points = sorted(picture.alarms)
        marks = [(row.false_alarms_a_week, row.seen_percent) for row in picture.rows]
        widest = max(1.0, ceil(max(x for x, _ in [*points, *marks])))
        left, top, width = LEFT + 80, sheet.y + 24, ROOM - 100

        def place(x: float, y: float) -> tuple[float, float]:
            return left + width * x / widest, top + _PLOT * (1 - y / 100)

        _grid(sheet, (left, top, width), widest, say)
        path = [place(x, y) for x, y in points]
        sheet.line([x for x, _ in path], [y for _, y in path], INK, 5)
        for row, mark in zip(picture.rows, marks, strict=True):
            _mark(sheet, row, *place(*mark))
        sheet.y = top + _PLOT + 66
        sheet.fit(
            LEFT + ROOM,
            sheet.y,
            say.plain("False alarms a week, for 100 duos that go well"),
            ROOM,
            SMALLEST,
            colour=MUTED,
            align="right",
        )
        sheet.y += 44


def _grid(sheet: Sheet, frame: tuple[float, float, float], widest: float, say: Say) -> None:
    left, top, width = frame
    for share in (0, 25, 50, 75, 100):
        y = top + _PLOT * (1 - share / 100)
        sheet.line([left, left + width], [y, y], PALE if share else RULE, 2)
        sheet.text(left - 16, y - 14, number(share, say), SMALLEST, colour=MUTED, align="right")
    step = max(1, ceil(widest / 6))
    for value in range(0, int(widest) + 1, step):
        sheet.text(
            left + width * value / widest, top + _PLOT + 18, number(value, say), SMALLEST, colour=MUTED, align="center"
        )
