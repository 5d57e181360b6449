"""The benchmark of due rows still runs: with tiny sizes, so its figures mean nothing."""

from __future__ import annotations

from pathlib import Path

from benchmarks.due import comparison, parsed, table
from benchmarks.due_others import Found, apscheduler_in_memory
from benchmarks.due_tandem import Cost, measure


def cost(**values: float) -> Cost:
    defaults: dict[str, float] = {
        "rows": 10,
        "claim_seconds": 1.0,
        "batch_ms": 1.0,
        "look_ms": 1.0,
        "start_ms": 1.0,
        "start_mb": 1.0,
        "memory_mb": 1.0,
        "fill_seconds": 1.0,
    }
    return Cost(**{**defaults, **values})  # type: ignore[arg-type]


async def test_tandem_finds_all_that_is_due_beside_what_is_to_come(tmp_path: Path) -> None:
    urls = {0: f"sqlite:///{tmp_path}/few.db", 50: f"sqlite:///{tmp_path}/many.db"}
    few, many = await measure(urls, due=20, people=30, waves=1)
    assert (few.rows, many.rows) == (20, 70)
    assert min(few.claim_seconds, many.look_ms, many.start_ms, many.memory_mb) > 0


async def test_one_job_a_reminder_is_measured_beside_it() -> None:
    found = await apscheduler_in_memory(20, 10)
    assert (found.future, found.found) == (20, 10)
    assert found.seconds > 0


def test_a_cost_that_grows_too_much_is_said() -> None:
    assert "1.5 times: kept" in table("SQLite", cost(), cost(claim_seconds=1.5))
    assert "1.5 times: NOT kept" in table("SQLite", cost(), cost(claim_seconds=1.6))
    assert "1.5 times: NOT kept" in table("SQLite", cost(), cost(start_ms=1.6))


def test_what_was_not_found_in_time_is_not_scaled_up() -> None:
    other = Found("procrastinate", 1000, due=100, found=20, seconds=10, fill_seconds=1, start_ms=5, start_mb=1)
    line = comparison({"SQLite": cost(rows=1100)}, 100, [other]).splitlines()[3]
    assert "| 20 of 100 | 10.00 | 2 | 0.02 |" in line


def test_sizes_can_be_named_and_small_is_small() -> None:
    assert parsed([]).future == 1_000_000
    assert parsed(["--future", "5"]).future == 5
    assert parsed(["--small"]).future < 1000
