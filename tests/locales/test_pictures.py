"""The pictures: every text inside, none over another, readable colours, small files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from locales.pictures import colours
from locales.pictures.drawing import drawn
from locales.pictures.sheet import SMALLEST, WIDTH, Sheet, is_drawable
from locales.say import LANGUAGES, Say
from mentoring.messages.progress import StepLine
from mentoring.milestones import Milestone
from mentoring.pictures import (
    Blank,
    Curve,
    Line,
    Picture,
    ProgressPicture,
    ReportPicture,
    SimulationPicture,
    Week,
    WeekPicture,
    from_payload,
    to_payload,
)
from storage.words import EndReason, Level, Question, Role

_DAY = date(2026, 11, 24)
_OWN = StepLine(1, Milestone.OWN, date(2025, 9, 30), text="W" * 80, other_year=True, is_confirmed=True)
_LINES = tuple(
    Line(question, tuple((4 * n, 1 + (n * 3 + place) % 5) for n in range(15)))
    for place, question in enumerate(list(Question)[1:])
)
_LONG_NAME = "Agence bruxelloise pour l’accompagnement de l’emploi des jeunes et des moins jeunes"
_NO = Blank.HIDDEN
_MONTHS = tuple(
    (date(2016 + m // 12, m % 12 + 1, 1), Blank.HIDDEN if m % 7 == 0 else m * 37 % 2400) for m in range(120)
)
_CURVE = ((0.1, 31.0), (0.8, 78.0), (1.6, 91.0), (4.1, 98.0))


def _week(number: int, **levels: int) -> Week:
    return Week(_DAY + timedelta(weeks=number), {Level(word): n for word, n in levels.items()}, 29, 80, 58)


PICTURES: dict[str, Picture] = {
    "progress": ProgressPicture(
        name="Bram",
        weeks=13,
        held=9,
        held_by_week=(1, 1, 0, 1, 0, 1, 0, 1, 2, 1, 1, 0, 0, 0),
        goals=("Écrire un CV",),
        steps=(StepLine(1, Milestone.INTERVIEW, _DAY, is_confirmed=True), StepLine(2, Milestone.CV_READY, _DAY)),
        total_steps=2,
        lines=(Line(Question.MOTIVATION, ((0, 2), (12, 4))), Line(Question.SEARCH, ((3, 3),))),
    ),
    "progress of 60 weeks": ProgressPicture(
        name="Jean-Baptiste-Emmanuel Vandenbroucke-De Clippeleir (2)",
        weeks=60,
        held=1047,
        held_by_week=(1, 0, 3, 2) * 15 + (1,),
        goals=("x" * 200, "Trouver un travail " * 10, "Donaudampfschifffahrtsgesellschaft " * 5),
        steps=(_OWN,) * 6,
        total_steps=1234,
        lines=_LINES,
    ),
    "the mentor's": ProgressPicture("Amina", 13, 1, (1,) + (0,) * 13, (), (_OWN,), 1, Role.MENTOR),
    "the first week": ProgressPicture("Amina", 0, 0, (0,), (), (), 0),
    "a name in other letters": ProgressPicture("ሰላም 🌻", 3, 0, (0, 0, 0, 0), ("找工作", "🎯"), (), 0, Role.MENTOR),
    "week": WeekPicture("Duo Dijle", tuple(_week(n, well=38, watch=7, at_risk=3, urgent=n % 2) for n in range(8))),
    "half a year": WeekPicture(_LONG_NAME, tuple(_week(n, well=1380 + n, watch=n) for n in range(30))),
    "no week": WeekPicture("Duo Dijle", ()),
    "a week without duos": WeekPicture("Duo Dijle", (Week(_DAY, {}, 0, 0, 0),)),
    "report": ReportPicture(
        title="Mentoring Belgium",
        first=date(2026, 1, 1),
        last=date(2026, 6, 30),
        started=12_214,
        active=163,
        completed=0,
        ended=Blank.HIDDEN,
        success_percent=77,
        held_by_month=tuple(
            (date(2026, month, 1), Blank.HIDDEN if month == 4 else 12_300 + month) for month in range(1, 7)
        ),
        reasons=tuple((reason, Blank.HIDDEN if n % 3 == 0 else 7 * n) for n, reason in enumerate(EndReason)),
        change=tuple((q, Blank.HIDDEN if n == 3 else (n - 2) * 0.7) for n, q in enumerate(list(Question)[1:])),
    ),
    "ten years": ReportPicture(_LONG_NAME, date(2016, 1, 1), _DAY, _NO, _NO, _NO, _NO, _NO, _MONTHS, (), ()),
    "an empty report": ReportPicture("Duo Dijle", _DAY, _DAY, 0, 0, 0, 0, Blank.NOTHING, (), (), ()),
    "simulation": SimulationPicture(
        (Curve(True, 4.2, 1.6, 91, None), Curve(False, 22.9, 10.8, 98, 7), Curve(False, 0, 0, 0, None)), _CURVE
    ),
    "simulation without a curve": SimulationPicture((Curve(True, 0, 0, 0, None),), ()),
}


def _say(language: str) -> Say:
    return Say(language, ZoneInfo("Europe/Brussels"))


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
@pytest.mark.parametrize("name", PICTURES)
def test_every_text_of_a_picture_is_inside_apart_from_the_others_and_large_enough(name: str, language: str) -> None:
    sheet = drawn(PICTURES[name], _say(language))
    boxes = [(text.get_text(), text.get_window_extent(sheet.canvas.get_renderer())) for text in sheet.texts]

    width, height = sheet.canvas.get_width_height()
    assert width == WIDTH
    assert boxes
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.x1 <= width, words
        assert box.y0 >= 0, words
        assert box.y1 <= height, words
    for (one, first), (other, second) in combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 0 or down <= 0, f"{one!r} and {other!r}"
    assert min(text.get_fontsize() * 100 / 72 for text in sheet.texts) >= SMALLEST - 0.01


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_small_png_for_a_phone(name: str) -> None:
    content = drawn(PICTURES[name], _say("de")).png()

    shown = Image.open(BytesIO(content))
    assert (shown.format, shown.width) == ("PNG", WIDTH)
    assert shown.width + shown.height < 10_000  # Bot API, sendPhoto
    assert shown.convert("RGB").getpixel((4, shown.height - 4)) == colours.rgb(colours.GROUND)
    assert len(content) < 100_000


def test_text_stands_on_its_ground_with_contrast() -> None:
    pairs = [
        *[(text, ground) for text in (colours.INK, colours.MUTED) for ground in (colours.CARD, colours.GROUND)],
        (colours.TEAL, colours.CARD),
        (colours.ON_BAND, colours.BAND),
        (colours.SOFT_ON_BAND, colours.BAND),
    ]
    for text, ground in pairs:
        assert _contrast(text, ground) >= 4.5, (text, ground)


def test_levels_keep_apart_without_any_colour() -> None:
    assert len({hatch for _, hatch in colours.LEVELS.values()}) == len(Level)


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in colours.rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_mentor_sees_no_answer_of_the_job_seeker() -> None:
    lines = (Line(Question.MOTIVATION, ((0, 1), (12, 5))),)
    picture = ProgressPicture("Amina", 13, 1, (1,), (), (), 0, Role.MENTOR, lines)
    assert not any("Motivation" in text for text in _texts(drawn(picture, _say("en"))))


def test_what_a_report_does_not_show_is_said_to_be_so() -> None:
    hidden = _texts(drawn(PICTURES["report"], _say("en")))
    assert any(text.startswith("*: hidden") for text in hidden)
    assert not any("nothing to count" in text for text in hidden)
    none = ReportPicture("A", _DAY, _DAY, 12, 12, 5, 7, 50, (), (), ())
    assert not any("*" in text or "nothing to count" in text for text in _texts(drawn(none, _say("en"))))


def test_where_there_is_nothing_to_count_yet_nothing_is_said_to_be_hidden() -> None:
    nothing = tuple((question, Blank.NOTHING) for question in list(Question)[1:])
    first_year = ReportPicture("A", _DAY, _DAY, 12, 12, 5, 7, Blank.NOTHING, (), (), nothing)
    texts = _texts(drawn(first_year, _say("en")))
    assert texts.count("–") == 7
    assert "–: nothing to count yet." in texts
    assert not any("*" in text for text in texts)


def _texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.texts]


def test_names_in_letters_without_a_shape_are_left_out() -> None:
    assert is_drawable("Amélie Ștefănescu Żółć Мария Άννα ليلى")
    assert not is_drawable("ሰላም")
    shown = _texts(drawn(PICTURES["a name in other letters"], _say("en")))
    assert "The two of you" in shown


def test_no_markup_or_formula_in_what_people_wrote_is_read_as_one() -> None:
    picture = ProgressPicture("A & B <b>", 3, 1, (1,), ("$x^2$ & <i>50 $</i>",), (), 0)
    shown = _texts(drawn(picture, _say("en")))
    assert "You and A & B <b>" in shown
    assert "$x^2$ & <i>50 $</i>" in shown


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_drawn_travels_to_the_process_that_draws(name: str) -> None:
    payload = json.loads(json.dumps(to_payload(PICTURES[name], "nl")))
    assert from_payload(payload) == (PICTURES[name], "nl")


def test_the_process_answers_with_a_picture_where_nothing_can_be_written_but_a_temporary_folder(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "locales.pictures"],
        input=json.dumps(to_payload(PICTURES["week"], "fr")).encode(),
        capture_output=True,
        env={
            "PATH": os.environ["PATH"],
            "HOME": "/nowhere",
            "TMPDIR": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        check=True,
    )
    assert b64decode(json.loads(answer.stdout)["png"]).startswith(b"\x89PNG")
    assert list(tmp_path.iterdir()) == []  # it leaves nothing behind
