"""What is looked at once more before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from locales.rendering import renders
from locales.say import Say
from mentoring import guards
from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.delivery import PartnerAway
from storage.tables import Duo, Person
from storage.words import Call, DuoState, Failure, OutboxState, Priority
from tests.courier.conftest import MENTOR, SEEKER, Stage


@declare("test.reminder", Policy(Priority.REMINDER, expires_after=timedelta(hours=20), waits_for_morning=True))
class Reminder(Message):
    pass


@declare("test.broken")
class Broken(Message):
    pass


@renders(Reminder())
def _reminder(_: Reminder, say: Say) -> str:
    return "reminder"


@renders(Broken())
def _broken(_: Broken, say: Say) -> str:
    raise RuntimeError("the name of somebody")


async def test_what_has_become_pointless_is_not_sent(stage: Stage) -> None:
    row_id = await stage.post(SEEKER, Reminder())
    stage.pass_time(hours=20)
    await stage.courier.pull()
    assert (await stage.row(row_id)).failure == Failure.EXPIRED
    assert stage.telegram.tried == []


async def test_quiet_hours_put_a_reminder_off_until_the_morning_of_that_person(stage: Stage) -> None:
    stage.pass_time(hours=11)  # 23:00 in Brussels
    row_id = await stage.post(SEEKER, Reminder())
    await stage.pull_all()
    row = await stage.row(row_id)
    assert (row.state, row.due_at, row.attempts) == (OutboxState.PENDING, datetime(2026, 3, 4, 7, tzinfo=UTC), 0)
    stage.pass_time(hours=9)
    await stage.pull_all()
    assert stage.telegram.texts(SEEKER) == ["reminder"]


async def test_answers_do_not_wait_for_the_morning(stage: Stage) -> None:
    stage.pass_time(hours=11)
    await stage.post(SEEKER, PartnerAway(name="Bart"))
    await stage.pull_all()
    assert len(stage.telegram.texts(SEEKER)) == 1


@pytest.mark.parametrize(
    ("guard", "state", "is_sent"),
    [
        (guards.duo_running, DuoState.PAUSED, True),
        (guards.duo_running, DuoState.ENDED, False),
        (guards.duo_proposed, DuoState.PROPOSED, True),
        (guards.duo_proposed, DuoState.EXPIRED, False),
        (lambda duo: f"moon-full:{duo}", DuoState.ACTIVE, False),
        (lambda duo: "duo-running:x", DuoState.ACTIVE, False),
    ],
)
async def test_a_message_goes_only_while_its_reason_holds(
    stage: Stage, guard: object, state: DuoState, is_sent: bool
) -> None:
    row_id = await stage.post(SEEKER, PartnerAway(name="Bart"), guard=guard(stage.duo_id))  # type: ignore[operator]
    await stage.change(Duo, stage.duo_id, state=state)
    await stage.courier.pull()
    assert (await stage.row(row_id)).state == (OutboxState.SENT if is_sent else OutboxState.CANCELLED)


async def test_nothing_is_relayed_between_two_who_are_no_duo_any_more(stage: Stage) -> None:
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    await stage.change(Duo, stage.duo_id, state=DuoState.ENDED)
    await stage.pull_all()
    assert (await stage.row(row_id)).state == OutboxState.CANCELLED
    assert stage.telegram.tried == []


async def test_nothing_is_relayed_into_a_thread_of_somebody_else(stage: Stage) -> None:
    row_id = await stage.write(MENTOR, Call.COPY, {"message_id": 31}, thread_id=stage.thread[SEEKER])
    await stage.pull_all()
    assert (await stage.row(row_id)).state == OutboxState.CANCELLED


async def test_a_forgotten_person_gets_nothing(stage: Stage) -> None:
    row_id = await stage.post(SEEKER, PartnerAway(name="Bart"))
    await stage.change(Person, stage.person[SEEKER], user_sealed=None)
    await stage.pull_all()
    assert (await stage.row(row_id)).state == OutboxState.CANCELLED


async def test_a_kind_of_another_version_and_a_row_that_cannot_be_rendered_fail_alone(stage: Stage) -> None:
    unknown = await stage.write(SEEKER, Call.SEND, {}, kind="from.tomorrow")
    await stage.post(SEEKER, Broken())
    bad_params = await stage.write(SEEKER, Call.COPY, {})
    no_such_call = await stage.write(SEEKER, Call.PIN, {"message_id": 1})
    await stage.execute(f"UPDATE outbox SET call = 'dance' WHERE id = {no_such_call}")
    last = await stage.write(MENTOR, Call.SEND, {"name": "Amina"}, kind=PartnerAway.kind, priority=Priority.DIGEST)
    await stage.pull_all()
    assert {row.failure for row in await stage.rows() if row.id != last} == {Failure.REJECTED}
    assert (await stage.row(last)).state == OutboxState.SENT
    assert (await stage.row(unknown)).error == "unknown kind"
    assert "somebody" not in "".join(row.error for row in await stage.rows())
    assert (await stage.row(bad_params)).error == "cannot be sent: KeyError"


async def test_a_sealed_row_that_does_not_open_is_set_aside_and_the_others_go(stage: Stage) -> None:
    closed = await stage.write(SEEKER, Call.SEND, {"name": "B"}, kind=PartnerAway.kind)
    await stage.execute(f"UPDATE outbox SET params_sealed = x'0101020304' WHERE id = {closed}")
    await stage.post(MENTOR, PartnerAway(name="Amina"))
    await stage.pull_all()
    assert (await stage.row(closed)).state == OutboxState.PENDING
    assert len(stage.telegram.texts(MENTOR)) == 1
