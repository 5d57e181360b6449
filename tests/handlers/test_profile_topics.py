"""A partner's topic bears the name that people go by now."""

from __future__ import annotations

from mentoring.taps_welcome import ChangeName
from storage.tables import Outbox, Thread
from storage.words import Call, DuoState
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, EVA, OMAR, Pair, carry, end, make_pair


async def renamings(scene: Scene, user: int) -> list[Outbox]:
    return [row for row in await scene.rows(user) if row.call == Call.RENAME_TOPIC]


async def renames(scene: Scene, user: int, pair: Pair, name: str) -> None:
    """By /profile, as one does."""
    async with scene.database.read() as store:
        thread = await store.session.get(Thread, pair.threads[user])
        assert thread is not None
    await scene.taps(user, ChangeName(thread.membership_id))
    await scene.says(user, name)


async def test_a_new_name_renames_the_partners_running_topics_and_no_others(topic_scene: Scene) -> None:
    scene = topic_scene
    pair = await make_pair(scene, ANNA, BRAM)
    await end(scene, await make_pair(scene, OMAR, EVA))

    await renames(scene, ANNA, pair, "Anneke")

    (row,) = await renamings(scene, BRAM)
    assert (row.thread_id, row.kind) == (pair.threads[BRAM], "")
    assert row.guard == f"duo-running:{pair.id}"
    assert await renamings(scene, ANNA) == []
    assert await renamings(scene, EVA) == []


async def test_whoever_shared_the_old_name_is_told_apart_anew(topic_scene: Scene) -> None:
    scene = topic_scene
    pair = await make_pair(scene, ANNA, BRAM, names=("Anna", "Bram"))
    other = await make_pair(scene, OMAR, BRAM, names=("Anna", "Bram"))  # "Anna (2)" until now

    await renames(scene, ANNA, pair, "Anneke")

    assert {row.thread_id for row in await renamings(scene, BRAM)} == {pair.threads[BRAM], other.threads[BRAM]}


async def test_each_new_name_renames_and_the_same_name_does_not(topic_scene: Scene) -> None:
    scene = topic_scene
    pair = await make_pair(scene)
    for name in ("Anneke", "Anneke", "Anna"):
        await renames(scene, ANNA, pair, name)
        await carry(scene)

    assert len(await renamings(scene, BRAM)) == 2


async def test_a_duo_that_ended_keeps_the_name_its_topic_had(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    await end(topic_scene, pair, DuoState.COMPLETED)

    await renames(topic_scene, ANNA, pair, "Anneke")

    assert await renamings(topic_scene, BRAM) == []


async def test_without_topics_there_is_nothing_to_rename(scene: Scene) -> None:
    pair = await make_pair(scene)

    await renames(scene, ANNA, pair, "Anneke")

    assert await renamings(scene, BRAM) == []
