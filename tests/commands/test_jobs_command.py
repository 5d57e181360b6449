from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.jobs import JobReport, remarks, reports, show
from bot.commands.times import span, usual_zone
from scheduler.table import JOBS, Job, daily, every
from scheduler.works import WorkFactory
from storage.database import Database, Store
from storage.sealing import Vault
from storage.tables import JobState, Organisation
from tests.commands.conftest import CommandLine
from tests.conftest import opened

NOW = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # the night in which Brussels goes to summer time
BRUSSELS = ZoneInfo("Europe/Brussels")


async def nothing(_open_work: WorkFactory, _now: datetime) -> int:
    return 0


async def note(database: Database, name: str, at: datetime, **values: int | str) -> None:
    async with database.write() as store:
        store.session.add(JobState(name=name, last_run_at=at, **values))


async def test_a_report_holds_the_last_run_the_next_one_and_what_waits(database: Database) -> None:
    async def due(_store: Store) -> datetime | None:
        return NOW - timedelta(minutes=3)

    await note(database, "asks", NOW - timedelta(minutes=20), last_due=7, last_took_ms=40, failures=2, last_error="X")
    await note(database, "tidies", NOW - timedelta(minutes=1))
    table = [
        Job("asks", every(minutes=10), nothing, due),
        Job("tidies", daily(hour=23, minute=0), nothing),
        Job("new", every(minutes=60), nothing),
    ]
    asks, tidies, new = await reports(database, table, NOW)
    assert (asks.last_due, asks.last_took_ms, asks.failures, asks.last_error) == (7, 40, 2, "X")
    assert (asks.next_run_at, asks.next_due) == (NOW + timedelta(minutes=10), NOW - timedelta(minutes=3))
    assert asks.is_late
    assert (tidies.is_late, tidies.tells_due) == (False, False)
    assert (new.last_run_at, new.is_late) == (None, False)


async def test_a_new_organisation_waits_for_its_first_morning_since_it_is_there(database: Database) -> None:
    async with database.write() as store:
        store.session.add(Organisation(name="Apides", created_at=NOW - timedelta(minutes=2)))

    found = {report.name: report for report in await reports(database, JOBS, NOW)}

    assert found["digests.send"].next_due == NOW - timedelta(minutes=2)


def report(**values: object) -> JobReport:
    defaults: dict[str, object] = {
        "name": "sessions.remind",
        "last_run_at": NOW,
        "last_took_ms": 1234,
        "last_due": 5,
        "failures": 0,
        "last_error": "",
        "next_run_at": NOW + timedelta(hours=3),
        "tells_due": True,
        "next_due": None,
        "is_late": False,
    }
    return JobReport(**{**defaults, **values})  # type: ignore[arg-type]


def line_of(name: str, output: str) -> str:
    return next(line for line in output.splitlines() if name in line)


def test_times_are_those_of_the_zone_which_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    show([report()], BRUSSELS, NOW)
    output = capsys.readouterr().out
    assert "Times in Europe/Brussels" in output
    line = line_of("sessions.remind", output)
    assert "Sat 28 Mar 23:30" in line
    assert "Sun 29 Mar 03:30" in line  # three hours later, and one that is skipped
    assert "1.2 s" in line
    assert "nothing" in line


def test_what_never_ran_failed_or_waits_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show(
        [
            report(name="a.new", last_run_at=None, next_due=NOW + timedelta(days=1)),
            report(name="a.fails", failures=3, last_error="KeyError", tells_due=False),
            report(name="a.waits", next_due=NOW - timedelta(minutes=90)),
        ],
        BRUSSELS,
        NOW,
    )
    output = capsys.readouterr().out
    assert "never" in line_of("a.new", output)
    assert "from Mon 30 Mar 00:30" in line_of("a.new", output)
    assert "3 (KeyError)" in line_of("a.fails", output)
    assert "cannot tell" in line_of("a.fails", output)
    assert "since Sat 28 Mar 22:00 (90 min)" in line_of("a.waits", output)


def test_remarks_are_there_only_where_somebody_should_look() -> None:
    assert remarks([report()]) == []
    assert "late" in remarks([report(), report(is_late=True)])[0]
    assert "has ever run" in remarks([report(last_run_at=None)])[0]
    assert "fails" in remarks([report(failures=1)])[0]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0 ms"),
        (timedelta(milliseconds=999), "999 ms"),
        (timedelta(seconds=5), "5.0 s"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=26), "26 h"),
        (timedelta(days=12), "12 days"),
    ],
)
def test_a_span_is_told_in_the_unit_that_fits(length: timedelta, words: str) -> None:
    assert span(length) == words


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        ([], "Europe/Brussels"),
        (["Europe/Lisbon", "Europe/Lisbon"], "Europe/Lisbon"),
        (["Europe/Lisbon", "Europe/Athens"], "Europe/Brussels"),
    ],
)
async def test_the_zone_is_the_one_that_all_organisations_share(
    sqlite_database: Database, zones: list[str], expected: str
) -> None:
    async with sqlite_database.write() as store:
        for number, zone in enumerate(zones):
            store.session.add(Organisation(name=f"{number}", time_zone=zone, created_at=NOW))
    assert (await usual_zone(sqlite_database)).key == expected


def test_the_command_shows_every_job_of_the_table_beside_a_running_bot(
    cli: CommandLine, sqlite_url: str, vault: Vault
) -> None:
    async def beside() -> str:
        async with opened(sqlite_url, vault) as database:
            database.claim_file()
            await note(database, JOBS[0].name, datetime(2026, 3, 3, tzinfo=UTC), last_due=1)
            async with database.write():
                return (await asyncio.to_thread(cli, "jobs")).output

    output = asyncio.run(beside())
    assert [job.name for job in JOBS if job.name not in output] == []
    assert "03 Mar" in line_of(JOBS[0].name, output)
    assert "Jobs are late" in output


def test_before_the_first_run_no_day_is_invented(new: CommandLine) -> None:
    new("organisation", "add", "Apides")

    result = new("jobs")

    assert result.exit_code == 0
    assert "01 Jan" not in result.stdout
    assert "No job has ever run here." in result.stdout


def test_looking_at_jobs_loads_no_telegram_library() -> None:
    code = (
        "import sys, bot.__main__, bot.commands.jobs, scheduler.table; "
        "print(sorted({'aiogram', 'telegram'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
