"""`python -m bot import` and `export`: a list of people from the command line, by the rules of the one in the chat."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.desk import at_the_desk
from bot.commands.times import counted

if TYPE_CHECKING:
    from bot.settings import Settings
    from locales.say import Say
    from mentoring.lists.carrying import Outcome
    from mentoring.lists.plan import Plan
    from mentoring.lists.reading import Sheet
    from mentoring.lists.values import Checked, Problem
    from mentoring.work import Work
    from storage.database import Database
    from storage.tables import Organisation

_STANDARD_OUTPUT = "-"
_EVERY_LINE = 100_000  # in one file

OpenWork = Callable[[], AbstractAsyncContextManager["Work"]]
Name = Annotated[str, typer.Option(help="The organisation's name.")]


def import_list(
    file: Annotated[str, typer.Argument(help="A CSV file with the columns role, label, language, reference, ...")],
    organisation: Name,
    coordinator: Annotated[str, typer.Option(help="Who looks after the people: a label or name of the team.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    output: Annotated[str, typer.Option("-o", "--output", help="Where the links go; - prints them.")] = "links.csv",
    bot_username: Annotated[str, typer.Option(help="The bot's username; Telegram is asked if you name none.")] = "",
) -> None:
    """Invite the people of a CSV list, and take over the duos that run. Says first what it would do."""

    async def use(settings: Settings, database: Database) -> None:
        from bot.commands.failures import CommandError
        from bot.commands.invite import ask_username, find_organisation

        place = await find_organisation(database, organisation)
        sheet = read_file(file)
        open_work = works(database, bot_username.strip().removeprefix("@"))
        checked, plan = await check(open_work, place, sheet)
        keepers = await find_keepers(open_work, place, coordinator)
        tell(checked, plan)
        if not plan.people:
            if plan.problem_lines:
                raise CommandError("Nothing of this list can be done. Nothing was changed.")
            return
        if dry_run:
            typer.echo("Nothing was changed.", err=True)
            return
        refuse_existing(output)
        if not yes:
            typer.confirm("Do it?", abort=True, err=True)
        username = bot_username.strip().removeprefix("@") or await ask_username(settings)
        outcome = await carry_out(open_work, place, plan, keepers)
        write(output, links_file(plan, outcome, place, username))
        tell_done(outcome, plan, output)

    at_the_desk(use)


def export_list(
    organisation: Name,
    output: Annotated[str, typer.Option("-o", "--output", help="Where it goes; - prints it.")] = "people.csv",
) -> None:
    """Write everybody of an organisation to a CSV list, as `import` takes them."""

    async def use(_settings: Settings, database: Database) -> None:
        from bot.commands.invite import find_organisation

        place = await find_organisation(database, organisation)
        refuse_existing(output)
        content, people = await people_file(works(database), place)
        write(output, content)
        typer.echo(f"{people} people of {place.name}{_where(output)}.", err=True)

    at_the_desk(use)


# -- reading and checking --------------------------------------------------------------------------------------------
def read_file(path: str) -> Sheet:
    """The list of that file. Raises CommandError."""
    from bot.commands.failures import CommandError
    from mentoring.lists.reading import ListUnusableError, read_sheet
    from mentoring.lists.words import MAX_BYTES

    try:
        with Path(path).open("rb") as source:
            return read_sheet(source.read(MAX_BYTES + 1))
    except ListUnusableError as error:
        raise CommandError(f"{path}: {_unusable(error)}") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from None


def _unusable(error: Exception) -> str:
    from locales.messages.lists import unusable_words
    from locales.say import without_html
    from mentoring.lists.reading import ListUnusableError

    assert isinstance(error, ListUnusableError)
    return without_html(unusable_words(error.why, error.line, english()))


async def check(open_work: OpenWork, place: Organisation, sheet: Sheet) -> tuple[Checked, Plan]:
    """What the list would do today."""
    from mentoring.lists.plan import plan_of
    from mentoring.lists.reading_chore import check_sheet

    async with open_work() as work:
        checked = await check_sheet(work, place.id, sheet)
    return checked, plan_of(checked, sheet.unknown)


async def find_keepers(open_work: OpenWork, place: Organisation, name: str) -> list[int]:
    """The member of the team with that label or name; nobody without a name. Raises CommandError."""
    from bot.commands.failures import CommandError
    from mentoring.lists.desk import called, people_of_team
    from mentoring.people import one_line

    if not name:
        return []
    wanted = one_line(name).casefold()
    async with open_work() as work:
        team = {await called(work, member): member.id for member in await people_of_team(work, place.id)}
    found = [member_id for label, member_id in team.items() if label.casefold() == wanted]
    if len(found) == 1:
        return found
    there = ", ".join(team) or "nobody yet"
    raise CommandError(f"Nobody of the team is called {one_line(name)}. There: {there}.")


# -- doing -----------------------------------------------------------------------------------------------------------
async def carry_out(open_work: OpenWork, place: Organisation, plan: Plan, keepers: list[int]) -> Outcome:
    """Carries the list out in the steps of the chat's. Raises CommandError where it was forgotten meanwhile."""
    from bot.commands.failures import CommandError
    from mentoring.lists.carrying import assigned, finish, step
    from mentoring.lists.plan import save_plan
    from storage.ids import new_id
    from storage.tables import IntakeList
    from storage.words import ListState

    async with open_work() as work:
        row = IntakeList(id=new_id(), organisation_id=place.id, state=ListState.WORKING, created_at=work.now)
        save_plan(work.store.vault, row, plan)
        work.store.session.add(row)
    mine = assigned(plan.people, keepers)
    while True:
        async with open_work() as work:
            done = await step(work, row.id, plan, mine)
            outcome = await finish(work, row.id, plan) if done is None else None
        if done is None:
            break
        typer.echo(f"{done} of {len(plan.people)}", err=True)
    if outcome is None:
        raise CommandError("The list was forgotten in the middle. Import it again: who is there already stays.")
    return outcome


def links_file(plan: Plan, outcome: Outcome, place: Organisation, bot_username: str) -> bytes:
    """The answer: everybody of the list in one file."""
    from locales.messages.lists_files import link_rows
    from locales.messages.lists_words import csv_document
    from locales.rendering import load_all
    from mentoring.lists.carrying_chore import links

    load_all()
    files = links(plan, outcome, place.name, bot_username, _EVERY_LINE)
    return b"".join(csv_document("links", link_rows(file, english(place.time_zone))).content for file in files)


async def people_file(open_work: OpenWork, place: Organisation) -> tuple[bytes, int]:
    """Everybody in one file, and how many they are."""
    from locales.messages.lists_files import people_rows
    from locales.messages.lists_words import csv_document
    from mentoring.lists.export import files

    async with open_work() as work:
        (file,) = await files(work, place.id, _EVERY_LINE)
    return csv_document("people", people_rows(file, english())).content, file.people


# -- what is told ----------------------------------------------------------------------------------------------------
def tell(checked: Checked, plan: Plan) -> None:
    """What the list would do, and every line that is left out."""
    duos = counted(len(plan.duos), "duo that runs", "duos that run")
    typer.echo(f"{counted(len(plan.people), 'person', 'people')}, {duos}, {plan.here} here already.", err=True)
    for (role, language), people in sorted(plan.counts().items()):
        typer.echo(f"  {role} {language}: {people}", err=True)
    if plan.unknown:
        typer.echo(f"Columns left out: {', '.join(plan.unknown)}.", err=True)
    if plan.problem_lines:
        typer.echo(f"{counted(plan.problem_lines, 'line', 'lines')} with a problem, left out:", err=True)
    for problem in checked.problems:
        typer.echo(f"  line {problem.number}: {_words(problem)}", err=True)


def _words(problem: Problem) -> str:
    from locales.messages.lists_words import problem_words

    return problem_words(problem, english())


def tell_done(outcome: Outcome, plan: Plan, output: str) -> None:
    left = len(plan.people) - len(outcome.made)
    here = f", {left} invited meanwhile" if left else ""
    made, duos = counted(len(outcome.made), "person", "people"), counted(outcome.duos, "duo", "duos")
    links = f"Links of {made}, {duos}{here}"
    typer.echo(f"{links}{_where(output)}.", err=True)


def _where(output: str) -> str:
    return "" if output == _STANDARD_OUTPUT else f": {output}"


def refuse_existing(output: str) -> None:
    """Nothing is written over. Raises CommandError."""
    from bot.commands.failures import CommandError

    if output == _STANDARD_OUTPUT:
        return
    path = Path(output)
    if path.exists():
        raise CommandError(f"{output} is there already. Name another file: -o FILE.")
    if not path.absolute().parent.is_dir():
        raise CommandError(f"There is no folder {path.absolute().parent}.")


def write(output: str, content: bytes) -> None:
    """To a new file that only its owner can read: a link is a key."""
    if output == _STANDARD_OUTPUT:
        sys.stdout.write(content.decode("utf-8-sig"))
        return
    with open(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:  # noqa: PTH123 - a descriptor
        target.write(content)


def works(database: Database, bot_username: str = "") -> OpenWork:
    @asynccontextmanager
    async def open_work() -> AsyncIterator[Work]:
        from bot.clocks import RealClock
        from mentoring.work import Work
        from storage.ids import new_id

        async with database.write() as store:
            now = RealClock().now()
            yield Work(store, now, now, f"command:lists:{new_id()}", bot_username=bot_username)

    return open_work


def english(zone: str = "Europe/Brussels") -> Say:
    from zoneinfo import ZoneInfo

    from locales.say import SOURCE_LANGUAGE, Say

    return Say(SOURCE_LANGUAGE, ZoneInfo(zone))
