"""`python -m bot invite`: a link from the command line, the first one of an organisation above all."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.desk import at_the_desk
from storage.words import Role

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database
    from storage.tables import Organisation


@dataclass(frozen=True)
class Made:
    """A new invitation as it is shown."""

    organisation: str
    role: Role
    link: str
    expires_at: datetime
    time_zone: str


def invite(
    organisation: Annotated[str, typer.Argument(help="Its name.")],
    role: Annotated[
        Role | None,
        typer.Option(
            help="By default a lead where nobody works yet, else a coordinator. federation: its report alone."
        ),
    ] = None,
    label: Annotated[str, typer.Option(help="The team's private word for the person, at most 60 characters.")] = "",
    language: Annotated[str, typer.Option(help="Of the person, by default the organisation's first.")] = "",
    bot_username: Annotated[str, typer.Option(help="The bot's username; Telegram is asked if you name none.")] = "",
) -> None:
    """Make an invitation and print its link. It works once."""
    kept_label = checked_label(label)

    async def use(settings: Settings, database: Database) -> Made:
        from bot.clocks import RealClock

        place = await find_organisation(database, organisation)
        username = bot_username.strip().removeprefix("@") or await ask_username(settings)
        now = RealClock().now()
        return await make_invitation(database, place, role, username, now, label=kept_label, language=language)

    show(at_the_desk(use))


def checked_label(label: str) -> str | None:
    """The label, tidied; None for none. Raises typer.BadParameter."""
    from mentoring.errors import LabelNotUsableError
    from mentoring.invitations import LABEL_LIMIT, clean_label

    try:
        return clean_label(label) if label else None
    except LabelNotUsableError:
        raise typer.BadParameter(f"A label has 1 to {LABEL_LIMIT} characters.", param_hint="--label") from None


async def find_organisation(database: Database, name: str) -> Organisation:
    """By its name, in whatever letters. Raises CommandError, which names those there are."""
    from bot.commands.desk import organisations
    from bot.commands.failures import CommandError
    from mentoring.people import one_line

    there = await organisations(database)
    wanted = one_line(name).casefold()
    for organisation in there:
        if organisation.name.casefold() == wanted:
            return organisation
    names = ", ".join(organisation.name for organisation in there)
    hint = f"There are: {names}." if names else 'Add it first: python -m bot organisation add "NAME".'
    raise CommandError(f"There is no organisation called {one_line(name)}. {hint}")


async def ask_username(settings: Settings) -> str:
    """The bot's username as Telegram knows it. Raises ApiError, OSError, CommandError."""
    from bot.commands.failures import CommandError
    from bot.intake.api import RawApi

    api = RawApi(settings.bot_token.get_secret_value(), settings.bot_api_url)
    try:
        return str((await api.call("getMe", read_timeout=10))["username"])
    except TimeoutError:
        raise CommandError("Telegram does not answer. Name the bot yourself: --bot-username my_bot") from None
    finally:
        await api.close()


async def make_invitation(
    database: Database,
    place: Organisation,
    role: Role | None,
    bot_username: str,
    now: datetime,
    *,
    label: str | None = None,
    language: str = "",
) -> Made:
    """The invitation, made by nobody of the team. Raises CommandError for a language the organisation has not."""
    from bot.commands.failures import CommandError
    from mentoring import invitations
    from mentoring.work import Work

    if language and language not in place.languages:
        raise CommandError(f"{place.name} does not speak {language}. It speaks: {', '.join(place.languages)}.")
    async with database.write() as store:
        work = Work(store, now, now, "command:invite", bot_username=bot_username)
        chosen = role or (Role.COORDINATOR if await invitations.has_staff(work, place.id) else Role.LEAD)
        issued = await invitations.issue(work, place, chosen, language=language or None, label=label)
    link = invitations.link_for(bot_username, issued.token)
    return Made(place.name, chosen, link, issued.invitation.expires_at, place.time_zone)


def show(made: Made) -> None:
    """What it is about goes to the terminal, the link alone to standard output, so that it can be passed on."""
    from zoneinfo import ZoneInfo

    until = made.expires_at.astimezone(ZoneInfo(made.time_zone))
    typer.echo(f"Invitation to {made.organisation} as {made.role}, once, until {until:%Y-%m-%d %H:%M}:", err=True)
    if made.role is Role.FEDERATION:
        typer.echo("It opens the figures of all organisations together. `python -m bot federation` ends it.", err=True)
    typer.echo(made.link)
    if sys.stdout.isatty():
        print_qr(made.link)


def print_qr(link: str) -> None:
    """The QR code in half blocks, dark on light whatever the terminal's colours."""
    import segno
    from rich.console import Console
    from rich.text import Text

    rows = [list(row) for row in segno.make_qr(link, error="l").matrix_iter(border=3)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    signs = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    picture = "\n".join(
        "".join(signs[bool(upper), bool(lower)] for upper, lower in zip(top, bottom, strict=True))
        for top, bottom in zip(rows[::2], rows[1::2], strict=True)
    )
    Console().print(Text(picture, style="black on white"))
