"""What `/metrics` says of the courier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prometheus_client import REGISTRY

from bot.courier import metrics
from mentoring.messages.delivery import PartnerAway
from storage.backlog import Queued
from storage.words import Call, Priority
from tests.courier.conftest import MENTOR, SEEKER, Stage

NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)


def value(name: str, **labels: object) -> float:
    return REGISTRY.get_sample_value(name, {key: str(label) for key, label in labels.items()}) or 0


def test_the_queue_is_shown_by_priority_and_by_how_long_its_oldest_row_waits() -> None:
    relay, digest = Queued(2, NOON - timedelta(seconds=90)), Queued(7, NOON)
    metrics.show_queue({Priority.RELAY: relay, Priority.DIGEST: digest}, NOON)
    assert value("tandem_courier_queue", priority=int(Priority.RELAY)) == 2
    assert value("tandem_courier_queue", priority=int(Priority.DIGEST)) == 7
    assert value("tandem_courier_oldest_seconds") == 90
    metrics.show_queue({}, NOON)
    assert value("tandem_courier_queue", priority=int(Priority.RELAY)) == 0
    assert value("tandem_courier_oldest_seconds") == 0


async def test_what_is_sent_refused_held_and_tried_again_is_counted(stage: Stage) -> None:
    reply = int(Priority.REPLY)
    counted = {
        ("tandem_courier_sent_total", ("call", "send"), ("priority", reply)): 1,
        ("tandem_courier_failed_total", ("call", "send"), ("reason", "rejected")): 1,
        ("tandem_courier_holds_total", ("scope", "chat")): 1,
        ("tandem_courier_retries_total", ("reason", "flood")): 1,
        ("tandem_courier_retries_total", ("reason", "network")): 1,
        ("tandem_courier_cancelled_total", ("call", "copy"), ("reason", "duo not running")): 1,
    }
    before = {sample: value(sample[0], **dict(sample[1:])) for sample in counted}
    for status, more in ((429, {"retry_after": 1}), (500, {}), (400, {})):
        stage.telegram.refuse("sendMessage", status, "Bad Request: can't parse entities", **more)
    await stage.post(SEEKER, PartnerAway(name="Bart"))
    for _ in range(3):
        await stage.courier.pull()
        stage.pass_real(3)
    await stage.post(SEEKER, PartnerAway(name="Bart"))
    await stage.write(MENTOR, Call.COPY, {"message_id": 1}, thread_id=None)
    await stage.pull_all()
    after = {sample: value(sample[0], **dict(sample[1:])) for sample in counted}
    assert {sample: after[sample] - before[sample] for sample in counted} == counted
