"""What becomes of a row that Telegram refuses."""

from __future__ import annotations

import pytest

from mentoring.messages.delivery import PartnerAway
from storage.tables import Person, Thread
from storage.words import Call, Failure, OutboxState
from tests.courier.conftest import MENTOR, OTHER, SEEKER, Stage

PENDING, SENT, FAILED, CANCELLED = (
    OutboxState.PENDING,
    OutboxState.SENT,
    OutboxState.FAILED,
    OutboxState.CANCELLED,
)


async def test_a_flood_holds_that_chat_alone_and_counts_no_attempt(stage: Stage) -> None:
    stage.telegram.refuse("copyMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    held = await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    await stage.post(SEEKER, PartnerAway(name="Bart"))
    await stage.pull_all()
    assert stage.telegram.methods() == ["sendMessage"]
    assert ((await stage.row(held)).state, (await stage.row(held)).attempts) == (PENDING, 0)
    stage.pass_real(7)
    await stage.pull_all()
    assert stage.telegram.methods() == ["sendMessage", "copyMessage"]


async def test_a_hold_outlives_the_process(stage: Stage) -> None:
    stage.telegram.refuse("copyMessage", 429, "Too Many Requests", retry_after=7)
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    stage.courier = stage.make_courier()
    stage.pass_real(6.9)
    assert await stage.courier.pull() == []
    stage.pass_real(0.1)
    assert len(await stage.courier.pull()) == 1


async def test_floods_in_several_chats_at_once_hold_everybody_also_after_a_restart(stage: Stage) -> None:
    stage.telegram.refuse("sendMessage", 429, "Too Many Requests", retry_after=7, times=3)
    for user in (SEEKER, MENTOR, OTHER):
        await stage.post(user, PartnerAway(name="Bart"))
    await stage.courier.pull()
    await stage.write(SEEKER, Call.COMMANDS, {"commands": []}, person_id=None, chat_id=999, language="fr")
    assert await stage.courier.pull() == []
    stage.courier = stage.make_courier()  # the hold outlives the process
    assert await stage.courier.pull() == []
    stage.pass_real(7)
    assert len(await stage.courier.pull()) == 4


@pytest.mark.parametrize("status", [500, 502, None])
async def test_trouble_at_telegram_or_on_the_line_is_tried_again_after_growing_pauses(
    stage: Stage, status: int | None
) -> None:
    stage.telegram.refuse("copyMessage", status, "Internal Server Error", times=2)
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    stage.pass_real(0.7)
    assert await stage.courier.pull() == []
    stage.pass_real(0.6)
    assert len(await stage.courier.pull()) == 1
    stage.pass_real(1.5)
    assert await stage.courier.pull() == []
    stage.pass_real(1.0)
    await stage.courier.pull()
    assert ((await stage.row(row_id)).state, (await stage.row(row_id)).attempts) == (SENT, 3)


async def test_what_comes_later_in_that_chat_waits_with_it(stage: Stage) -> None:
    stage.telegram.refuse("copyMessage", 500, "Internal Server Error")
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.relay(SEEKER, MENTOR, 32)
    await stage.pull_all()
    assert stage.telegram.calls == []
    stage.pass_real(2)
    await stage.pull_all()
    assert [call.params["message_id"] for call in stage.telegram.calls] == [31, 32]


async def test_after_too_many_attempts_it_gives_up_and_tells_the_sender(stage: Stage) -> None:
    stage.telegram.refuse("copyMessage", 500, "Internal Server Error", times=99)
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    for _ in range(20):
        await stage.courier.pull()
        stage.pass_real(1000)
    row = await stage.row(row_id)
    assert (row.state, row.failure) == (FAILED, Failure.GAVE_UP)
    await stage.courier.pull()
    [told] = stage.telegram.calls
    assert (told.params["chat_id"], told.params["reply_parameters"]["message_id"]) == (SEEKER, 31)


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_somebody_who_cannot_be_reached_is_marked_and_nothing_more_is_tried(
    stage: Stage, status: int, description: str
) -> None:
    stage.telegram.refuse("*", status, description, chat_id=MENTOR, times=99)
    relay = await stage.relay(SEEKER, MENTOR, 31)
    waiting = await stage.post(MENTOR, PartnerAway(name="Amina"))
    await stage.pull_all()
    assert ((await stage.row(relay)).state, (await stage.row(relay)).failure) == (FAILED, Failure.BLOCKED)
    assert (await stage.row(waiting)).state == CANCELLED
    assert (await stage.get(Person, stage.person[MENTOR])).unreachable_since == stage.clock.now()
    assert len([call for call in stage.telegram.tried if call.params["chat_id"] == MENTOR]) == 1


async def test_the_sender_is_told_once_an_outage_in_their_language(stage: Stage) -> None:
    stage.telegram.refuse("*", 403, "Forbidden: bot was blocked by the user", chat_id=MENTOR, times=99)
    for message_id in (31, 32, 33):
        await stage.relay(SEEKER, MENTOR, message_id)
    await stage.pull_all()
    await stage.relay(SEEKER, MENTOR, 34)
    await stage.pull_all()
    assert [(call.method, call.params["chat_id"]) for call in stage.telegram.calls] == [("sendMessage", SEEKER)]
    assert "Bart" in stage.telegram.texts()[0]
    stage.pass_time(hours=1)
    await stage.change(Person, stage.person[MENTOR], unreachable_since=None)
    await stage.relay(SEEKER, MENTOR, 35)
    await stage.pull_all()
    assert len(stage.telegram.texts(SEEKER)) == 2


async def test_a_relay_that_waits_behind_a_refused_reminder_is_told_of_as_well(stage: Stage) -> None:
    stage.telegram.refuse("copyMessage", 500, "Internal Server Error", times=1)
    stage.telegram.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user", chat_id=MENTOR)
    relay = await stage.relay(
        SEEKER,
        MENTOR,
        31,
    )
    await stage.execute("UPDATE outbox SET priority = 6")
    await stage.post(MENTOR, PartnerAway(name="Amina"))
    await stage.pull_all()
    assert (await stage.row(relay)).state == CANCELLED
    assert [call.params["chat_id"] for call in stage.telegram.calls] == [SEEKER]


async def test_what_telegram_rejects_for_good_fails_with_its_reason_but_never_with_content(stage: Stage) -> None:
    said = 'Bad Request: can\'t parse entities: Unsupported start tag "my secret" at byte offset 3'
    stage.telegram.refuse("sendMessage", 400, said)
    row_id = await stage.post(SEEKER, PartnerAway(name="Bart"))
    await stage.pull_all()
    row = await stage.row(row_id)
    assert (row.state, row.failure) == (FAILED, Failure.REJECTED)
    assert "parse entities" in row.error
    assert "secret" not in row.error


async def test_a_relay_that_is_rejected_is_told_to_the_sender_under_that_message(stage: Stage) -> None:
    stage.telegram.refuse("copyMessage", 400, "Bad Request: message can't be copied")
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.pull_all()
    [told] = stage.telegram.calls
    assert (told.params["chat_id"], told.params["reply_parameters"]["message_id"]) == (SEEKER, 31)


async def test_a_deleted_topic_is_made_anew_once(stage: Stage) -> None:
    stage.courier = stage.make_courier(has_topics=True)
    stage.telegram.topics = True
    await stage.change(Thread, stage.thread[MENTOR], topic_id=77)
    stage.telegram.refuse("copyMessage", 400, "Bad Request: message thread not found")
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.pull_all()
    assert stage.telegram.methods() == ["createForumTopic", "copyMessage"]
    assert stage.telegram.calls[1].params["message_thread_id"] == 1001
    assert (await stage.get(Thread, stage.thread[MENTOR])).topic_id == 1001


async def test_a_topic_is_made_anew_as_often_as_it_is_deleted_whatever_has_been_erased_meanwhile(stage: Stage) -> None:
    stage.courier = stage.make_courier(has_topics=True)
    stage.telegram.topics = True
    await stage.change(Thread, stage.thread[MENTOR], topic_id=77)
    made = [77]
    for number in range(3):
        stage.telegram.refuse("copyMessage", 400, "Bad Request: message thread not found")
        await stage.relay(SEEKER, MENTOR, 31 + number)
        await stage.pull_all()
        made.append((await stage.get(Thread, stage.thread[MENTOR])).topic_id)
        makings = sorted(row.id for row in await stage.rows() if row.call == Call.TOPIC)
        if len(makings) > 1:  # the oldest are erased after a month
            await stage.execute(f"DELETE FROM outbox WHERE id = {makings[0]}")
    assert len(set(made)) == 4
    assert stage.telegram.methods() == ["createForumTopic", "copyMessage"] * 3


async def test_a_topic_that_is_gone_a_second_time_fails_the_row(stage: Stage) -> None:
    stage.courier = stage.make_courier(has_topics=True)
    stage.telegram.topics = True
    await stage.change(Thread, stage.thread[MENTOR], topic_id=77)
    stage.telegram.refuse("copyMessage", 400, "Bad Request: message thread not found", times=99)
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    await stage.pull_all()
    assert (await stage.row(row_id)).failure == Failure.REJECTED
    assert stage.telegram.methods().count("createForumTopic") == 2  # the sender's own, to be told there


async def test_where_topics_were_switched_off_the_message_goes_to_the_chat(stage: Stage) -> None:
    told: list[bool] = []
    stage.courier = stage.make_courier(has_topics=True, topics_changed=told.append)
    await stage.change(Thread, stage.thread[MENTOR], topic_id=77)
    stage.telegram.refuse("copyMessage", 400, "Bad Request: message thread not found")
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.pull_all()
    [copied] = stage.telegram.calls
    assert "message_thread_id" not in copied.params
    assert told == [False]


async def test_where_telegram_refuses_to_make_a_topic_the_message_goes_to_the_chat(stage: Stage) -> None:
    stage.courier = stage.make_courier(has_topics=True)
    stage.telegram.topics = True
    stage.telegram.refuse("createForumTopic", 400, "Bad Request: the chat is not a forum", times=99)
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.pull_all()
    stage.pass_real(1)
    await stage.pull_all()
    [copied] = stage.telegram.calls
    assert (copied.method, "message_thread_id" in copied.params) == ("copyMessage", False)


async def test_a_topic_on_a_bad_line_keeps_its_messages_waiting_without_turning_in_circles(stage: Stage) -> None:
    stage.courier = stage.make_courier(has_topics=True)
    stage.telegram.refuse("createForumTopic", 500, "Internal Server Error")
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.pull_all()
    assert stage.telegram.calls == []
    stage.pass_real(2)
    await stage.pull_all()
    assert stage.telegram.methods() == ["createForumTopic", "copyMessage"]


async def test_a_refused_token_stops_everything_for_a_while_and_loses_nothing(stage: Stage) -> None:
    stage.telegram.refuse("sendMessage", 401, "Unauthorized")
    stage.telegram.refuse("getMe", 401, "Unauthorized")
    row_id = await stage.post(SEEKER, PartnerAway(name="Bart"))
    await stage.courier.pull()
    assert await stage.courier.pull() == []
    stage.pass_real(31)
    await stage.courier.pull()
    assert ((await stage.row(row_id)).state, (await stage.row(row_id)).attempts) == (SENT, 1)


async def test_a_method_that_this_server_does_not_know_fails_its_row_alone(stage: Stage) -> None:
    stage.telegram.refuse("setMyCommands", 404, "Not Found")
    row_id = await stage.write(SEEKER, Call.COMMANDS, {"commands": ["help"]})
    await stage.courier.pull()
    assert (await stage.row(row_id)).failure == Failure.REJECTED


async def test_an_invalid_reaction_is_dropped_quietly(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    stage.telegram.refuse("setMessageReaction", 400, "Bad Request: REACTION_INVALID")
    row_id = await stage.write(MENTOR, Call.REACTION, {"message_id": 31, "emoji": "x", "own": True})
    await stage.pull_all()
    assert (await stage.row(row_id)).state == CANCELLED
    assert stage.telegram.methods() == ["copyMessage"]


async def test_an_edit_that_changes_nothing_is_a_success(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    stage.telegram.refuse("editMessageText", 400, "Bad Request: message is not modified: specified new message content")
    row_id = await stage.write(MENTOR, Call.EDIT, {"message_id": 31, "text": "new", "entities": []})
    await stage.pull_all()
    assert (await stage.row(row_id)).state == SENT
