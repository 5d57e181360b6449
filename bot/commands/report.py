"""`python -m bot report`: figures of a period, of an organisation or of the federation, by the rules of the chat."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.desk import at_the_desk

if TYPE_CHECKING:
    from bot.settings import Settings
    from locales.say import Say
    from mentoring.reports.making import Read
    from mentoring.reports.periods import Period, When
    from mentoring.reports.values import Report
    from storage.database import Database
    from storage.tables import Organisation

_DRAWING_SECONDS = 120
_FLAGS = {
    "m": "--this-month",
    "lm": "--last-month",
    "q": "--this-quarter",
    "lq": "--last-quarter",
    "y": "--this-year",
    "ly": "--last-year",
}


def report(
    *,
    organisation: Annotated[str, typer.Option(help="Its name; needless where there is only one.")] = "",
    federation: Annotated[bool, typer.Option("--federation", help="All organisations together.")] = False,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], metavar="2026-01-01", help="The first day of the period."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], metavar="2026-06-30", help="The last day; today if you name none."),
    ] = None,
    this_month: Annotated[bool, typer.Option("--this-month", help="Until today.")] = False,
    last_month: Annotated[bool, typer.Option("--last-month")] = False,
    this_quarter: Annotated[bool, typer.Option("--this-quarter", help="Until today.")] = False,
    last_quarter: Annotated[bool, typer.Option("--last-quarter", help="If you name no period.")] = False,
    this_year: Annotated[bool, typer.Option("--this-year", help="Until today.")] = False,
    last_year: Annotated[bool, typer.Option("--last-year")] = False,
    share: Annotated[
        bool, typer.Option("--share", help="Hide numbers under five, as the federation's report always does.")
    ] = False,
    language: Annotated[str, typer.Option(help="fr, nl, de or en.")] = "en",
    csv: Annotated[Path | None, typer.Option(help="Write it as CSV to this file, too.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write it as a spreadsheet to this file, too.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw it to this PNG file, too.")] = None,
) -> None:
    """Show the figures of a period, with what each means and rests on."""
    flags = {
        "m": this_month,
        "lm": last_month,
        "q": this_quarter,
        "lq": last_quarter,
        "y": this_year,
        "ly": last_year,
    }
    if federation and organisation:
        raise typer.BadParameter("Name an organisation or --federation, not both.", param_hint="--federation")
    days = (first.date() if first else None, last.date() if last else None)
    when = chosen(days, flags)
    say = speaker(language)

    async def use(_settings: Settings, database: Database) -> Read:
        for path in (csv, xlsx, picture):
            refuse_existing(path)
        place = None if federation else await find_place(database, organisation)
        return await read(database, place, when)

    found = at_the_desk(use)
    made = made_of(found, share=share)
    show(made, say)
    write_files(made, say, csv, xlsx)
    if picture is not None:
        draw_to(picture, made_of(found, share=True), say)


# -- what was asked for ------------------------------------------------------------------------------------------------
def chosen(days: tuple[date | None, date | None], flags: Mapping[str, bool]) -> When | tuple[date, date | None]:
    """A named period, or days. Raises typer.BadParameter for more than one."""
    from mentoring.reports.periods import When

    named = [When(code) for code, is_set in flags.items() if is_set]
    first, last = days
    if len(named) > 1 or (named and (first or last)):
        raise typer.BadParameter(f"Name one period. You named {_listed(flags, days)}.", param_hint="the period")
    if first is None and last is not None:
        raise typer.BadParameter("From which day on? Name --from as well.", param_hint="--to")
    if first is not None and last is not None and last < first:
        raise typer.BadParameter(f"{last} is before {first}. Change the two.", param_hint="--to")
    if first is not None:
        return first, last
    return named[0] if named else When.LAST_QUARTER


def _listed(flags: Mapping[str, bool], days: tuple[date | None, date | None]) -> str:
    names = [_FLAGS[code] for code, is_set in flags.items() if is_set]
    names += [name for name, day in zip(("--from", "--to"), days, strict=True) if day]
    return ", ".join(names)


def speaker(language: str) -> Say:
    """Raises typer.BadParameter."""
    from zoneinfo import ZoneInfo

    from locales.say import LANGUAGES, SOURCE_LANGUAGE, Say

    if language not in {*LANGUAGES, SOURCE_LANGUAGE}:
        raise typer.BadParameter(f"There are: {', '.join((*LANGUAGES, SOURCE_LANGUAGE))}.", param_hint="--language")
    return Say(language, ZoneInfo("Europe/Brussels"))


async def find_place(database: Database, name: str) -> Organisation:
    """By its name, or the only one there is. Raises CommandError, which names those there are."""
    from bot.commands.desk import organisations
    from bot.commands.failures import CommandError
    from bot.commands.invite import find_organisation

    if name:
        return await find_organisation(database, name)
    there = await organisations(database)
    if len(there) == 1:
        return there[0]
    if not there:
        raise CommandError('There is no organisation yet. Add one: python -m bot organisation add "NAME".')
    names = ", ".join(each.name for each in there)
    raise CommandError(f"Of which organisation? There are: {names}. Name one with --organisation, or --federation.")


async def read(database: Database, place: Organisation | None, when: When | tuple[date, date | None]) -> Read:
    """What the report rests on. Raises CommandError for a period that cannot be."""
    from bot.clocks import RealClock
    from mentoring.reports.reading import read_period, today_at

    now = RealClock().now()
    async with database.read() as store:
        return await read_period(store, place, period_for(when, today_at(place, now)), now)


def period_for(when: When | tuple[date, date | None], today: date) -> Period:
    """Raises CommandError for days that no report can be about."""
    from bot.commands.failures import CommandError
    from mentoring.reports.periods import LONGEST_YEARS, Period, PeriodFault, PeriodNotUsableError, period_of, usable

    if not isinstance(when, tuple):
        return period_of(when, today)
    first, last = when[0], when[1] or max(when[0], today)
    try:
        return usable(Period(min(first, last), max(first, last)), today)
    except PeriodNotUsableError as error:
        if error.fault is PeriodFault.FUTURE:
            raise CommandError(f"That period has not begun yet: today is {today}.") from None
        raise CommandError(f"A report is about {LONGEST_YEARS} years at most.") from None


def made_of(found: Read, *, share: bool) -> Report:
    from mentoring.reports.making import report_of

    return report_of(found, is_shared=share)


# -- what is shown -----------------------------------------------------------------------------------------------------
def show(made: Report, say: Say) -> None:
    """The figures as a table, and what they mean below."""
    from rich.console import Console
    from rich.text import Text

    from locales.report_rows import meanings, title_lines

    console = Console()
    name, *lines = title_lines(made, say)
    console.print(Text(name, style="bold"))
    for line in lines:
        console.print(Text(line))
    if not made.duos:
        console.print(Text(say.plain("No duo ran in this period, nor in the year before it.")))
        return
    console.print(_figures(made, say))
    for _topic, word, means in meanings(made, say):
        console.print(Text.assemble((word, "bold"), "\n  ", means))


def _figures(made: Report, say: Say) -> object:
    """Narrow enough for 80 columns: of the period before, the share alone where there is one."""
    from rich import box
    from rich.table import Table

    from locales.report_rows import PARTS, heads, in_words, rows

    _, figure, number, rests_on, share, number_before, *_ = heads(say)
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(figure, min_width=30)
    for head in (number, share, rests_on, number_before):
        table.add_column(head, justify="right", max_width=9)
    topic: object = None
    for one, (told, word, *numbers) in zip(made.figures, rows(made, say), strict=True):
        if told != topic:
            topic = told
            table.add_section()
            table.add_row(f"[bold]{told}[/]")
        count, base, part, count_before, _, part_before = (in_words(cell, say) for cell in numbers)
        indent = "    " if one.name in PARTS else "  "
        table.add_row(f"{indent}{word}", count, part, base, part_before or count_before)
    return table


# -- files -------------------------------------------------------------------------------------------------------------
def refuse_existing(path: Path | None) -> None:
    """Nothing is written over. Raises CommandError."""
    from bot.commands.failures import CommandError

    if path is None:
        return
    if path.exists():
        raise CommandError(f"{path} is there already. Name another file.")
    if not path.absolute().parent.is_dir():
        raise CommandError(f"There is no folder {path.absolute().parent}.")


def write_files(made: Report, say: Say, csv: Path | None, xlsx: Path | None) -> None:
    from bot.commands.lists import write
    from locales.report_files import as_csv
    from locales.report_xlsx import as_xlsx

    for path, content in ((csv, as_csv), (xlsx, as_xlsx)):
        if path is not None:
            write(str(path), content(made, say))
            typer.echo(f"{path} is written.", err=True)


def draw_to(path: Path, made: Report, say: Say) -> None:
    """The picture, which shows no small numbers, drawn in a process of its own. Says where there is nothing to draw."""
    from bot.commands.lists import write
    from mentoring.pictures import DRAWS, to_payload
    from mentoring.reports.picture import picture_of

    shown = picture_of(made)
    if shown is None:
        typer.echo("There is nothing to draw: every number of the picture would be hidden.", err=True)
        return
    command = [sys.executable, "-m", DRAWS]
    given = json.dumps(to_payload(shown, say.language)).encode()
    answer = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True, timeout=_DRAWING_SECONDS)  # noqa: S603 - our own module
    write(str(path), b64decode(json.loads(answer.stdout)["png"]))
    typer.echo(f"{path} is drawn.", err=True)
