"""What reaches Telegram."""

from __future__ import annotations

from mentoring.messages.delivery import PartnerAway, SenderLabel
from storage.tables import MessageMap, Person, Thread
from storage.words import Call, OutboxState
from tests.courier.conftest import MENTOR, SEEKER, Stage


async def test_a_declared_message_is_said_in_the_language_that_the_person_has_when_it_is_sent(stage: Stage) -> None:
    await stage.post(SEEKER, PartnerAway(name="<Bart>"))
    await stage.change(Person, stage.person[SEEKER], language="nl")
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert (call.method, call.params["chat_id"], call.params["parse_mode"]) == ("sendMessage", SEEKER, "HTML")
    assert "&lt;Bart&gt;" in call.params["text"]
    assert call.params["link_preview_options"] == {"is_disabled": True}


async def test_what_was_sent_is_marked_with_telegrams_message_id_and_keeps_no_parameters(stage: Stage) -> None:
    row_id = await stage.post(SEEKER, PartnerAway(name="Bart"))
    await stage.courier.pull()
    row = await stage.row(row_id)
    assert (row.state, row.message_id, row.params_sealed) == (OutboxState.SENT, 1001, None)


async def test_buttons_carry_their_taps(stage: Stage) -> None:
    await stage.post(SEEKER, SenderLabel(name="Bart", thread_id=7))
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert call.params["reply_markup"] == {"inline_keyboard": [[{"text": "Bart", "callback_data": "ol:7"}]]}


async def test_a_relay_is_copied_from_the_senders_chat_and_mapped(stage: Stage) -> None:
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert call.method == "copyMessage"
    assert (call.params["chat_id"], call.params["from_chat_id"], call.params["message_id"]) == (MENTOR, SEEKER, 31)
    assert "message_thread_id" not in call.params
    async with stage.database.read() as store:
        from sqlalchemy import select

        [entry] = (await store.session.execute(select(MessageMap))).scalars()
    assert (entry.outbox_id, entry.copy_message_id) == (row_id, 1001)


async def test_a_thread_without_a_topic_gets_one_first_and_the_message_goes_into_it(stage: Stage) -> None:
    stage.courier = stage.make_courier(has_topics=True)
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.pull_all()
    made, copied = stage.telegram.calls
    assert (made.method, made.params["chat_id"]) == ("createForumTopic", MENTOR)
    assert "Amina" in made.params["name"]
    assert (copied.method, copied.params["message_thread_id"]) == ("copyMessage", 1001)
    assert (await stage.get(Thread, stage.thread[MENTOR])).topic_id == 1001
    assert [(row.call, row.state, row.attempts) for row in await stage.rows()] == [
        (Call.COPY, OutboxState.SENT, 1),
        (Call.TOPIC, OutboxState.SENT, 1),
    ]
