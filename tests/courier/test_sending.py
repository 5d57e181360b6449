"""What reaches Telegram."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from locales.rendering import Document, Rendered, renders
from locales.say import Say
from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.delivery import PartnerAway, SenderLabel
from storage import outbox
from storage.tables import MessageMap, Person, Thread
from storage.words import Call, Failure, Group, OutboxState, Role
from tests.courier.conftest import MENTOR, SEEKER, Stage


@declare("test.picture")
class Picture(Message):
    pass


@declare("test.reminding", Policy(waits_for_morning=True, rests=True, group=Group.REMINDERS))
class Reminding(Message):
    pass


@declare("test.heavy")
class Heavy(Message):
    pass


@renders(Heavy())
def _heavy(_: Heavy, say: Say) -> Rendered:
    return Rendered("a long list", document=Document("people.csv", b"x" * 3_000_000))


@renders(Reminding())
def _reminding(_: Reminding, say: Say) -> Rendered:
    return Rendered("remember", document=Document("a.ics", b"BEGIN:VCALENDAR"))


@renders(Picture())
def _picture(_: Picture, say: Say) -> Rendered:
    return Rendered(say.language, photo=b"png")


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


async def test_a_file_of_some_megabytes_is_sent_at_the_first_attempt(stage: Stage) -> None:
    row_id = await stage.post(SEEKER, Heavy())
    await stage.courier.pull()
    row = await stage.row(row_id)
    assert (row.state, row.attempts) == (OutboxState.SENT, 1)


async def test_buttons_carry_their_taps(stage: Stage) -> None:
    await stage.post(SEEKER, SenderLabel(name="Bart", thread_id=7))
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert call.params["reply_markup"] == {"inline_keyboard": [[{"text": "Bart vous écrit", "callback_data": "ol:7"}]]}


async def test_a_relay_is_copied_from_the_senders_chat_and_mapped(stage: Stage) -> None:
    row_id = await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert call.method == "copyMessage"
    assert (call.params["chat_id"], call.params["from_chat_id"], call.params["message_id"]) == (MENTOR, SEEKER, 31)
    assert "message_thread_id" not in call.params
    assert await _copies(stage) == {31: 1001}
    assert (await stage.row(row_id)).message_id == 1001


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


async def test_an_answer_to_a_copy_answers_the_partners_own_message_and_the_reverse(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)  # arrives as 1001
    await stage.courier.pull()
    await stage.relay(MENTOR, SEEKER, 44, reply_to=1001)
    await stage.courier.pull()
    await stage.relay(SEEKER, MENTOR, 32, reply_to=31)
    await stage.courier.pull()
    await stage.relay(SEEKER, MENTOR, 33, reply_to=5)
    await stage.courier.pull()
    answers = [call.params.get("reply_parameters") for call in stage.telegram.calls]
    assert [answer and answer["message_id"] for answer in answers] == [None, 31, 1001, None]
    assert answers[1]["allow_sending_without_reply"] is True


async def test_an_album_is_copied_in_the_order_of_its_ids_and_mapped_part_by_part(stage: Stage) -> None:
    row_id = await stage.write(MENTOR, Call.ALBUM, {"message_ids": [33, 31, 32]})
    await stage.map(row_id, SEEKER, MENTOR, [33, 31, 32])
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert (call.method, call.params["message_ids"]) == ("copyMessages", [31, 32, 33])
    assert await _copies(stage) == {31: 100100, 32: 100101, 33: 100102}


async def test_an_album_of_which_a_part_is_missing_is_told_to_the_sender(stage: Stage) -> None:
    stage.telegram.lost_parts = 1
    await stage.write(MENTOR, Call.ALBUM, {"message_ids": [31, 32]})
    await stage.pull_all()
    assert [(call.method, call.params["chat_id"]) for call in stage.telegram.calls] == [
        ("copyMessages", MENTOR),
        ("sendMessage", SEEKER),
    ]


async def test_an_edit_changes_the_copy_and_its_text_is_erased(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    bold = {"type": "bold", "offset": 0, "length": 3}
    row_id = await stage.write(MENTOR, Call.EDIT, {"message_id": 31, "text": "new words", "entities": [bold]})
    await stage.courier.pull()
    call = stage.telegram.calls[-1]
    assert (call.method, call.params["message_id"], call.params["text"]) == ("editMessageText", 1001, "new words")
    assert call.params["entities"] == [bold]
    assert (await stage.row(row_id)).params_sealed is None


async def test_an_edit_that_is_refused_for_good_keeps_no_text_either(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    stage.telegram.refuse("editMessageText", 400, "Bad Request: message can't be edited")
    row_id = await stage.write(MENTOR, Call.EDIT, {"message_id": 31, "text": "new words", "entities": []})
    await stage.courier.pull()
    assert ((await stage.row(row_id)).state, (await stage.row(row_id)).params_sealed) == (OutboxState.FAILED, None)


async def test_captions_and_media_are_edited_as_such(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    await stage.write(MENTOR, Call.EDIT, {"message_id": 31, "caption": "a walk", "entities": []})
    media = {"type": "photo", "file_id": "AgAD1", "caption": "a dog"}
    await stage.write(MENTOR, Call.EDIT, {"message_id": 31, "media": media, "entities": []})
    await stage.pull_all()
    caption, picture = stage.telegram.calls[1:]
    assert (caption.method, caption.params["caption"]) == ("editMessageCaption", "a walk")
    assert (picture.method, picture.params["media"]["media"]) == ("editMessageMedia", "AgAD1")
    assert picture.params["media"]["caption"] == "a dog"


async def test_an_edit_of_what_never_arrived_is_dropped(stage: Stage) -> None:
    row_id = await stage.write(MENTOR, Call.EDIT, {"message_id": 99, "text": "new", "entities": []})
    await stage.courier.pull()
    assert (await stage.row(row_id)).state == OutboxState.CANCELLED


async def test_reactions_travel_both_ways_and_can_be_taken_back(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)  # arrives as 1001
    await stage.courier.pull()
    await stage.write(SEEKER, Call.REACTION, {"message_id": 1001, "emoji": "👍", "own": False})
    await stage.write(MENTOR, Call.REACTION, {"message_id": 31, "emoji": None, "own": True})
    await stage.pull_all()
    to_seeker, to_mentor = stage.telegram.calls[1:]
    assert (to_seeker.params["chat_id"], to_seeker.params["message_id"]) == (SEEKER, 31)
    assert to_seeker.params["reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert (to_mentor.params["message_id"], to_mentor.params["reaction"]) == (1001, [])


async def test_who_has_several_lines_and_no_topics_sees_whose_message_it_is(stage: Stage) -> None:
    await stage.person_of(504, "Dora", Role.SEEKER, "fr")
    await stage.duo(504, MENTOR)
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    await stage.write(MENTOR, Call.EDIT, {"message_id": 31, "text": "new", "entities": []})
    await stage.courier.pull()
    await stage.write(MENTOR, Call.ALBUM, {"message_ids": [41, 42]})
    await stage.courier.pull()
    copied, edited, album, label = stage.telegram.calls
    button = {"text": "Van Amina", "callback_data": f"ol:{stage.thread[MENTOR]}"}
    for call in (copied, edited, label):
        assert call.params["reply_markup"] == {"inline_keyboard": [[button]]}
    assert album.method == "copyMessages"
    assert (label.method, "Amina" in label.params["text"]) == ("sendMessage", True)


async def test_a_second_partner_of_the_same_name_is_told_apart(stage: Stage) -> None:
    await stage.person_of(504, "Amina", Role.SEEKER, "fr")
    stage.duo_id, stage.thread[504], stage.thread[MENTOR] = await stage.duo(504, MENTOR)
    await stage.relay(504, MENTOR, 31)
    await stage.courier.pull()
    [copied] = stage.telegram.calls
    assert copied.params["reply_markup"]["inline_keyboard"][0][0]["text"] == "Van Amina (2)"


async def test_who_has_one_line_sees_no_label(stage: Stage) -> None:
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    assert "reply_markup" not in stage.telegram.calls[0].params


async def test_a_menu_is_set_for_one_chat_in_its_own_language(stage: Stage) -> None:
    await stage.write(MENTOR, Call.COMMANDS, {"commands": ["help", "nothing-like-this"]})
    await stage.courier.pull()
    commands, button = stage.telegram.calls
    assert commands.params["scope"] == {"type": "chat", "chat_id": MENTOR}
    assert [entry["command"] for entry in commands.params["commands"]] == ["help"]
    assert "language_code" not in commands.params
    assert (button.method, button.params["menu_button"]) == ("setChatMenuButton", {"type": "commands"})


async def test_a_card_is_pinned_without_a_sound_and_what_never_arrived_is_not_pinned(stage: Stage) -> None:
    await stage.pin(SEEKER, pinned=True)
    await stage.card(SEEKER, PartnerAway(name="Bart"))
    await stage.pin(SEEKER, pinned=True)
    await stage.pull_all()
    card, pin = stage.telegram.calls
    [never] = [row for row in await stage.rows() if row.state == OutboxState.CANCELLED]
    assert (card.method, pin.method, pin.params["disable_notification"]) == ("sendMessage", "pinChatMessage", True)
    assert pin.params["message_id"] == (await stage.the_card(SEEKER)).message_id
    assert never.error == "no card"


async def test_what_somebody_switched_off_is_not_sent(stage: Stage) -> None:
    await stage.change(Person, stage.person[SEEKER], muted="nudges reminders")
    await stage.post(SEEKER, Reminding())
    await stage.post(MENTOR, Reminding())
    await stage.pull_all()
    assert [call.params["chat_id"] for call in stage.telegram.calls] == [MENTOR]


async def test_what_rests_waits_for_the_first_morning_that_is_no_rest_day(stage: Stage) -> None:
    stage.clock.advance_to(datetime(2026, 4, 4, 20, tzinfo=UTC))  # the evening before Easter, then Easter Monday
    row_id = await stage.post(SEEKER, Reminding())
    await stage.pull_all()
    assert stage.telegram.calls == []
    assert (await stage.row(row_id)).due_at == datetime(2026, 4, 7, 6, tzinfo=UTC)


async def test_a_topic_is_renamed_where_there_is_one(stage: Stage) -> None:
    stage.courier = stage.make_courier(has_topics=True)
    await stage.write(SEEKER, Call.RENAME_TOPIC, {})
    await stage.courier.pull()
    await stage.change(Thread, stage.thread[SEEKER], topic_id=7)
    await stage.write(SEEKER, Call.RENAME_TOPIC, {})
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert (call.method, call.params["message_thread_id"], "Bart" in call.params["name"]) == ("editForumTopic", 7, True)


async def test_a_picture_goes_with_its_words_and_a_stranger_is_spoken_to_in_the_language_of_the_row(
    stage: Stage,
) -> None:
    await stage.write(
        SEEKER, Call.SEND, {}, kind=Picture.kind, person_id=None, thread_id=None, chat_id=777, language="de"
    )
    await stage.courier.pull()
    [call] = stage.telegram.calls
    assert (call.method, call.params["chat_id"], call.params["caption"]) == ("sendPhoto", 777, "de")


async def test_paid_broadcast_is_asked_for_where_configured(stage: Stage) -> None:
    stage.courier = stage.make_courier(paid_broadcast=True)
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    assert stage.telegram.calls[0].params["allow_paid_broadcast"] is True


async def _copies(stage: Stage) -> dict[int, int | None]:
    async with stage.database.read() as store:
        entries = (await store.session.execute(select(MessageMap))).scalars()
        return {entry.source_message_id: entry.copy_message_id for entry in entries}


async def test_the_text_of_an_edit_is_gone_after_a_day_even_if_it_never_went_out(stage: Stage) -> None:
    stage.telegram.refuse("editMessageText", 500, "Internal Server Error")
    await stage.relay(SEEKER, MENTOR, 31)
    await stage.courier.pull()
    row_id = await stage.write(MENTOR, Call.EDIT, {"message_id": 31, "text": "new words", "entities": []})
    await stage.courier.pull()
    stage.pass_time(hours=24)
    stage.pass_real(3600)
    async with stage.database.write() as store:
        assert await outbox.erase_old_edits(store, stage.clock.now() - timedelta(hours=23)) == 1
    await stage.pull_all()
    row = await stage.row(row_id)
    assert (row.state, row.failure, row.params_sealed) == (OutboxState.FAILED, Failure.EXPIRED, None)
    assert stage.telegram.methods() == ["copyMessage"]
