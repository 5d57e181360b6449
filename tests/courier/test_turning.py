"""The wheel: order, priorities, waking up, stopping, and what a crash leaves behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from bot.clocks import RealClock
from bot.courier import Courier
from bot.courier.verdicts import Letter, Verdict
from bot.supervisor import Supervisor
from mentoring.messages.delivery import PartnerAway
from storage import holds, outbox
from storage.database import Database
from storage.words import Call, OutboxState, Priority
from tests.courier.conftest import MENTOR, OTHER, SEEKER, Stage


@asynccontextmanager
async def running(stage: Stage, courier: Courier | None = None) -> AsyncIterator[Courier]:
    """The courier at work, woken by commits as the process wires it."""
    courier = courier or stage.courier
    supervisor = Supervisor()
    stage.database.wakers.append(courier.wake)
    supervisor.start(courier.run(), "courier")
    try:
        async with asyncio.timeout(15):
            yield courier
        assert supervisor.error is None
    finally:
        stage.database.wakers.remove(courier.wake)
        await supervisor.stop()


async def test_a_commit_wakes_the_courier_at_once(stage: Stage) -> None:
    async with running(stage) as courier:
        await courier.idle()
        started = asyncio.get_running_loop().time()
        await stage.relay(SEEKER, MENTOR, 31)
        await stage.telegram.until_tried(1)
        assert asyncio.get_running_loop().time() - started < 1  # the safety poll comes after three
        await courier.idle()
    assert [row.state for row in await stage.rows()] == [OutboxState.SENT]


async def test_messages_of_one_chat_arrive_in_order_and_never_two_at_once_while_others_go_beside(stage: Stage) -> None:
    stage.telegram.gate = asyncio.Event()
    for message_id in range(31, 41):
        await stage.relay(SEEKER, MENTOR, message_id)
    await stage.post(OTHER, PartnerAway(name="x"))
    async with running(stage) as courier:
        await stage.telegram.until_tried(2)
        assert {call.params["chat_id"] for call in stage.telegram.tried} == {MENTOR, OTHER}
        stage.telegram.gate.set()
        await courier.idle()
    copies = [call.params["message_id"] for call in stage.telegram.calls if call.method == "copyMessage"]
    assert copies == list(range(31, 41))
    assert stage.telegram.most_in_one_chat == 1


async def wave(stage: Stage, rows: int) -> None:
    """So many check-ins, each to somebody else."""
    for n in range(rows):
        await stage.write(
            0,
            Call.SEND,
            {"name": f"{n}"},
            kind=PartnerAway.kind,
            priority=Priority.CHECK_IN,
            thread_id=None,
            person_id=None,
            chat_id=900 + n,
            language="fr",
        )


async def test_a_relay_overtakes_a_wave_that_waits_for_the_limit(stage: Stage) -> None:
    stage.courier = stage.make_courier(messages_per_second=5)  # one at once
    await wave(stage, 5)
    await stage.courier.pull()
    await stage.relay(SEEKER, MENTOR, 31)
    assert await stage.courier.pull() == []
    stage.pass_real(0.2)
    await stage.courier.pull()
    assert stage.telegram.methods() == ["sendMessage", "copyMessage"]


async def test_a_relay_is_the_next_to_go_where_a_wave_takes_every_place(stage: Stage) -> None:
    await wave(stage, 40)
    stage.telegram.gate = asyncio.Event()
    async with running(stage, stage.make_courier(parallel=4)) as courier:
        await stage.telegram.until_tried(4)
        await stage.relay(SEEKER, MENTOR, 31)
        stage.telegram.gate.set()
        await courier.idle()
    assert stage.telegram.methods().index("copyMessage") < 8


async def test_what_the_clock_makes_due_goes_out_before_the_courier_is_idle(stage: Stage) -> None:
    await stage.post(SEEKER, PartnerAway(name="Bart"), due_at=stage.clock.now() + timedelta(days=1))
    async with running(stage) as courier:
        await courier.idle()
        assert stage.telegram.calls == []
        stage.pass_time(days=1)
        await courier.idle()
        assert len(stage.telegram.calls) == 1


async def test_idle_waits_for_what_is_held(stage: Stage) -> None:
    courier = stage.make_courier(real_clock=RealClock())
    async with stage.database.write() as store:
        until = RealClock().now() + timedelta(seconds=0.5)
        await holds.hold(store, outbox.person_key(stage.person[MENTOR]), until)
    await stage.relay(SEEKER, MENTOR, 31)
    async with running(stage, courier):
        await courier.idle()
        assert RealClock().now() >= until
        assert stage.telegram.methods() == ["copyMessage"]


async def test_draining_finishes_what_is_under_way_and_claims_nothing_more(stage: Stage) -> None:
    stage.telegram.gate = asyncio.Event()
    first = await stage.relay(SEEKER, MENTOR, 31)
    second = await stage.relay(SEEKER, MENTOR, 32)
    async with running(stage) as courier:
        await stage.telegram.until_tried(1)
        async with asyncio.TaskGroup() as group:
            group.create_task(courier.drain())
            await asyncio.sleep(0)
            stage.telegram.gate.set()
    assert (await stage.row(first)).state == OutboxState.SENT
    assert (await stage.row(second)).state == OutboxState.PENDING


async def test_a_token_that_is_mended_later_starts_the_courier(stage: Stage) -> None:
    stage.telegram.refuse("getMe", 500, "Internal Server Error")
    courier = stage.make_courier(has_topics=None)
    courier.pause_seconds = 0.0
    await stage.relay(SEEKER, MENTOR, 31)
    async with running(stage, courier):
        await courier.idle()
    assert stage.telegram.methods() == ["copyMessage"]


class DiesBeforeMark(Courier):
    async def mark(self, verdicts: list[Verdict]) -> None:  # type: ignore[override]
        raise ConnectionError("the process is gone")


async def test_what_a_crash_left_is_sent_again_and_counted(stage: Stage) -> None:
    dead = stage.make_courier(DiesBeforeMark)
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    with pytest.raises(ConnectionError):
        await dead.pull()
    counted = REGISTRY.get_sample_value("tandem_courier_takeovers_total", {"call": "copy"}) or 0
    async with running(stage) as courier:
        await courier.idle()
    assert stage.telegram.methods() == ["copyMessage", "copyMessage"]
    assert ((await stage.row(row_id)).state, (await stage.row(row_id)).takeovers) == (OutboxState.SENT, 1)
    assert REGISTRY.get_sample_value("tandem_courier_takeovers_total", {"call": "copy"}) == counted + 1


async def test_a_process_that_lost_its_rows_cannot_overwrite_what_became_of_them(stage: Stage) -> None:
    slow = stage.make_courier()
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    [letter] = await slow.prepare(await slow.claim(1))
    assert isinstance(letter, Letter)
    stage.telegram.refuse("copyMessage", 403, "Forbidden: bot was blocked by the user")
    late = await slow.send(letter)
    await stage.courier.take_over(everything=True)
    await stage.courier.pull()
    await slow.mark([late])
    assert (await stage.row(row_id)).state == OutboxState.SENT
    assert [row.call for row in await stage.rows()] == [Call.COPY]  # no word to the sender either


class StumblesOnce(Courier):
    stumbled = False

    async def prepare(self, rows):  # type: ignore[no-untyped-def]
        if rows and not self.stumbled:
            self.stumbled = True
            raise OSError("disk")
        return await super().prepare(rows)


async def test_a_stumble_of_the_database_loses_nothing(stage: Stage) -> None:
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    courier = stage.make_courier(StumblesOnce)
    courier.pause_seconds = 0.0
    async with running(stage, courier):
        await courier.idle()
    assert ((await stage.row(row_id)).state, (await stage.row(row_id)).attempts) == (OutboxState.SENT, 1)


async def test_no_log_line_holds_the_token_or_a_text(
    stage: Stage, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    stage.telegram.refuse("sendMessage", None)
    await stage.post(SEEKER, PartnerAway(name="Zebulon"))
    await stage.courier.pull()
    stage.pass_real(5)
    await stage.courier.pull()
    said = caplog.text + "".join(capsys.readouterr())
    assert "123456:test" not in said
    assert "Zebulon" not in said


async def test_another_processs_commit_wakes_the_courier_on_postgresql(
    postgres_url: str, stage: Stage, vault: object
) -> None:
    writer, reader = Database(postgres_url, stage.database.vault), Database(postgres_url, stage.database.vault)
    try:
        courier = stage.make_courier(database=reader)
        supervisor = Supervisor()
        supervisor.start(courier.run(), "courier")
        await courier.idle()
        async with writer.write() as store:
            now = stage.clock.now()
            row = outbox.NewRow(
                dedupe_key="a",
                call=Call.SEND,
                kind=PartnerAway.kind,
                priority=Priority.REPLY,
                due_at=now,
                params={"name": "B"},
                chat_id=777,
                language="fr",
                created_at=now,
            )
            await outbox.add(store, row)
        await stage.telegram.until_tried(1)
        await courier.drain()
        assert stage.telegram.texts(777) != []
        assert supervisor.error is None
    finally:
        await supervisor.stop()
        await writer.close()
        await reader.close()
