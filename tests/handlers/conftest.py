from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.scene import Scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path)
    yield scene
    await scene.close()


@pytest.fixture
async def topic_scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path, topics=True)
    yield scene
    await scene.close()
