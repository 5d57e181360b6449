from __future__ import annotations

import pytest

from mentoring.messages.system import OutOfDate
from tests.handlers.people import make_person
from tests.handlers.scene import Scene

ANNA = 501


@pytest.mark.parametrize("data", ["x", "py:1:2:3", "🙂" * 16, "a:" + "9" * 21])
async def test_a_button_nobody_made_gets_a_kind_toast(scene: Scene, data: str) -> None:
    await make_person(scene, ANNA)

    await scene.taps(ANNA, data)

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
