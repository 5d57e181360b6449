"""Whoever looks after a duo hears what a colleague did with it."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlmodel import col

from mentoring.messages.endings import ColleagueDid
from mentoring.taps_endings import DoHandOver, EndFor, FinishAs, PauseUntil, ResumeDuo
from storage.tables import Duo
from storage.words import Deed, EndReason, Outcome, Role
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.steps import of_kind
from tests.handlers.threads import LENA, Pair, make_pair

TOM, EVA = 505, 611


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    """Lena looks after them; Tom is her colleague."""
    made = await make_pair(scene, names=("Amina", "Bram"))
    lena = await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena")
    await make_person(scene, TOM, Role.COORDINATOR, language="en", name="Tom")
    async with scene.database.write() as store:
        duo = update(Duo).where(col(Duo.id) == made.id)
        await store.session.execute(duo.values(coordinator_id=lena.membership_id))
    return made


async def test_a_colleague_pauses_and_then_ends_it(scene: Scene, pair: Pair) -> None:
    await scene.taps(TOM, PauseUntil(pair.id, "20261208", 0))
    (paused,) = await of_kind(scene, LENA, ColleagueDid)
    assert "Tom has let <b>Amina</b> and <b>Bram</b> rest until Tuesday 8 December." in scene.rendered(paused).text
    await scene.taps(TOM, ResumeDuo(pair.id))
    await scene.taps(TOM, EndFor(pair.id, EndReason.SILENCE))
    await scene.taps(TOM, EndFor(pair.id, EndReason.SILENCE))
    *_, ended = told = await of_kind(scene, LENA, ColleagueDid)
    assert [one.deed for one in told] == [Deed.PAUSED, Deed.ENDED]
    assert (
        "Tom has ended the duo of <b>Amina</b> and <b>Bram</b>. Reason: Gradual silence." in scene.rendered(ended).text
    )


async def test_a_colleague_finishes_it_well(scene: Scene, pair: Pair) -> None:
    await scene.taps(TOM, FinishAs(pair.id, Outcome.TRAINING))
    (told,) = await of_kind(scene, LENA, ColleagueDid)
    assert "Tom has finished the duo of <b>Amina</b> and <b>Bram</b> well: In training." in scene.rendered(told).text


async def test_a_colleague_hands_it_over(scene: Scene, pair: Pair) -> None:
    eva = await make_person(scene, EVA, Role.MENTOR, name="Eva")
    await scene.taps(TOM, DoHandOver(pair.id, eva.membership_id))
    (told,) = await of_kind(scene, LENA, ColleagueDid)
    assert told.deed is Deed.HANDED_OVER
    assert "The duo with <b>Bram</b> is over." in scene.rendered(told).text


async def test_who_looks_after_it_hears_nothing_of_their_own_deed(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, PauseUntil(pair.id, "20261208", 0))
    await scene.taps(LENA, EndFor(pair.id, EndReason.OTHER))
    for user in (LENA, TOM):
        assert await of_kind(scene, user, ColleagueDid) == []
