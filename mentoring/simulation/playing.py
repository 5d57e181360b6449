"""Thresholds of today beside other ones, over the same duos, as values in and out: what a process of its own does.

Each duo is played under all of them before the next one. When the time is over, the figures are those of a half of the
duos, or of a half of that half: a fixed number, so that the clock does not tell two who ask the same different figures.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any

from pydantic import TypeAdapter

from mentoring.organisation.numbers import Setting, offered
from mentoring.simulation.figures import Figures, figures_of, total
from mentoring.simulation.made_up import made_up
from mentoring.simulation.past import Past
from mentoring.simulation.replaying import Player
from mentoring.thresholds import Thresholds, contradicted

FEWEST = 25  # duos: so many are played however long it takes; fewer say nothing
POINTS = 3  # more thresholds along the curve, beside the two that are compared
_PART = 50  # made-up duos a task


@dataclass(frozen=True)
class MadeUp:
    """A made-up cohort. `dropouts`: the chance a week (mentoring/simulation/people.py)."""

    duos: int
    seed: int
    dropouts: float


@dataclass(frozen=True)
class Order:
    """What is to be played. The first thresholds are today's, the second those tried, the rest the curve."""

    thresholds: tuple[Thresholds, ...]
    pasts: tuple[Past, ...] = ()
    made_up: MadeUp | None = None
    seconds: float = 90.0  # for all of it, as far as more than the fewest are played


@dataclass(frozen=True)
class Found:
    """What came of it, in the order of the thresholds. `played` of `duos`: all, or as many halves of it as it took."""

    duos: int
    played: int
    figures: tuple[Figures, ...]


@dataclass(frozen=True)
class Answer:
    """Of the organisation's own duos and of the made-up ones, as far as they were asked for."""

    own: Found | None = None
    made_up: Found | None = None


def play(order: Order) -> Answer:
    """Plays what is asked for, here, within the time: the same order has the same answer, as far as time allows."""
    begun, own, made = time.monotonic(), None, None
    if order.pasts:
        shuffled = list(order.pasts)
        Random(len(shuffled)).shuffle(shuffled)  # noqa: S311 - which ones are played if time is short
        share = order.seconds / 2 if order.made_up is not None else order.seconds
        own = _found(map(Player, shuffled), len(shuffled), order.thresholds, begun + share)
    if order.made_up is not None:
        made = _found(_players(order.made_up), order.made_up.duos, order.thresholds, begun + order.seconds)
    return Answer(own, made)


def rungs(duos: int) -> list[int]:
    """How many may be played of so many: all, half of them, and so on down to the fewest."""
    found = [duos]
    while found[-1] // 2 >= FEWEST:
        found.append(found[-1] // 2)
    return found


def play_on(pool: Executor, order: Order) -> Found:
    """A made-up cohort in parts, on several processors, without a limit of time."""
    assert order.made_up is not None, "pasts are few"
    whole = order.made_up
    firsts = range(0, whole.duos, _PART)
    parts = [(order.thresholds, whole, first, min(first + _PART, whole.duos)) for first in firsts]
    return _sum(pool.map(_part, parts), whole.duos, len(order.thresholds))


def curve_of(today: Thresholds, tried: Thresholds) -> tuple[Thresholds, ...]:
    """More numbers for the first threshold that differs, the others as tried."""
    names = [name for name, value in asdict(today).items() if value != getattr(tried, name)]
    if not names:
        return ()
    known = {getattr(today, names[0]), getattr(tried, names[0])}
    others = [value for value in offered(Setting(names[0])) if value not in known]
    made = [replace(tried, **{names[0]: value}) for value in others]
    return tuple([one for one in made if not any(contradicted(one))][:POINTS])


def order_payload(order: Order) -> Any:
    """As JSON values."""
    return TypeAdapter(Order).dump_python(order, mode="json")


def read_order(payload: Any) -> Order:
    """Raises pydantic's ValidationError."""
    return TypeAdapter(Order).validate_python(payload)


def answer_payload(answer: Answer) -> Any:
    return TypeAdapter(Answer).dump_python(answer, mode="json")


def read_answer(payload: Any) -> Answer:
    """Raises pydantic's ValidationError."""
    return TypeAdapter(Answer).validate_python(payload)


def _players(cohort: MadeUp, first: int = 0, end: int | None = None) -> Iterator[Player]:
    for number in range(first, cohort.duos if end is None else end):
        yield Player(*made_up(cohort.seed * 1_000_000 + number, cohort.dropouts))


def _found(players: Iterable[Player], duos: int, thresholds: tuple[Thresholds, ...], ends: float) -> Found:
    """As many as a rung says. `ends`: by the monotonic clock."""
    steps = set(rungs(duos))
    found = reached = Found(duos, 0, (Figures(),) * len(thresholds))
    for row in _rows(players, thresholds):
        found = Found(duos, found.played + 1, tuple(whole + one for whole, one in zip(found.figures, row, strict=True)))
        if found.played in steps:
            reached = found
        if reached.played and time.monotonic() > ends:
            break
    return reached


def _part(task: tuple[tuple[Thresholds, ...], MadeUp, int, int]) -> tuple[Figures, ...]:
    thresholds, cohort, first, end = task
    rows = list(_rows(_players(cohort, first, end), thresholds))
    return tuple(total(column) for column in zip(*rows, strict=True))


def _rows(players: Iterable[Player], thresholds: tuple[Thresholds, ...]) -> Iterator[tuple[Figures, ...]]:
    for player in players:
        yield tuple(figures_of(player.past, player.play(each)) for each in thresholds)


def _sum(rows: Iterable[tuple[Figures, ...]], duos: int, columns: int) -> Found:
    sums = [Figures()] * columns
    for row in rows:
        sums = [whole + one for whole, one in zip(sums, row, strict=True)]
    return Found(duos, sums[0].duos, tuple(sums))
