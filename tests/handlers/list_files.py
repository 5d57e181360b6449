"""Files that a scene's people send, and the chores that read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.chore_table import CHORES
from bot.chores import Chores
from mentoring.chores import FileGoneError, FileTooBigError
from tests.handlers.scene import Scene

HEADS = "role;label;language;reference;partner;started\n"


@dataclass
class Files:
    """What Telegram keeps, by file id."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, file_id: str, limit: int) -> bytes:
        if file_id not in self.kept:
            raise FileGoneError
        if len(self.kept[file_id]) > limit:
            raise FileTooBigError
        return self.kept[file_id]

    async def compute(self, module: str, payload: Any) -> Any:
        raise AssertionError("not asked for")


def worker(scene: Scene, files: Files | None = None) -> Chores:
    return Chores(scene.database, scene.clock, scene.clock, scene.facts, files or Files(), CHORES)


async def sends(  # a document as Telegram describes it
    scene: Scene,
    user: int,
    content: bytes | str,
    name: str = "people.csv",
    mime: str = "text/csv",
    *,
    size: int | None = None,
    **more: Any,
) -> Files:
    """A document arrives, and nothing is done beside the chat yet. Returns what `worker` fetches from."""
    body = content.encode() if isinstance(content, str) else content
    file_id = f"file-{len(body)}-{name}"
    document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "mime_type": mime}
    await scene.says(user, document={**document, "file_size": len(body) if size is None else size}, **more)
    return Files({file_id: body})


async def work_off(scene: Scene, files: Files | None = None) -> None:
    """Does all chores that wait."""
    chores = worker(scene, files)
    while await chores.pull():
        pass
