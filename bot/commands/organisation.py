"""`python -m bot organisation`: adds and lists organisations; their settings are in organisation_settings.py."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.desk import at_the_desk
from bot.commands.organisation_settings import change, settings, show
from bot.commands.organisation_values import NewOrganisation, checked

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database
    from storage.tables import Organisation

app = typer.Typer(no_args_is_help=True)
app.command("show")(show)
app.command("set")(change)
app.command()(settings)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="As people know it, at most 80 characters.")],
    contact: Annotated[str, typer.Option(help="Who answers questions on privacy: an address or a number.")] = "",
    languages: Annotated[str, typer.Option(help="Those it speaks, the first being the usual one.")] = "fr,nl,de",
    time_zone: Annotated[str, typer.Option(help="Where it works.")] = "Europe/Brussels",
) -> None:
    """Add an organisation."""
    wanted = checked(name, contact, languages, time_zone)

    async def use(_settings: Settings, database: Database) -> Organisation:
        from bot.clocks import RealClock

        return await add_organisation(database, wanted, RealClock().now())

    added = at_the_desk(use)
    typer.echo(f"Added {added.name} ({', '.join(added.languages)}, {added.time_zone}).")
    if not added.contact:
        typer.echo("Nobody is named for questions on privacy: people will read that they can ask the team in person.")
    typer.echo(f'Next: python -m bot invite "{added.name}" makes the link for its first coordinator.')


@app.command("list")
def list_all() -> None:
    """List the organisations, with how many people each has in Tandem."""

    async def use(_settings: Settings, database: Database) -> list[tuple[Organisation, dict[str, int]]]:
        return await listed(database)

    found = at_the_desk(use)
    if not found:
        typer.echo('No organisation yet. python -m bot organisation add "NAME" adds one.')
    for organisation, people in found:
        counted = ", ".join(f"{count} {role}" for role, count in people.items()) or "nobody yet"
        typer.echo(f"{organisation.name}  ({', '.join(organisation.languages)}; {counted})")


async def add_organisation(database: Database, wanted: NewOrganisation, now: datetime) -> Organisation:
    """The new row. Raises CommandError where there is one of that name, in whatever letters."""
    from sqlalchemy.exc import IntegrityError
    from sqlmodel import select

    from bot.commands.failures import CommandError
    from mentoring.mentor_points import usual_points
    from storage.tables import Organisation

    organisation = Organisation(
        name=wanted.name,
        contact=wanted.contact,
        languages=list(wanted.languages),
        time_zone=wanted.time_zone,
        mentor_points=usual_points(),
        created_at=now,
    )
    try:
        async with database.write() as store:
            names = (await store.session.execute(select(Organisation.name))).scalars()
            if wanted.name.casefold() in {name.casefold() for name in names}:
                raise CommandError(f"There is an organisation called {wanted.name} already.")
            store.session.add(organisation)
    except IntegrityError:
        raise CommandError(f"There is an organisation called {wanted.name} already.") from None
    return organisation


async def listed(database: Database) -> list[tuple[Organisation, dict[str, int]]]:
    """Every organisation by name, with its memberships by role, those who left not counted."""
    from sqlmodel import col, func, select

    from bot.commands.desk import organisations
    from storage.tables import Membership
    from storage.words import MembershipState

    counting = select(col(Membership.organisation_id), col(Membership.role), func.count()).where(
        col(Membership.state) != MembershipState.LEFT
    )
    counting = counting.group_by(col(Membership.organisation_id), col(Membership.role)).order_by(col(Membership.role))
    async with database.read() as store:
        rows = (await store.session.execute(counting)).all()
    return [
        (organisation, {role: count for place, role, count in rows if place == organisation.id})
        for organisation in await organisations(database)
    ]
