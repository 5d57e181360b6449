"""/chats, switching lines, and people who cannot be reached."""

from __future__ import annotations

from typing import Any

from mentoring.messages.delivery import PartnerAway
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.messages.thread import Chats, InTopic, Line, LineOpen, NoChats
from mentoring.taps_thread import OpenLine, PassOn, SwitchLine
from storage.tables import DialogueState
from storage.words import Call, OutboxState, Role
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, EVA, OMAR, carry, end, kicked, make_pair, person_of, relays


async def test_chats_lists_the_running_duos_and_marks_the_open_line(scene: Scene) -> None:
    first, second = await make_pair(scene, ANNA, BRAM), await make_pair(scene, OMAR, BRAM)
    await end(scene, await make_pair(scene, 503, BRAM))

    await scene.says(BRAM, "/chats")

    lines = [Line(first.threads[BRAM], "P501", is_open=True), Line(second.threads[BRAM], "P502")]
    assert await scene.last(BRAM) == Chats(lines=lines, topics=False)


async def test_one_tap_switches_the_line_and_says_so_in_list_toast_and_chat(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    second = await make_pair(scene, OMAR, BRAM)

    await scene.taps(BRAM, SwitchLine(second.threads[BRAM]))

    said = LineOpen(name="P502")
    assert "P502" in scene.edits()[0]
    assert "P502" in scene.toasts()[0]
    assert await scene.last(BRAM) == said
    await scene.says(BRAM, "Hello")
    assert (len(await relays(scene, ANNA)), len(await relays(scene, OMAR))) == (0, 1)


async def test_the_button_on_a_copy_opens_its_line_and_leaves_the_copy_as_it_is(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    second = await make_pair(scene, OMAR, BRAM)

    await scene.taps(BRAM, OpenLine(second.threads[BRAM]))

    assert (await person_of(scene, BRAM)).open_thread_id == second.threads[BRAM]
    assert scene.edits() == []
    assert await scene.last(BRAM) == LineOpen(name="P502")


async def test_partners_of_the_same_name_are_told_apart(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM, names=("Sara", "Bram"))
    await make_pair(scene, OMAR, BRAM, names=("Sara", "Bram"))

    await scene.says(BRAM, "/chats")

    chats = await scene.last(BRAM)
    assert isinstance(chats, Chats)
    assert [line.name for line in chats.lines] == ["Sara", "Sara (2)"]


async def test_a_switch_while_a_question_waits_says_that_its_answer_comes_first(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    second = await make_pair(scene, OMAR, BRAM)
    async with scene.database.write() as store:
        key = store.vault.lookup("dialogue", f"{BRAM}:{BRAM}:0")
        store.session.add(DialogueState(key=key, state="SomeDialogue:waiting", updated_at=scene.clock.now()))

    await scene.taps(BRAM, OpenLine(second.threads[BRAM]))

    assert await scene.last(BRAM) == LineOpen(name="P502", question_waits=True)


async def test_somebody_elses_line_is_not_found(scene: Scene) -> None:
    pair = await make_pair(scene, ANNA, BRAM)
    own = await make_pair(scene, OMAR, EVA)

    for tap in (OpenLine(pair.threads[BRAM]), SwitchLine(pair.threads[ANNA]), OpenLine(2**63 - 1)):
        await scene.taps(EVA, tap)
        assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]

    assert (await person_of(scene, EVA)).open_thread_id == own.threads[EVA]


async def test_the_line_of_an_ended_duo_stays_closed(scene: Scene) -> None:
    pair = await make_pair(scene)
    await end(scene, pair)

    await scene.taps(BRAM, OpenLine(pair.threads[BRAM]))

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
    assert (await person_of(scene, BRAM)).open_thread_id is None


async def test_an_id_of_21_digits_is_no_button(scene: Scene) -> None:
    await make_pair(scene)

    await scene.taps(BRAM, "ol:" + "9" * 21)

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]


async def test_chats_without_a_conversation_says_so(scene: Scene) -> None:
    await make_person(scene, EVA, Role.MENTOR)

    await scene.says(EVA, "/chats")

    assert await scene.last(EVA) == NoChats()


async def test_with_topics_chats_names_them_and_old_buttons_point_there(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)

    await topic_scene.says(BRAM, "/chats")
    chats = await topic_scene.last(BRAM)
    assert isinstance(chats, Chats)
    assert chats.topics
    await topic_scene.taps(BRAM, OpenLine(pair.threads[BRAM]))

    assert topic_scene.toasts() == [topic_scene.rendered(InTopic(name="P501"), "fr").text]
    assert (await person_of(topic_scene, BRAM)).open_thread_id is None


# -- reachability ------------------------------------------------------------------------------------------------------
def back(scene: Scene, user: int) -> dict[str, Any]:
    event = kicked(scene, user)
    return event | {"old_chat_member": event["new_chat_member"], "new_chat_member": event["old_chat_member"]}


async def test_a_block_cancels_what_waits_and_tells_each_sender_once(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    await make_pair(scene, OMAR, BRAM)
    await scene.says(ANNA, "one")
    await scene.says(ANNA, "two")

    await scene.feed({"my_chat_member": kicked(scene, BRAM)})
    await scene.feed({"my_chat_member": kicked(scene, BRAM)})

    assert [m for m in await scene.messages(ANNA) if isinstance(m, PartnerAway)] == [PartnerAway(name="P601")]
    assert [m for m in await scene.messages(OMAR) if isinstance(m, PartnerAway)] == []
    assert {row.state for row in await scene.rows(BRAM)} <= {OutboxState.CANCELLED, OutboxState.SENT}
    assert (await person_of(scene, BRAM)).unreachable_since == scene.clock.now()


async def test_whoever_writes_to_somebody_away_is_told_each_time_and_nothing_waits(scene: Scene) -> None:
    pair = await make_pair(scene)
    await scene.feed({"my_chat_member": kicked(scene, BRAM)})

    sent = await scene.says(ANNA, "Hello")
    await scene.says(ANNA, "Hello?")
    assert [m for m in await scene.messages(ANNA) if isinstance(m, PartnerAway)] == [PartnerAway(name="P601")] * 2
    await scene.taps(ANNA, PassOn(pair.threads[ANNA], sent, ""))

    assert len(scene.edits()) == 1
    assert await relays(scene, BRAM) == []


async def test_who_comes_back_gets_a_menu_and_the_partner_hears_nothing(scene: Scene) -> None:
    await make_pair(scene)
    await scene.feed({"my_chat_member": kicked(scene, BRAM)})
    before = len(await scene.rows(ANNA))

    await scene.feed({"my_chat_member": back(scene, BRAM)})

    assert (await person_of(scene, BRAM)).unreachable_since is None
    assert (await scene.rows(BRAM))[-1].call == Call.COMMANDS
    assert len(await scene.rows(ANNA)) == before
    await scene.says(ANNA, "Hello again")
    assert len(await relays(scene, BRAM)) == 1


async def test_anything_from_a_person_shows_that_they_can_be_reached(scene: Scene) -> None:
    await make_pair(scene)
    await scene.feed({"my_chat_member": kicked(scene, BRAM)})

    await scene.taps(BRAM, "x")

    assert (await person_of(scene, BRAM)).unreachable_since is None


async def test_a_stranger_who_blocks_changes_nothing(scene: Scene) -> None:
    await make_pair(scene)
    await carry(scene)

    await scene.feed({"my_chat_member": kicked(scene, 999)})

    assert await scene.rows(999) == []
