"""`python -m bot simulate`: what other thresholds would have done, over an organisation's past or a made-up cohort."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.commands.desk import at_the_desk, faults_in_a_line
from bot.commands.times import counted

if TYPE_CHECKING:
    from mentoring.simulation.figures import Figures
    from mentoring.simulation.past import Past
    from mentoring.simulation.playing import Found
    from mentoring.thresholds import Thresholds
    from storage.database import Database

T = TypeVar("T")
_DRAWING_SECONDS = 120
_MANY = 500  # duos
_FOREVER = 1e9  # seconds: at the command line nobody is kept waiting


def simulate(
    *,
    organisation: Annotated[str, typer.Option(help="Its duos of the last year, and its thresholds as today's.")] = "",
    base: Annotated[
        bool, typer.Option("--base", help="Made-up duos, 0.45 % drop out a week; if you name none.")
    ] = False,
    stress: Annotated[bool, typer.Option("--stress", help="Made-up duos, 0.86 % drop out a week.")] = False,
    duos: Annotated[int, typer.Option(min=1, max=100_000, help="How many are made up.")] = 400,
    seed: Annotated[int, typer.Option(min=0, max=10**9, help="The same seed makes the same duos.")] = 1,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=NUMBER", help="A threshold to try; several if you like.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, help="At work at the same time.")] = 2,
    picture: Annotated[Path | None, typer.Option(help="Draw it to this PNG file, too.")] = None,
    language: Annotated[str, typer.Option(help="Of the picture: fr, nl, de or en.")] = "en",
) -> None:
    """Try other thresholds: alerts a week, dropouts seen, days gained, false alarms, beside today's."""
    from bot.commands.report import refuse_existing, speaker

    if base + stress + bool(organisation) > 1:
        raise typer.BadParameter("Name one of --organisation, --base and --stress.", param_hint="--organisation")
    speaker(language)
    wanted = change or []
    with faults_in_a_line():
        refuse_existing(picture)
        numbers_of(wanted)
    today, pasts = at_the_desk(lambda _, database: own_duos(database, organisation)) if organisation else _usual()
    with faults_in_a_line():
        tried = changed(today, wanted)
    thresholds = _with_curve(today, tried, is_drawn=picture is not None)
    shown: list[Found] = []
    if organisation:
        shown += _own(organisation, pasts, thresholds)
    if not organisation or sum(past.end != "running" for past in pasts) < _enough():
        if organisation:
            typer.echo(
                f"So {duos} made-up {'duo is' if duos == 1 else 'duos are'} played as well; --duos says how many.",
                err=True,
            )
        shown.append(_made_up("stress" if stress else "base", duos, seed, thresholds, processes))
    if picture is not None:
        with faults_in_a_line():
            draw_to(picture, shown[-1], language)


def _with_curve(today: Thresholds, tried: Thresholds, *, is_drawn: bool) -> tuple[Thresholds, ...]:
    """Today's, those tried, and more where they are to be drawn: each set takes its time."""
    from mentoring.simulation.playing import curve_of

    return (today, tried, *(curve_of(today, tried) if is_drawn else ()))


def _usual() -> tuple[Thresholds, list[Past]]:
    from mentoring.thresholds import DEFAULTS

    return DEFAULTS, []


def _enough() -> int:
    from mentoring.simulation.figures import ENOUGH

    return ENOUGH


# -- what is tried -----------------------------------------------------------------------------------------------------
def numbers_of(wanted: Sequence[str]) -> dict[str, int]:
    """The thresholds named, by `name=number`. Raises CommandError, which lists the names with their bounds."""
    from bot.commands.failures import CommandError
    from mentoring.simulation.trials import TRIED

    found = {}
    for each in wanted:
        name, _, number = (part.strip() for part in each.partition("="))
        if name not in set(TRIED):
            raise CommandError(f"There is no threshold called {name} to try. There are:\n{_names()}")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise CommandError(f"{each} is no threshold with a number. Write it like {name}=10.")
        found[name] = int(number)
    return found


def changed(today: Thresholds, wanted: Sequence[str]) -> Thresholds:
    """Today's with those numbers. Raises CommandError for numbers that cannot be, or not together."""
    from dataclasses import replace

    from bot.commands.failures import CommandError
    from mentoring.organisation.numbers import Setting, bounds_of
    from mentoring.thresholds import contradicted

    numbers = numbers_of(wanted)
    for name, number in numbers.items():
        bounds = bounds_of(Setting(name))
        if not bounds.allow(number):
            raise CommandError(f"{name} is from {bounds.least} to {bounds.most} ({bounds.unit}), not {number}.")
    tried = replace(today, **numbers)
    for early, late in contradicted(tried):
        has = f"{getattr(tried, early)} and {getattr(tried, late)}"
        raise CommandError(f"{early} has to be less than {late}: they would be {has}.")
    return tried


def _names() -> str:
    from mentoring.organisation.numbers import bounds_of
    from mentoring.simulation.trials import TRIED

    return "\n".join(
        f"  {each}: {bounds_of(each).least} to {bounds_of(each).most} ({bounds_of(each).unit})" for each in TRIED
    )


# -- playing -----------------------------------------------------------------------------------------------------------
async def own_duos(database: Database, name: str) -> tuple[Thresholds, list[Past]]:
    """The organisation's thresholds, and its duos of the last year; reads only. Raises CommandError."""
    from bot.clocks import RealClock
    from bot.commands.invite import find_organisation
    from mentoring.simulation.reading import read_pasts
    from mentoring.thresholds import thresholds_of
    from mentoring.work import Work

    place = await find_organisation(database, name)
    async with database.read() as store:
        now = RealClock().now()
        return thresholds_of(place), await read_pasts(Work(store, now, now, "command:simulate"), place.id)


def _own(name: str, pasts: list[Past], thresholds: tuple[Thresholds, ...]) -> list[Found]:
    from mentoring.simulation.playing import Order, play

    ended = sum(past.end != "running" for past in pasts)
    if ended < _enough():
        typer.echo(
            f"{counted(ended, 'duo', 'duos')} of {name} ended in the last year: "
            f"too few to judge by ({_enough()} at least).",
            err=True,
        )
    if not pasts:
        return []
    found = play(Order(thresholds, tuple(pasts), seconds=_FOREVER)).own
    assert found is not None, "there are some"
    show(
        f"{counted(len(pasts), 'duo', 'duos')} of {name} in the last year",
        found,
        is_changed=thresholds[0] != thresholds[1],
    )
    return [found]


def _telling(done: Iterable[T], total: int) -> Iterator[T]:
    """Says on standard error how far it is, each tenth: many duos take minutes."""
    tenths = 0
    for number, each in enumerate(done, 1):
        yield each
        if number * 10 // total > tenths:
            tenths = number * 10 // total
            typer.echo(f"{tenths * 10} % played", err=True)


def _made_up(name: str, duos: int, seed: int, thresholds: tuple[Thresholds, ...], processes: int) -> Found:
    from concurrent.futures import ProcessPoolExecutor

    class Telling(ProcessPoolExecutor):
        def map(self, fn: Any, *many: Any, **how: Any) -> Any:
            return _telling(super().map(fn, *many, **how), len(many[0]))

    from mentoring.simulation.people import BASE, STRESS
    from mentoring.simulation.playing import MadeUp, Order, play_on

    cohort = MadeUp(duos, seed, STRESS if name == "stress" else BASE)
    if duos >= _MANY:
        typer.echo(f"{duos} duos are played; that takes minutes. --duos 200 is a first look.", err=True)
    with Telling(processes) as pool:
        found = play_on(pool, Order(thresholds, made_up=cohort))
    show(
        f"{duos} made-up {'duo' if duos == 1 else 'duos'} ({name}, seed {seed})",
        found,
        is_changed=thresholds[0] != thresholds[1],
    )
    return found


# -- what is shown -----------------------------------------------------------------------------------------------------
def show(title: str, found: Found, *, is_changed: bool) -> None:
    """A table: today's thresholds, and beside them those tried."""
    from rich.table import Table

    from bot.commands.times import wide_console

    shown = found.figures[: 2 if is_changed else 1]
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for head in ("today", "tried")[: len(shown)]:
        table.add_column(head, justify="right")
    for name, *cells in zip(_NAMES, *(_cells(each) for each in shown), strict=True):
        table.add_row(name, *cells)
    wide_console().print(table)


_NAMES = (
    "alerts a week, of 100 running duos",
    "urgent ones beside them a week, of 100 running duos",
    "false alarms a week, of 100 healthy duos",
    "nudges a week, of 100 running duos",
    "dropouts, of all these duos",
    "dropouts seen before they were known",
    "dropouts missed",
    "days gained (median)",
)


def _cells(figures: Figures) -> tuple[str, ...]:
    return (
        f"{figures.alerts_a_week:.2f}",
        f"{figures.urgent_a_week:.2f}",
        f"{figures.false_alarms_a_week:.2f}",
        f"{figures.nudges_a_week:.0f}" if figures.nudges else "as they were",
        str(figures.dropouts),
        f"{figures.seen_percent:.0f} %" if figures.dropouts else "-",
        str(figures.missed),
        "-" if figures.lead_days is None else f"{figures.lead_days:.0f}",
    )


def draw_to(path: Path, found: Found, language: str) -> None:
    """The picture, drawn in a process of its own."""
    from bot.commands.failures import CommandError
    from bot.commands.lists import write
    from mentoring.pictures import DRAWS, to_payload
    from mentoring.simulation.chore import picture_of

    given = json.dumps(to_payload(picture_of(found), language)).encode()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}  # from whatever folder the command is called
    command = [sys.executable, "-m", DRAWS]
    try:
        answer = subprocess.run(  # noqa: S603 - our own module
            command, input=given, env=env, capture_output=True, check=True, timeout=_DRAWING_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise CommandError(
            f"The picture could not be drawn ({type(error).__name__}); the numbers above stand."
        ) from None
    write(str(path), b64decode(json.loads(answer.stdout)["png"]))
    typer.echo(f"{path} is drawn.", err=True)
