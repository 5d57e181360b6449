"""The others in benchmarks/due.py: APScheduler with one job a reminder, and procrastinate. They do nothing per job."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import procrastinate
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.background import BackgroundScheduler
from procrastinate.manager import JobManager

from benchmarks.due_tandem import in_a_process, resident_mb

_CHUNK = 1000
_MODULE = "benchmarks.due_others"


@dataclass(frozen=True)
class Found:
    """`found` of the due ones within `seconds`; `start_*` as for Tandem. `blocked_ms`: the loop stood still so long."""

    name: str
    future: int
    due: int
    found: int
    seconds: float
    fill_seconds: float
    start_ms: float
    start_mb: float
    blocked_ms: float | None = None


def remind(_number: int) -> None:
    """What a reminder would do."""


def _now() -> datetime:
    return datetime.now(UTC)


# --- APScheduler in memory: what is not kept has to be added again at each start


async def apscheduler_in_memory(future: int, due: int) -> Found:
    answer = await in_a_process(_MODULE, "memory", str(future), str(due))
    return Found("APScheduler, in memory", future, due, due, **answer)


async def _in_memory(future: int, due: int) -> dict[str, Any]:
    done, all_done, counted = 0, asyncio.Event(), due
    before, began = resident_mb(), time.perf_counter()
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    scheduler.start(paused=True)

    async def note(_number: int) -> None:
        nonlocal done
        done += 1
        if done == counted:
            all_done.set()

    now = _now()
    for number in range(future):
        scheduler.add_job(note, "date", run_date=now + timedelta(hours=1, seconds=number), args=[number])
    for number in range(due):
        scheduler.add_job(note, "date", run_date=now - timedelta(milliseconds=number), args=[number])
    filled, grown = time.perf_counter() - began, resident_mb() - before
    began = time.perf_counter()
    scheduler.resume()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    blocked = time.perf_counter() - began
    await all_done.wait()
    seconds = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    return {
        "seconds": seconds,
        "fill_seconds": filled,
        "start_ms": filled * 1000,
        "start_mb": grown,
        "blocked_ms": blocked * 1000,
    }


# --- APScheduler on a database


async def apscheduler_on_a_database(url: str, future: int, due: int) -> Found:
    """`url` for a synchronous driver. Finding is what its loop asks: the due jobs, then each one's removal."""
    began = time.perf_counter()
    scheduler = AsyncIOScheduler(
        timezone=UTC, jobstores={"default": SQLAlchemyJobStore(url)}, job_defaults={"misfire_grace_time": None}
    )
    scheduler.start(paused=True)
    now = _now()
    for number in range(future):
        scheduler.add_job(remind, "date", run_date=now + timedelta(hours=1, seconds=number), args=[number])
    for number in range(due):
        scheduler.add_job(remind, "date", run_date=now - timedelta(milliseconds=number), args=[number])
    filled = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    started = await in_a_process(_MODULE, "store-start", url)
    answer = await in_a_process(_MODULE, "store", url)
    assert answer["found"] == due
    return Found("APScheduler, SQLAlchemyJobStore", future, due, due, answer["seconds"], filled, **started)


def _open_store(url: str) -> SQLAlchemyJobStore:
    store = SQLAlchemyJobStore(url)
    scheduler = BackgroundScheduler(timezone=UTC)
    store.start(scheduler, "default")
    return store


def _store_start(url: str) -> dict[str, Any]:
    before, began = resident_mb(), time.perf_counter()
    _open_store(url).get_next_run_time()
    return {"start_ms": (time.perf_counter() - began) * 1000, "start_mb": resident_mb() - before}


def _store_find(url: str) -> dict[str, Any]:
    store = _open_store(url)
    began = time.perf_counter()
    jobs = store.get_due_jobs(_now())
    for job in jobs:
        store.remove_job(job.id)
    return {"seconds": time.perf_counter() - began, "found": len(jobs)}


# --- procrastinate


async def procrastinate_on_postgresql(url: str, future: int, due: int, patience: float) -> Found:
    """Fetches due jobs one after the other, as its worker does, for so many seconds at most."""
    app = _app(url)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        began = time.perf_counter()
        now = _now()
        await _defer(app, future, now + timedelta(hours=1))
        await _defer(app, due, now - timedelta(minutes=1))
        filled = time.perf_counter() - began
        connector: Any = app.connector
        await connector.execute_query_async("ANALYZE procrastinate_jobs")
        manager: JobManager = app.job_manager
        worker = await manager.register_worker()
        found, began = 0, time.perf_counter()
        while found < due and time.perf_counter() - began < patience:
            assert await manager.fetch_job(None, worker) is not None
            found += 1
        seconds = time.perf_counter() - began
    started = await in_a_process(_MODULE, "procrastinate-start", url)
    return Found("procrastinate", future, due, found, seconds, filled, **started)


def _app(url: str) -> procrastinate.App:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
    app.task(name="remind")(remind)
    return app


async def _defer(app: procrastinate.App, count: int, first: datetime) -> None:
    for start in range(0, count, _CHUNK):
        task = app.configure_task("remind", schedule_at=first + timedelta(seconds=start / _CHUNK))
        arguments: list[dict[str, Any]] = [{"_number": n} for n in range(start, min(start + _CHUNK, count))]
        await task.batch_defer_async(*arguments)


async def _procrastinate_start(url: str) -> dict[str, Any]:
    before, began = resident_mb(), time.perf_counter()
    app = _app(url)
    async with app.open_async():
        worker = await app.job_manager.register_worker()
        await app.job_manager.fetch_job(["a queue without jobs"], worker)
        return {"start_ms": (time.perf_counter() - began) * 1000, "start_mb": resident_mb() - before}


def _answer(what: str, *words: str) -> dict[str, Any]:
    """In a process of its own."""
    match what:
        case "memory":
            return asyncio.run(_in_memory(int(words[0]), int(words[1])))
        case "store":
            return _store_find(words[0])
        case "store-start":
            return _store_start(words[0])
    return asyncio.run(_procrastinate_start(words[0]))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    print(json.dumps(_answer(*sys.argv[1:])))
