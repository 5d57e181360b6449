"""`python -m bot jobs`: what the clock did, what it does next, and what waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.commands.desk import at_the_desk
from bot.commands.times import clock_time, span, usual_zone, wide_console

if TYPE_CHECKING:
    from bot.settings import Settings
    from scheduler.table import Job
    from storage.database import Database
    from storage.tables import JobState

_LATE = timedelta(minutes=5)  # a firing that nobody made good for so long: probably nothing runs


@dataclass(frozen=True)
class JobReport:
    """One job as it stands. Moments in UTC; `next_due` is None also where the job cannot tell (`tells_due`)."""

    name: str
    last_run_at: datetime | None
    last_took_ms: int
    last_due: int
    failures: int
    last_error: str
    next_run_at: datetime | None
    tells_due: bool
    next_due: datetime | None
    is_late: bool


def jobs() -> None:
    """Show every job: its last and next run, what was due, how long it took, failures, what waits."""

    async def use(_settings: Settings, database: Database) -> tuple[list[JobReport], ZoneInfo, datetime]:
        from bot.clocks import RealClock
        from scheduler.table import JOBS

        now = RealClock().now()
        return await reports(database, JOBS, now), await usual_zone(database), now

    show(*at_the_desk(use))


async def reports(database: Database, table: Sequence[Job], now: datetime) -> list[JobReport]:
    """Reads only, so it works beside a running bot."""
    from sqlalchemy import select

    from storage.tables import JobState

    async with database.read() as store:
        states = {state.name: state for state in (await store.session.execute(select(JobState))).scalars()}
        dues = {job.name: await job.next_due(store) if job.next_due is not None else None for job in table}
    return [_report(job, states.get(job.name) or JobState(name=job.name), dues[job.name], now) for job in table]


def _report(job: Job, state: JobState, due: datetime | None, now: datetime) -> JobReport:
    missed = job.next_firing(state.last_run_at) if state.last_run_at is not None else None
    return JobReport(
        name=job.name,
        last_run_at=state.last_run_at,
        last_took_ms=state.last_took_ms,
        last_due=state.last_due,
        failures=state.failures,
        last_error=state.last_error or "",
        next_run_at=job.next_firing(now),
        tells_due=job.next_due is not None,
        next_due=due,
        is_late=missed is not None and missed < now - _LATE,
    )


def show(found: Sequence[JobReport], zone: ZoneInfo, now: datetime) -> None:
    """Prints the table, and a line about what needs somebody's eye."""
    from rich import box
    from rich.table import Table

    console = wide_console()
    title = f"Jobs. Times in {zone.key}; it is {clock_time(now, zone, now)} there."
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Job", no_wrap=True)
    table.add_column("Last run", no_wrap=True)
    for heading in ("Was due", "Took", "Failures"):
        table.add_column(heading, justify="right")
    table.add_column("Next run", no_wrap=True)
    table.add_column("Waits")
    for report in found:
        table.add_row(*_cells(report, zone, now))
    console.print(table)
    for line in remarks(found):
        console.print(line, soft_wrap=True)


def _cells(report: JobReport, zone: ZoneInfo, now: datetime) -> list[str]:
    has_run = report.last_run_at is not None
    failures = f"[red]{report.failures} ({report.last_error})[/]" if report.failures else "0"
    return [
        report.name,
        clock_time(report.last_run_at, zone, now),
        str(report.last_due) if has_run else "",
        span(timedelta(milliseconds=report.last_took_ms)) if has_run else "",
        failures if has_run else "",
        clock_time(report.next_run_at, zone, now),
        _waits(report, zone, now),
    ]


def _waits(report: JobReport, zone: ZoneInfo, now: datetime) -> str:
    if not report.tells_due:
        return "[dim]cannot tell[/]"
    if report.next_due is None:
        return "nothing"
    if report.next_due <= now:
        return f"[yellow]since {clock_time(report.next_due, zone, now)}[/] ({span(now - report.next_due)})"
    return f"from {clock_time(report.next_due, zone, now)}"


def remarks(found: Sequence[JobReport]) -> list[str]:
    """What is wrong and what to do, a line each; none where all is well."""
    lines = []
    if any(report.is_late for report in found):
        lines.append("[yellow]![/] Jobs are late: is `python -m bot run` running, and is this its database?")
    elif found and all(report.last_run_at is None for report in found):
        lines.append("No job has ever run here. `python -m bot run` starts them.")
    if any(report.failures for report in found):
        lines.append("[red]✗[/] A job fails again and again: the log of `python -m bot run` says why (`job failed`).")
    return lines
