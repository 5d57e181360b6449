"""Moments and spans as commands print them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from rich.console import Console

    from storage.database import Database

_USUAL_ZONE = "Europe/Brussels"
_PLAIN_WIDTH = 120  # characters, where the output is no terminal


def wide_console() -> Console:
    """For tables: as wide as the terminal, or wide enough for a file."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PLAIN_WIDTH)


async def usual_zone(database: Database) -> ZoneInfo:
    """The zone that all organisations share; Brussels where there are none, or several."""
    from bot.commands.desk import organisations

    zones = {organisation.time_zone for organisation in await organisations(database)}
    return ZoneInfo(zones.pop() if len(zones) == 1 else _USUAL_ZONE)


def clock_time(moment: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """`Tue 03 Mar 12:00`, with the year where it is not this one; `never` for None."""
    if moment is None:
        return "never"
    local = moment.astimezone(zone)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{local:%a %d %b}{year} {local:%H:%M}"


def counted(number: int, one: str, many: str) -> str:
    """`1 duo`, `2 duos`."""
    return f"{number} {one if number == 1 else many}"


def span(length: timedelta) -> str:
    """About how long: `40 ms`, `3.2 s`, `5 min`, `7 h`, `12 days`."""
    seconds = length.total_seconds()
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    for unit, name in ((86400, "days"), (3600, "h")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds / 60:.0f} min"
