"""`python -m bot doctor`."""

from __future__ import annotations

import asyncio

import typer
from rich.console import Console

from bot.doctor import Finding, examine
from bot.settings import Settings, SettingsError, load_settings

_MARKS = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "fault": "[red]✗[/]"}
console = Console()


def main() -> None:
    """Prints every finding with its remedy; exit code 1 if there is a fault."""
    try:
        settings = load_settings()
    except SettingsError as error:
        for line in str(error).splitlines():
            name, _, rest = line.partition(" ")
            _show(Finding(name, "fault", rest, "Set it in the environment, in .env or in /run/secrets."))
        raise typer.Exit(1) from None
    if asyncio.run(_faults(settings)):
        raise typer.Exit(1)


async def _faults(settings: Settings) -> int:
    faults = 0
    async for finding in examine(settings):
        _show(finding)
        faults += finding.verdict == "fault"
    return faults


def _show(finding: Finding) -> None:
    console.print(f"{_MARKS[finding.verdict]} {finding.what}: {finding.detail}", highlight=False, soft_wrap=True)
    if finding.remedy:
        console.print(f"    {finding.remedy}", highlight=False, soft_wrap=True, style="dim")
