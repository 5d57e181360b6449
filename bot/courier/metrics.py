"""What the courier counts for `/metrics`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import Counter, Gauge, Histogram

from bot.courier.verdicts import Hold, Verdict
from storage.backlog import Queued
from storage.holds import EVERYBODY
from storage.words import OutboxState, Priority

SENT = Counter("tandem_courier_sent", "Calls that Telegram accepted", ["call", "priority"])
FAILED = Counter("tandem_courier_failed", "Rows that failed for good", ["call", "reason"])
CANCELLED = Counter("tandem_courier_cancelled", "Rows whose reason had fallen away", ["call", "reason"])
RETRIES = Counter("tandem_courier_retries", "Rows put back for another try; `network` may have arrived", ["reason"])
TAKEOVERS = Counter("tandem_courier_takeovers", "Rows sent again after a crash: each may have arrived twice", ["call"])
HOLDS = Counter("tandem_courier_holds", "Times that Telegram asked to wait (429)", ["scope"])
FENCED = Counter("tandem_courier_fenced", "Outcomes of rows that another process had taken over meanwhile")
SECONDS = Histogram(
    "tandem_courier_seconds",
    "Programme time from when a row was due to when it was sent",
    ["priority"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200),
)
QUEUE = Gauge("tandem_courier_queue", "Rows that are due and wait, also for a retry or a hold", ["priority"])
OLDEST = Gauge("tandem_courier_oldest_seconds", "Programme time since the one of them was due that waits longest")


def show_queue(queue: Mapping[int, Queued], now: datetime) -> None:
    """Sets the gauges; `now` is programme time."""
    for priority in Priority:
        QUEUE.labels(priority).set(queue[priority].rows if priority in queue else 0)
    oldest = min((queued.oldest for queued in queue.values()), default=now)
    OLDEST.set((now - oldest).total_seconds())


def note(verdict: Verdict, now: datetime) -> None:
    """Counts what became of a row; `now` is programme time."""
    row, outcome = verdict.row, verdict.outcome
    match outcome.state:
        case OutboxState.SENT:
            SENT.labels(row.call, row.priority).inc()
            SECONDS.labels(row.priority).observe((now - max(row.due_at, row.created_at)).total_seconds())
        case OutboxState.FAILED:
            FAILED.labels(row.call, outcome.failure).inc()
        case OutboxState.CANCELLED:
            CANCELLED.labels(row.call, verdict.reason).inc()
        case _:
            RETRIES.labels(verdict.reason).inc()
    for consequence in verdict.also:
        if isinstance(consequence, Hold):
            HOLDS.labels("everybody" if consequence.chat_key == EVERYBODY else "chat").inc()
