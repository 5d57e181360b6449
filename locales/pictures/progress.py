"""How far a duo has come. Warm, and no school report: faces and words, no marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from locales.faces import face_label, subject_label
from locales.milestones import milestone_word, step_words
from locales.options import capitalised
from locales.pictures.colours import CARD, FACE, INK, MUTED, PALE, PANEL, RULE, TEAL, WARM
from locales.pictures.parts import LEFT, ROOM, Card, Tile, band, number, tiles
from locales.pictures.sheet import BODY, SMALLEST, Sheet, is_drawable
from locales.say import Say, without_html
from mentoring.messages.progress import StepLine
from mentoring.pictures import Line, ProgressPicture
from storage.words import Role

_A_ROW = 13  # weeks: a quarter of a year
_MOST_WEEKS = 104
_MOST_STEPS = 5
_PANEL = 142  # pixels of a curve
_LABEL = 130  # pixels before a row of weeks, for their numbers


def draw_progress(picture: ProgressPicture, say: Say) -> Sheet:
    sheet = Sheet()
    band(sheet, _title(picture, say), _since(picture, say))
    tiles(sheet, [tile for count, tile in _tiles(picture, say) if count], 3)
    _meetings(sheet, picture, say)
    if picture.lines and picture.to is Role.SEEKER:
        _answers(sheet, picture.lines, max(1, picture.weeks), say)
    _steps(sheet, picture, say)
    _goals(sheet, picture.goals, say)
    return sheet.finish()


def _title(picture: ProgressPicture, say: Say) -> str:
    if is_drawable(picture.name):
        return without_html(say("<b>You and {name}</b>", name=picture.name))
    # Translators: title of a picture, where the other's name cannot be drawn: the two of a duo, spoken to.
    return say.plain("The two of you")


def _since(picture: ProgressPicture, say: Say) -> str:
    if picture.weeks:
        # Translators: below the title "You and Amina" of a picture of what a duo has done so far.
        return say.plain("What you have done so far")
    return say.plain("This is your first week together.")


def _tiles(picture: ProgressPicture, say: Say) -> Iterator[tuple[int, Tile]]:
    # Translators: three words, each below a big number: "12 / weeks together", "9 / meetings", "3 / steps".
    weeks = say.plural("week together", "weeks together", picture.weeks)
    met = say.plural("meeting", "meetings", picture.held)
    steps = say.plural("step", "steps", picture.total_steps)
    for count, words in ((picture.weeks, weeks), (picture.held, met), (picture.total_steps, steps)):
        yield count, Tile(number(count, say), words)


# -- meetings ---------------------------------------------------------------------------------------------------------
def _meetings(sheet: Sheet, picture: ProgressPicture, say: Say) -> None:
    # Translators: heading over a row of dots, one for each week.
    with Card(sheet, say.plain("Your meetings, week by week")):
        if not picture.held:
            sheet.y = sheet.paragraph(LEFT, sheet.y, say.plain("Your meetings will be counted here."), ROOM, size=30)
            return
        weeks = picture.held_by_week[-_MOST_WEEKS:]
        _dots(sheet, weeks, len(picture.held_by_week) - len(weeks))
        _legend(sheet, max(weeks, default=0) > 1, say)


def _dots(sheet: Sheet, weeks: Sequence[int], before: int) -> None:
    """A dot for each week, a quarter of a year in a row, or half a year where they are many."""
    a_row = _A_ROW if len(weeks) <= 4 * _A_ROW else 2 * _A_ROW
    pitch = (ROOM - _LABEL) / a_row
    for start in range(0, len(weeks), a_row):
        row = weeks[start : start + a_row]
        first, last = before + start + 1, before + start + len(row)
        label = f"{first}–{last}" if first < last else str(first)
        sheet.text(LEFT, sheet.y + 22, label, SMALLEST, colour=MUTED)
        for place, held in enumerate(row):
            _week(sheet, LEFT + _LABEL + (place + 0.5) * pitch, sheet.y + 33, min(24, 0.4 * pitch), held)
        sheet.y += 72


def _week(sheet: Sheet, x: float, y: float, radius: float, held: int) -> None:
    if not held:
        sheet.disc(x, y, 0.3 * radius, PALE)
        return
    sheet.disc(x, y, radius, TEAL)
    if held > 1:
        sheet.disc(x, y, 0.5 * radius, TEAL, edge=CARD, line=4)


def _legend(sheet: Sheet, several: bool, say: Say) -> None:
    x = float(LEFT)
    # Translators: what a dot means: in that week the two met once, or more than once.
    for held, words in ((1, say.plain("one meeting")), (2, say.plain("more than one"))):
        if held == 1 or several:
            _week(sheet, x + 18, sheet.y + 24, 18, held)
            sheet.text(x + 48, sheet.y + 12, words, SMALLEST, colour=MUTED)
            x += 48 + sheet.width(words, SMALLEST) + 48
    sheet.y += 48


# -- the job seeker's own answers -------------------------------------------------------------------------------------
def _answers(sheet: Sheet, lines: Sequence[Line], weeks: int, say: Say) -> None:
    heading = without_html(say("<b>Your answers, since the beginning</b>"))
    with Card(sheet, heading, say.plain("Your mentor does not see this.")):
        sheet.y += 8
        width = (ROOM - 36) / 2
        for start in range(0, len(lines), 2):
            row = enumerate(lines[start : start + 2])
            sheet.y = 24 + max(
                _panel(sheet, line, weeks, LEFT + place * (width + 36), width, say) for place, line in row
            )


def _panel(sheet: Sheet, line: Line, weeks: int, x: float, width: float, say: Say) -> float:
    """One subject: the way from the first face to the last. Returns where it ends."""
    y = sheet.y
    sheet.fit(x, y, subject_label(line.question, None, say), width, BODY, bold=True)
    top = y + 54
    sheet.box(x, top, width, _PANEL, PANEL, radius=18)
    last = max(weeks, *(week for week, _ in line.points))
    places = [(x + 40 + (width - 80) * week / last, _level(top, face)) for week, face in line.points]
    sheet.line([x + 24, x + width - 24], [_level(top, 3), _level(top, 3)], RULE, 2)
    if len(places) > 1:
        sheet.line([p for p, _ in places], [p for _, p in places], TEAL, 5)
    for (px, py), (_, face) in list(zip(places, line.points, strict=True))[1:-1]:
        if min(abs(px - places[0][0]), abs(px - places[-1][0])) > 40 and face:
            sheet.disc(px, py, 8, TEAL, edge=PANEL)
    if len(places) > 1:
        _face(sheet, places[0], line.points[0][1], CARD)
    _face(sheet, places[-1], line.points[-1][1], FACE)
    return _in_words(sheet, line, x, top + _PANEL + 12, width, say)


def _level(top: float, face: int) -> float:
    return top + 0.5 * _PANEL + (3 - face) * (_PANEL - 72) / 4


def _in_words(sheet: Sheet, line: Line, x: float, y: float, width: float, say: Say) -> float:
    first, last = (_word(line.points[at][1], say) for at in (0, -1))
    # Translators: below a curve of somebody's answers: the first one, such as "So-so"; the newest one comes below.
    lines = [say.plain("First: {answer}", answer=first)] if len(line.points) > 1 else []
    # Translators: below a curve of somebody's answers: the newest one, such as "So-so".
    lines.append(say.plain("Now: {answer}", answer=last))
    for place, words in enumerate(lines):
        colour = INK if place == len(lines) - 1 else MUTED
        sheet.fit(x, y, words, width, SMALLEST, colour=colour)
        y += 40
    return y


def _word(face: int, say: Say) -> str:
    """The word of a face's button, without the face."""
    return face_label(face, say).split(" ", 1)[1]


def _face(sheet: Sheet, place: tuple[float, float], face: int, colour: str) -> None:
    x, y = place
    sheet.disc(x, y, 24, colour, edge=INK, line=2)
    for side in (-8, 8):
        sheet.disc(x + side, y - 6, 2.6, INK, line=0.5)
    if face == 3:
        sheet.line([x - 9, x + 9], [y + 9, y + 9], INK, 3, above=True)
    elif face > 3:
        sheet.arc(x, y + 3, (22, 16 if face == 5 else 10), (20, 160), INK)
    else:
        sheet.arc(x, y + 13, (20, 16 if face == 1 else 9), (200, 340), INK)


# -- steps and goals --------------------------------------------------------------------------------------------------
def _steps(sheet: Sheet, picture: ProgressPicture, say: Say) -> None:
    with Card(sheet, _steps_title(picture, say)):
        steps = picture.steps[:_MOST_STEPS]
        if not steps:
            sheet.y = sheet.paragraph(LEFT, sheet.y, say.plain("None noted yet. Small steps count too."), ROOM, size=30)
        for place, step in enumerate(steps):
            _step(sheet, step, say, is_last=place == len(steps) - 1)
        if rest := picture.total_steps - len(steps):
            words = say.plural("and {n} earlier one", "and {n} earlier ones", rest)
            sheet.text(LEFT + 60, sheet.y, words, SMALLEST, colour=MUTED)
            sheet.y += 44


def _steps_title(picture: ProgressPicture, say: Say) -> str:
    if picture.to is Role.SEEKER or not is_drawable(picture.name):
        # Translators: heading of a picture: the steps that the job seeker has reached, such as "CV ready".
        return without_html(say("<b>Your steps</b>")) if picture.to is Role.SEEKER else say.plain("Steps")
    return without_html(say("<b>Steps: {name}</b>", name=picture.name))


def _step(sheet: Sheet, step: StepLine, say: Say, *, is_last: bool) -> None:
    """One step on the line of time, newest on top, with a tick where both say so."""
    x, y = LEFT + 20, sheet.y + 22
    words = capitalised(step_words(step, say)) if is_drawable(step.text or "") else milestone_word(step.milestone, say)
    day = f"{say.short_day(step.on_day)} {step.on_day.year}" if step.other_year else say.short_day(step.on_day)
    lines = sheet.wrapped(words, BODY, ROOM - 60, 2, bold=True)
    for line in lines:
        sheet.text(LEFT + 60, sheet.y, line, BODY, bold=True)
        sheet.y += 44
    sheet.text(LEFT + 60, sheet.y, day, SMALLEST, colour=MUTED)
    sheet.y += 60
    if not is_last:
        sheet.line([x, x], [y, sheet.y + 22], PALE, 5)
    sheet.disc(x, y, 17, TEAL if step.is_confirmed else CARD, edge=TEAL, line=4)
    if step.is_confirmed:
        sheet.line([x - 8, x - 2, x + 9], [y, y + 7, y - 7], CARD, 4, above=True)


def _goals(sheet: Sheet, goals: Sequence[str], say: Say) -> None:
    shown = [goal for goal in goals if is_drawable(goal)]
    if not shown:
        return
    with Card(sheet, without_html(say("<b>Your goals</b>"))):
        for goal in shown:
            sheet.diamond(LEFT + 16, sheet.y + 18, 12, WARM)
            sheet.y = sheet.paragraph(LEFT + 60, sheet.y, capitalised(goal), ROOM - 60, size=30, lines=3) + 10
