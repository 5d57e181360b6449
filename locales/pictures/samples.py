"""`python -m locales.pictures.samples [FOLDER]`: every picture in every language as a PNG, to look at on a phone."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from locales.pictures.drawing import drawn
from locales.say import LANGUAGES, SOURCE_LANGUAGE, Say
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
)
from storage.words import EndReason, Level, Question, Role

_DAY = date(2026, 11, 24)
_STEPS = (
    StepLine(1, Milestone.INTERVIEW, _DAY, is_confirmed=True),
    StepLine(2, Milestone.TRIAL_DAY, _DAY - timedelta(days=9)),
    StepLine(3, Milestone.OWN, _DAY - timedelta(days=30), text="J’ai appelé trois entreprises", is_confirmed=True),
    StepLine(4, Milestone.CV_READY, _DAY - timedelta(days=60), is_confirmed=True),
)
_LINES = (
    Line(Question.MOTIVATION, ((0, 2), (4, 3), (8, 3), (12, 4))),
    Line(Question.CONFIDENCE, ((0, 1), (5, 3), (9, 2), (12, 5))),
    Line(Question.AUTONOMY, ((0, 3), (12, 3))),
    Line(Question.NETWORK, ((0, 2), (6, 4), (12, 4))),
    Line(Question.CODES, ((0, 4), (7, 3), (12, 2))),
    Line(Question.SEARCH, ((3, 3),)),
)
_HELD = (1, 1, 0, 1, 1, 1, 0, 1, 2, 1, 1, 0, 1)
_GOALS = ("Écrire un CV dont je suis contente", "Trouver un stage dans la vente")


def _week(number: int) -> Week:
    levels = {Level.WELL: 38 + number, Level.WATCH: 7 - number % 3, Level.AT_RISK: 3, Level.URGENT: number % 2}
    return Week(date(2026, 9, 28) + timedelta(weeks=number), levels, 29 + 3 * number % 7, 80, 58 + number)


_HELD_IN: tuple[int | Blank, ...] = (310, 288, 402, Blank.HIDDEN, 421, 390)
SAMPLES: Mapping[str, Picture] = {
    "progress": ProgressPicture("Bram", 13, 11, _HELD, _GOALS, _STEPS, 4, Role.SEEKER, _LINES),
    "progress-mentor": ProgressPicture("Amina", 13, 11, _HELD, _GOALS[:1], _STEPS, 9, Role.MENTOR),
    "week": WeekPicture("Duo Dijle", tuple(_week(number) for number in range(8))),
    "report": ReportPicture(
        title="Mentoring Belgium",
        first=date(2026, 1, 1),
        last=date(2026, 6, 30),
        started=214,
        active=163,
        completed=88,
        ended=Blank.HIDDEN,
        success_percent=77,
        held_by_month=tuple((date(2026, month, 1), held) for month, held in enumerate(_HELD_IN, start=1)),
        reasons=tuple(zip(EndReason, (22, 12, Blank.HIDDEN, 6, 9, Blank.HIDDEN, 5, 3), strict=True)),
        change=tuple(zip(list(Question)[1:], (0.6, 0.9, 0.4, -0.2, 0.0, Blank.NOTHING), strict=True)),
    ),
    "simulation": SimulationPicture(
        (Curve(True, 4.2, 1.6, 91, 11), Curve(False, 2.9, 0.8, 78, 7)),
        ((0.1, 31), (0.3, 52), (0.8, 78), (1.2, 86), (1.6, 91), (2.8, 96), (4.1, 98)),
    ),
}


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for language in (*LANGUAGES, SOURCE_LANGUAGE):
        for name, picture in SAMPLES.items():
            content = drawn(picture, Say(language, ZoneInfo("Europe/Brussels"))).png()
            (folder / f"{name}-{language}.png").write_bytes(content)
    print(f"Look at {folder}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
