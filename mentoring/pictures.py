"""What pictures show: plain values, drawn in the recipient's language by a process of its own (locales/pictures/).

A picture is asked for in a chore (`draw`), because drawing takes a second and a library that stays out of the
long-lived process.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from mentoring.chores import Tools
from mentoring.messages.progress import StepLine
from storage.words import EndReason, Level, Question, Role


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension over time: weeks since the beginning, and the face that was given (1 to 5)."""

    question: Question
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ProgressPicture:
    """How far a duo has come. `lines` only for the job seeker, whose answers they are."""

    name: str  # the other of the two
    weeks: int
    held: int
    held_by_week: tuple[int, ...]  # meetings in each week since the beginning
    goals: tuple[str, ...]
    steps: tuple[StepLine, ...]  # the newest first
    total_steps: int
    to: Role = Role.SEEKER  # who sees it
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """An organisation's duos in the week that begins on `monday`."""

    monday: date
    levels: Mapping[Level, int]  # running duos at its beginning
    held: int
    asked: int  # weekly questions
    answered: int


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """The Monday's picture: the last weeks, oldest first. The last one has just begun: only its levels count."""

    organisation: str
    weeks: tuple[Week, ...]


class Blank(StrEnum):
    """Why a figure has no number."""

    HIDDEN = "hidden"  # so few people are behind it that they could be recognised
    NOTHING = "nothing"  # there is nothing to count yet


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A period's figures at a glance."""

    title: str  # the organisation's name, or the federation's
    first: date
    last: date
    started: int | Blank
    active: int | Blank
    completed: int | Blank
    ended: int | Blank
    success_percent: int | Blank
    held_by_month: tuple[tuple[date, int | Blank], ...]
    reasons: tuple[tuple[EndReason, int | Blank], ...]
    change: tuple[tuple[Question, float | Blank], ...]  # average last minus first face


@dataclass(frozen=True, slots=True)
class Curve:
    """What thresholds would have done: one row of the simulator's table."""

    is_current: bool
    alerts_a_week: float  # for each 100 running duos
    false_alarms_a_week: float  # for each 100 healthy duos
    seen_percent: float  # dropouts alerted before they were known
    lead_days: float | None  # median days between the alert and the end that became known


@dataclass(frozen=True, slots=True)
class SimulationPicture:
    """Today's thresholds beside the other ones; `alarms`: (false alarms a week, percent seen) along the curve."""

    rows: tuple[Curve, ...]
    alarms: tuple[tuple[float, float], ...]


Picture = ProgressPicture | WeekPicture | ReportPicture | SimulationPicture
KINDS: Mapping[str, type[Picture]] = {
    "progress": ProgressPicture,
    "week": WeekPicture,
    "report": ReportPicture,
    "simulation": SimulationPicture,
}


def to_payload(picture: Picture, language: str) -> dict[str, Any]:
    """As JSON values, for the process that draws."""
    kind = next(name for name, cls in KINDS.items() if isinstance(picture, cls))
    return {"kind": kind, "language": language, "values": TypeAdapter(type(picture)).dump_python(picture, mode="json")}


def from_payload(payload: Mapping[str, Any]) -> tuple[Picture, str]:
    """The picture and the language again. Raises KeyError or pydantic's ValidationError."""
    picture: Picture = TypeAdapter(KINDS[payload["kind"]]).validate_python(payload["values"])
    return picture, str(payload["language"])


DRAWS = "locales.pictures"


async def draw(tools: Tools, picture: Picture, language: str) -> bytes:
    """That picture as a PNG, with words in that language. Raises ComputingFailedError."""
    answer = await tools.compute(DRAWS, to_payload(picture, language))
    return b64decode(answer["png"])
