"""`python -m bot organisation show`, `set` and `settings`: those of /organisation, with the same limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.desk import at_the_desk
from bot.commands.organisation_meanings import MEANINGS, WORDS, limits, number_of, written
from bot.commands.organisation_values import checked

if TYPE_CHECKING:
    from bot.settings import Settings
    from mentoring.organisation.numbers import Refusal, Setting
    from mentoring.work import Work
    from storage.database import Database
    from storage.tables import Organisation

Name = Annotated[str, typer.Argument(help="The organisation.")]


def show(name: Name) -> None:
    """Show an organisation's settings: as `set` takes them, then its numbers to call and its pauses."""

    async def use(_settings: Settings, database: Database) -> list[str]:
        return await shown(database, name)

    for line in at_the_desk(use):
        typer.echo(line)


def change(
    name: Name,
    setting: Annotated[str, typer.Argument(help="As `show` names it.")],
    value: Annotated[str, typer.Argument(help="A number, a time such as 17:00, a day such as mon, or the text.")],
) -> None:
    """Change one setting. Its lead coordinators hear of it. `organisation settings` explains each of them."""

    async def use(_settings: Settings, database: Database) -> str:
        return await changed(database, name, setting, value)

    typer.echo(at_the_desk(use))


def settings() -> None:
    """Explain every setting: what it means, from where to where, and what is suggested."""
    from rich import box
    from rich.table import Table

    from bot.commands.times import wide_console
    from mentoring.organisation.numbers import Setting, usual

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Setting", "What it means", "From, to", "Suggested"):
        table.add_column(heading, no_wrap=heading == "Setting")
    for name, meaning in WORDS.items():
        table.add_row(name, meaning, "", "")
    for setting in Setting:
        table.add_row(setting, MEANINGS[setting], limits(setting), written(setting, usual(setting)))
    wide_console().print(table)
    typer.echo("In the chat alone (/organisation): numbers to call in danger, the points of a mentor, pauses.")


async def shown(database: Database, name: str) -> list[str]:
    """A line for each setting. Raises CommandError where there is no such organisation."""
    from bot.clocks import RealClock
    from mentoring import emergency
    from mentoring.organisation.numbers import usual, values_of
    from mentoring.pauses import read_pauses
    from mentoring.work import Work

    async with database.read() as store:
        now = RealClock().now()
        work = Work(store, now, now, "command:organisation.show")
        own = await _named(work, name)
        pauses = (await read_pauses(work, [own.id]))[own.id].pauses
    lines = [f"name: {own.name}", f"contact: {own.contact}", f"languages: {','.join(own.languages)}"]
    lines.append(f"time_zone: {own.time_zone}")
    for setting, value in values_of(own).items():
        suggested = "" if value == usual(setting) else f"  (suggested: {written(setting, usual(setting))})"
        lines.append(f"{setting}: {written(setting, value)}{suggested}")
    for language in own.languages:
        numbers = [f"{each.number} {each.name}".strip() for each in emergency.numbers_for(own, language)]
        lines.append(f"to call in danger, {language}: {', '.join(numbers)}")
    lines += [f"pause: {pause.first_day} to {pause.last_day}" for pause in pauses if pause.last_day >= now.date()]
    lines.append("Numbers to call and pauses are changed in the chat, with /organisation.")
    return lines


async def changed(database: Database, name: str, setting: str, value: str) -> str:
    """Changes it and says so. Raises CommandError for what cannot be."""
    from bot.clocks import RealClock
    from mentoring.organisation.numbers import Setting
    from mentoring.work import Work

    async with database.write() as store:
        now = RealClock().now()
        work = Work(store, now, now, f"command:organisation.set:{now.isoformat()}")
        own = await _named(work, name)
        if setting in set(Setting):
            await _set_number(work, own, Setting(setting), value)
            value = written(Setting(setting), number_of(Setting(setting), value))
        else:
            await _set_word(work, own, setting, value)
    return f"{own.name}: {setting} is now {value}."


async def _set_number(work: Work, own: Organisation, setting: Setting, value: str) -> None:
    from bot.commands.failures import CommandError
    from mentoring.messages.organisation import Number
    from mentoring.messages.organisation_words import What
    from mentoring.organisation import numbers
    from mentoring.organisation.rights import tell_leads
    from mentoring.organisation.settings import take_effect

    number, before = number_of(setting, value), numbers.values_of(own)
    refusal = numbers.refusal_of(before, setting, number)
    if refusal is not None:
        raise CommandError(_why(setting, refusal))
    numbers.keep(own, setting, number)
    await take_effect(work, own, {setting} if before[setting] != number else set(), before)
    await tell_leads(None, work, own, What.NUMBER, number=Number(setting, number))


def _why(setting: Setting, refusal: Refusal) -> str:
    from mentoring.organisation.numbers import Fault

    if refusal.fault is Fault.OUT_OF_BOUNDS:
        return f"{setting} is from {limits(setting)}, not {refusal.value}."
    if refusal.against is None:
        return "The last question of the week would come after 21:00: an earlier hour or a shorter spread is needed."
    relation = {
        Fault.NOT_LESS: "less than",
        Fault.NOT_MORE: "more than",
        Fault.ABOVE: "at most",
        Fault.BELOW: "at least",
    }
    return f"{setting} has to be {relation[refusal.fault]} {refusal.against}, which is {refusal.limit}."


async def _set_word(work: Work, own: Organisation, setting: str, value: str) -> None:
    from bot.commands.failures import CommandError
    from mentoring.messages.organisation_words import What, WordFault
    from mentoring.organisation.rescheduling import move_prompts, move_questions
    from mentoring.organisation.rights import tell_leads
    from mentoring.organisation.words import fault_of
    from mentoring.taps_organisation import Word

    if setting not in {"name", "contact", "languages", "time_zone"}:
        raise CommandError(f"There is no setting called {setting}; `organisation show` lists them.")
    fields = {
        "name": own.name,
        "contact": own.contact,
        "languages": ",".join(own.languages),
        "time_zone": own.time_zone,
    }
    wanted = checked(**(fields | {setting: value}))
    if setting == "name" and await fault_of(work, own, Word.NAME, wanted.name) is WordFault.TAKEN:
        raise CommandError(f"There is an organisation called {wanted.name} already.")
    moves = wanted.time_zone != own.time_zone
    own.name, own.contact = wanted.name, wanted.contact
    own.languages, own.time_zone = list(wanted.languages), wanted.time_zone
    if moves:
        await move_questions(work, own)
        await move_prompts(work, own)
    news: dict[str, tuple[What, dict[str, Any]]] = {
        "name": (What.NAME, {"text": own.name}),
        "contact": (What.CONTACT, {"text": own.contact}),
        "languages": (What.LANGUAGES, {"languages": wanted.languages}),
        "time_zone": (What.PLACE, {"text": own.time_zone}),
    }
    what, values = news[setting]
    await tell_leads(None, work, own, what, **values)


async def _named(work: Work, name: str) -> Organisation:
    from sqlmodel import select

    from bot.commands.failures import CommandError
    from storage.tables import Organisation

    found = (await work.store.session.execute(select(Organisation))).scalars().all()
    own = next((each for each in found if each.name.casefold() == name.strip().casefold()), None)
    if own is None:
        raise CommandError(f"There is no organisation called {name}; `python -m bot organisation list` names them.")
    return own
