"""Which text goes where, in topics and with lines; what happens to what stays."""

from __future__ import annotations

import pytest

from mentoring.messages.base import Message
from mentoring.messages.system import NotHere, OutOfDate, UnknownCommand
from mentoring.messages.thread import (
    AnotherLine,
    DuoEnded,
    ForWhom,
    HowItWorks,
    LineOpen,
    NobodyToWriteTo,
    NotCarried,
    NotCarriedReason,
    PassedOn,
    ThreadClosed,
    ThreadOpened,
    WentTo,
)
from mentoring.taps_thread import KeepHere, OpenLine, PassOn
from storage.tables import DialogueState
from storage.words import Call, DuoState, Role
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import (
    ANNA,
    BRAM,
    EVA,
    OMAR,
    carry,
    copy_of,
    end,
    from_bot,
    from_them,
    make_pair,
    person_of,
    relays,
    set_state,
)


async def kinds(scene: Scene, user: int) -> list[type[Message]]:
    return [type(message) for message in await scene.messages(user)]


# -- greetings ---------------------------------------------------------------------------------------------------------
async def test_both_sides_are_greeted_with_the_others_portrait_and_how_it_works(scene: Scene) -> None:
    await make_pair(scene, names=("Anna <b>", "Bram"))

    opened = [m for m in await scene.messages(BRAM) if isinstance(m, ThreadOpened)]

    assert opened[0].portrait.first_name == "Anna <b>"
    assert "Anna &lt;b&gt;" in scene.rendered(opened[0]).text
    assert await kinds(scene, ANNA) == [ThreadOpened, HowItWorks]


async def test_with_topics_each_side_gets_a_topic_before_anything_is_said_in_it(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)

    rows = [row for row in await topic_scene.rows(ANNA) if row.call in {Call.TOPIC, Call.SEND}]

    assert rows[0].call == Call.TOPIC
    assert {row.thread_id for row in rows} == {pair.threads[ANNA]}
    assert all(row.guard == f"duo-running:{pair.id}" for row in rows)


async def test_without_topics_the_first_line_is_open_and_the_second_is_offered(scene: Scene) -> None:
    first = await make_pair(scene, ANNA, BRAM)
    second = await make_pair(scene, OMAR, BRAM)

    assert (await person_of(scene, BRAM)).open_thread_id == first.threads[BRAM]
    assert await scene.last(BRAM) == AnotherLine(
        name="P502", open_name="P501", thread_id=second.threads[BRAM], duo_id=second.id
    )


# -- topics ------------------------------------------------------------------------------------------------------------
async def test_a_message_in_the_duos_topic_goes_to_that_duo(topic_scene: Scene) -> None:
    first = await make_pair(topic_scene, ANNA, BRAM)
    await make_pair(topic_scene, OMAR, BRAM)

    sent = await topic_scene.says(BRAM, "Hello", topic=first.topics[BRAM])

    assert await relays(topic_scene, ANNA) == [(Call.COPY, {"message_id": sent, "reply_to": None})]
    assert await relays(topic_scene, OMAR) == []


async def test_a_relay_names_the_recipients_thread_and_holds_only_while_the_duo_runs(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)

    await topic_scene.says(BRAM, "Hello", topic=pair.topics[BRAM])

    row = (await topic_scene.rows(ANNA))[-1]
    assert (row.thread_id, row.guard) == (pair.threads[ANNA], f"duo-running:{pair.id}")


@pytest.mark.parametrize("topic", [None, 4242])
async def test_outside_of_the_topics_tandem_asks_and_relays_nothing(topic_scene: Scene, topic: int | None) -> None:
    pair = await make_pair(topic_scene)

    sent = await topic_scene.says(BRAM, "Hello", topic=topic)

    question = await topic_scene.last(BRAM)
    assert isinstance(question, ForWhom)
    assert ([line.thread_id for line in question.lines], question.message_ids) == ([pair.threads[BRAM]], [sent])
    assert await relays(topic_scene, ANNA) == []


async def test_the_tap_passes_that_very_message_on_and_only_once(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    sent = await topic_scene.says(BRAM, "Hello")

    await topic_scene.taps(BRAM, PassOn(pair.threads[BRAM], sent, ""))
    assert topic_scene.edits() == [topic_scene.rendered(PassedOn(name="P501", line_open=False), "fr").text]
    await topic_scene.taps(BRAM, PassOn(pair.threads[BRAM], sent, ""))

    assert topic_scene.toasts() == [topic_scene.rendered(OutOfDate(), "fr").text]
    assert await relays(topic_scene, ANNA) == [(Call.COPY, {"message_id": sent, "reply_to": None})]


async def test_nobody_keeps_the_message_here(topic_scene: Scene) -> None:
    await make_pair(topic_scene)
    await topic_scene.says(BRAM, "Hello")

    await topic_scene.taps(BRAM, KeepHere())

    assert await relays(topic_scene, ANNA) == []
    assert len(topic_scene.edits()) == 1


async def test_a_reply_to_tandems_own_words_in_the_topic_is_asked_about(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)

    answered = from_bot(topic_scene, BRAM, 103)
    await topic_scene.says(BRAM, "Thank you", topic=pair.topics[BRAM], reply_to_message=answered)

    assert isinstance(await topic_scene.last(BRAM), ForWhom)
    assert await relays(topic_scene, ANNA) == []


async def test_the_beginning_of_the_topic_is_nothing_to_answer(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)

    root = from_bot(topic_scene, BRAM, pair.topics[BRAM])
    root |= {"text": None, "forum_topic_created": {"name": "x", "icon_color": 1}}
    sent = await topic_scene.says(BRAM, "Hello", topic=pair.topics[BRAM], reply_to_message=root)

    assert await relays(topic_scene, ANNA) == [(Call.COPY, {"message_id": sent, "reply_to": None})]


async def test_the_topic_of_an_ended_duo_carries_nothing(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    await end(topic_scene, pair)

    await topic_scene.says(BRAM, "Hello", topic=pair.topics[BRAM])

    assert await topic_scene.last(BRAM) == DuoEnded(name="P501")
    assert (await topic_scene.rows(BRAM))[-1].thread_id == pair.threads[BRAM]
    assert await relays(topic_scene, ANNA) == []


async def test_a_paused_duo_still_writes(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    await set_state(topic_scene, pair, DuoState.PAUSED)

    await topic_scene.says(ANNA, "Hello", topic=pair.topics[ANNA])

    assert len(await relays(topic_scene, BRAM)) == 1


# -- lines -------------------------------------------------------------------------------------------------------------
async def test_a_message_goes_to_the_open_line(scene: Scene) -> None:
    await make_pair(scene)

    sent = await scene.says(ANNA, "Hello")

    assert await relays(scene, BRAM) == [(Call.COPY, {"message_id": sent, "reply_to": None})]
    assert await kinds(scene, ANNA) == [ThreadOpened, HowItWorks]  # and no word about it


async def test_several_lines_and_none_open_is_asked_about(scene: Scene) -> None:
    first, second = await make_pair(scene, ANNA, BRAM), await make_pair(scene, OMAR, BRAM)
    await end(scene, await make_pair(scene, 777, BRAM))
    async with scene.database.write() as store:
        person = await store.session.get(type(await person_of(scene, BRAM)), (await person_of(scene, BRAM)).id)
        assert person is not None
        person.open_thread_id = None

    sent = await scene.says(BRAM, "Hello")
    question = await scene.last(BRAM)
    assert isinstance(question, ForWhom)
    assert [line.thread_id for line in question.lines] == [first.threads[BRAM], second.threads[BRAM]]

    await scene.taps(BRAM, PassOn(second.threads[BRAM], sent, ""))
    await scene.says(BRAM, "And more")
    assert len(await relays(scene, OMAR)) == 2


async def test_the_only_running_duo_opens_its_line_and_says_so_to_somebody_with_a_past(scene: Scene) -> None:
    old = await make_pair(scene, ANNA, BRAM)
    await make_pair(scene, OMAR, BRAM)
    await end(scene, old)

    await scene.says(BRAM, "Hello")

    assert len(await relays(scene, OMAR)) == 1
    assert await scene.last(BRAM) == LineOpen(name="P502")


async def test_a_reply_goes_to_the_duo_of_the_copy_even_if_another_line_is_open(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    second = await make_pair(scene, OMAR, BRAM)
    sent = await scene.says(OMAR, "A question")
    await carry(scene)
    copy = await copy_of(scene, OMAR, sent)

    await scene.says(BRAM, "An answer", reply_to_message=from_bot(scene, BRAM, copy))

    assert [params["reply_to"] for _, params in await relays(scene, OMAR)] == [copy]
    assert await relays(scene, ANNA) == []
    assert await scene.last(BRAM) == WentTo(name="P502", open_name="P501", thread_id=second.threads[BRAM])


async def test_a_reply_to_an_own_message_goes_where_that_one_went(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    second = await make_pair(scene, OMAR, BRAM)
    await scene.taps(BRAM, OpenLine(second.threads[BRAM]))
    mine = await scene.says(BRAM, "To Omar")
    await scene.taps(BRAM, OpenLine((await make_pair(scene, 503, BRAM)).threads[BRAM]))

    await scene.says(BRAM, "More of that", reply_to_message=from_them(BRAM, mine))

    assert [params["reply_to"] for _, params in await relays(scene, OMAR)] == [mine]


async def test_a_reply_to_tandems_own_words_is_never_relayed(scene: Scene) -> None:
    await make_pair(scene)

    await scene.says(ANNA, "Thank you!", reply_to_message=from_bot(scene, ANNA, 101))

    assert isinstance(await scene.last(ANNA), ForWhom)
    assert await relays(scene, BRAM) == []


async def test_a_reply_to_a_partner_of_before_is_not_relayed(scene: Scene) -> None:
    old = await make_pair(scene, ANNA, BRAM)
    sent = await scene.says(ANNA, "Bye")
    await carry(scene)
    copy = await copy_of(scene, ANNA, sent)
    await make_pair(scene, OMAR, BRAM)
    await end(scene, old)

    await scene.says(BRAM, "Bye bye", reply_to_message=from_bot(scene, BRAM, copy))

    assert await scene.last(BRAM) == DuoEnded(name="P501")
    assert await relays(scene, ANNA) == await relays(scene, OMAR) == []


async def test_after_a_message_of_another_duo_the_first_answer_is_asked_about(scene: Scene) -> None:
    first = await make_pair(scene, ANNA, BRAM)
    await make_pair(scene, OMAR, BRAM)
    await scene.says(OMAR, "A question")
    await carry(scene)

    sent = await scene.says(BRAM, "Yes, Tuesday")
    assert isinstance(await scene.last(BRAM), ForWhom)
    assert await relays(scene, ANNA) == await relays(scene, OMAR) == []

    await scene.taps(BRAM, PassOn(first.threads[BRAM], sent, ""))
    await carry(scene)
    await scene.says(BRAM, "And Wednesday")
    assert len(await relays(scene, ANNA)) == 1


async def test_whoever_chooses_a_line_after_that_message_is_not_asked(scene: Scene) -> None:
    first = await make_pair(scene, ANNA, BRAM)
    await make_pair(scene, OMAR, BRAM)
    await scene.says(OMAR, "A question")
    await carry(scene)
    await scene.taps(BRAM, OpenLine(first.threads[BRAM]))
    await carry(scene)

    await scene.says(BRAM, "First this")

    assert len(await relays(scene, ANNA)) == 1


async def test_a_line_chosen_before_that_message_does_not_answer_the_question(scene: Scene) -> None:
    first = await make_pair(scene, ANNA, BRAM)
    await make_pair(scene, OMAR, BRAM)
    await scene.taps(BRAM, OpenLine(first.threads[BRAM]))
    await carry(scene)
    await scene.says(OMAR, "A question")
    await carry(scene)

    await scene.says(BRAM, "Yes, Tuesday")

    assert isinstance(await scene.last(BRAM), ForWhom)
    assert await relays(scene, ANNA) == []


async def test_a_private_answer_goes_to_the_dialogue_while_a_line_is_open(scene: Scene) -> None:
    await make_pair(scene)
    async with scene.database.write() as store:
        key = store.vault.lookup("dialogue", f"{ANNA}:{ANNA}:0")
        store.session.add(DialogueState(key=key, state="SomeDialogue:waiting", updated_at=scene.clock.now()))

    await scene.says(ANNA, "something private")
    await scene.says(ANNA, photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}])

    assert await relays(scene, BRAM) == []


async def test_people_without_a_conversation_hear_that_nobody_reads_this(scene: Scene) -> None:
    await make_person(scene, EVA, Role.COORDINATOR)  # mentees and mentors can mean their team

    await scene.says(EVA, "Hello?")

    assert await scene.last(EVA) == NobodyToWriteTo()


async def test_somebody_whose_duo_ended_hears_it_and_then_again_when_they_write(scene: Scene) -> None:
    await end(scene, await make_pair(scene))
    assert await scene.last(ANNA) == ThreadClosed(name="P601")

    await scene.says(ANNA, "Hello?")

    assert await scene.last(ANNA) == DuoEnded(name="P601")


async def test_after_topics_are_switched_off_the_line_takes_over(topic_scene: Scene) -> None:
    await make_pair(topic_scene)
    topic_scene.facts.has_topics = False

    await topic_scene.says(ANNA, "Hello")

    assert len(await relays(topic_scene, BRAM)) == 1


async def test_after_topics_are_switched_on_what_is_written_outside_is_asked_about_and_the_topic_made(
    scene: Scene,
) -> None:
    pair = await make_pair(scene)
    scene.facts.has_topics = True

    await scene.says(ANNA, "Hello")

    assert isinstance(await scene.last(ANNA), ForWhom)
    assert (Call.TOPIC, pair.threads[ANNA]) in [(row.call, row.thread_id) for row in await scene.rows(ANNA)]


# -- content -----------------------------------------------------------------------------------------------------------
FILE = {"file_id": "a", "file_unique_id": "b"}
CONTENTS = {
    "photo": [FILE | {"width": 1, "height": 1}],
    "video": FILE | {"width": 1, "height": 1, "duration": 1},
    "animation": FILE | {"width": 1, "height": 1, "duration": 1},
    "document": FILE,
    "audio": FILE | {"duration": 1},
    "voice": FILE | {"duration": 1},
    "video_note": FILE | {"length": 1, "duration": 1},
    "sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    "location": {"latitude": 50.8, "longitude": 4.3},
    "venue": {"location": {"latitude": 50.8, "longitude": 4.3}, "title": "x", "address": "y"},
    "dice": {"emoji": "🎲", "value": 3},
}


@pytest.mark.parametrize("kind", CONTENTS)
async def test_every_ordinary_kind_of_content_is_carried(scene: Scene, kind: str) -> None:
    await make_pair(scene)

    sent = await scene.says(ANNA, **{kind: CONTENTS[kind]})

    assert await relays(scene, BRAM) == [(Call.COPY, {"message_id": sent, "reply_to": None})]


POLL = {
    "id": "1",
    "question": "x",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
REFUSED = {
    NotCarriedReason.CONTACT: {"contact": {"phone_number": "+32470000000", "first_name": "x"}},
    NotCarriedReason.POLL: {"poll": POLL},
    NotCarriedReason.LIVE_LOCATION: {"location": {"latitude": 50.8, "longitude": 4.3, "live_period": 900}},
    NotCarriedReason.STORY: {"story": {"chat": {"id": 1, "type": "private"}, "id": 1}},
    NotCarriedReason.OTHER: {},
}


@pytest.mark.parametrize("reason", REFUSED)
async def test_what_cannot_be_carried_is_said_at_once(scene: Scene, reason: NotCarriedReason) -> None:
    await make_pair(scene)

    await scene.says(ANNA, **REFUSED[reason])

    assert await scene.last(ANNA) == NotCarried(reason=reason)
    assert await relays(scene, BRAM) == []


async def test_telegrams_own_notices_are_no_messages(scene: Scene) -> None:
    await make_pair(scene)

    await scene.says(ANNA, pinned_message=from_them(ANNA, 101))
    await scene.says(ANNA, forum_topic_edited={"name": "x"})

    assert await kinds(scene, ANNA) == [ThreadOpened, HowItWorks]
    assert await relays(scene, BRAM) == []


async def test_commands_are_never_relayed(scene: Scene) -> None:
    await make_pair(scene)

    await scene.says(ANNA, "/foo bar")

    assert await scene.last(ANNA) == UnknownCommand()
    assert await relays(scene, BRAM) == []


async def test_the_same_update_five_times_is_carried_once(scene: Scene) -> None:
    await make_pair(scene)
    message = scene._message(ANNA, None) | {"text": "Hello"}

    for _ in range(5):
        await scene.feed({"message": message}, update_id=9000)

    assert len(await relays(scene, BRAM)) == 1


# -- bad buttons -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rest", ["", "001", "zzz" * 30, "0", "--1", "000"])
async def test_somebody_elses_thread_in_a_button_is_not_found_whatever_the_rest(scene: Scene, rest: str) -> None:
    pair = await make_pair(scene)
    await make_pair(scene, OMAR, EVA)

    await scene.taps(EVA, f"tw:{pair.threads[BRAM]}:101:{rest}")

    texts = {scene.rendered(line, "fr").text for line in (NotHere(), OutOfDate())}
    assert set(scene.toasts()) <= texts
    assert len(scene.toasts()) == 1
    assert await relays(scene, ANNA) == []


@pytest.mark.parametrize("message_id", [0, 2**31, 2**63 - 1])
async def test_a_message_that_cannot_be_is_not_passed_on(scene: Scene, message_id: int) -> None:
    pair = await make_pair(scene)

    await scene.taps(BRAM, f"tw:{pair.threads[BRAM]}:{message_id}:")

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
    assert await relays(scene, ANNA) == []


async def test_the_question_of_an_ended_duo_passes_nothing_on(scene: Scene) -> None:
    pair = await make_pair(scene)
    sent = await scene.says(BRAM, "Thanks", reply_to_message=from_bot(scene, BRAM, 101))
    await end(scene, pair)

    await scene.taps(BRAM, PassOn(pair.threads[BRAM], sent, ""))

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
    assert await relays(scene, ANNA) == []
