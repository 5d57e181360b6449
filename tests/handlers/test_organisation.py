from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlmodel import col

from mentoring.messages.organisation import NumberCard, NumberList, OrganisationSettings, WhichNumber
from mentoring.messages.organisation_words import OrganisationChanged, What, WhichWord
from mentoring.messages.system import NotHere
from mentoring.organisation.numbers import Part, Setting
from mentoring.taps_organisation import (
    OrganisationCard,
    SetNumber,
    ShowNumber,
    ShowPart,
    Word,
    WriteNumber,
    WriteWord,
)
from storage.tables import Organisation
from storage.words import Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene

LENA, MARC, COCO = 701, 702, 703  # two leads and a coordinator


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.LEAD, name="Lena", language="en")


async def row(scene: Scene, made: Made) -> Organisation:
    async with scene.database.read() as store:
        found = await store.session.get(Organisation, made.organisation_id)
    assert found is not None
    return found


async def test_a_lead_sees_how_everything_stands(scene: Scene, lena: Made) -> None:
    await scene.says(LENA, "/organisation")
    card = await scene.last(LENA)
    assert isinstance(card, OrganisationSettings)
    assert (card.name, card.leads, card.weekday, card.minute) == ("Duo Dijle", True, 2, 17 * 60)


async def test_the_hour_is_changed_in_three_taps(scene: Scene, lena: Made) -> None:
    own = lena.organisation_id
    await scene.says(LENA, "/organisation")
    await scene.taps(LENA, ShowPart(own, Part.WEEKLY))
    await scene.taps(LENA, ShowNumber(own, Setting.HOUR))
    await scene.taps(LENA, SetNumber(own, Setting.HOUR, 18 * 60))

    assert (await row(scene, lena)).check_in_minute == 18 * 60
    assert "18:00" in scene.edits()[0]
