"""Files that a scene's people send, and the chores that read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from bot.chore_table import CHORES
from bot.chores import Chores
from mentoring.chores import FileGoneError, FileTooBigError
from mentoring.messages.lists import Preview
from mentoring.taps_lists import DoList
from storage.tables import IntakeList, Invitation, Membership, Takeover
from storage.words import MembershipState
from tests.handlers.people import Made
from tests.handlers.scene import Scene

HEADS = "role;label;language;reference;partner;started\n"
CEM, DIRK, EVA = 21, 22, 23
DUO = HEADS + "mentee;Anna;fr;S1;M1;01/03/2026\nmentor;Ben;nl;M1;;\n"


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


async def read(scene: Scene, text: str, user: int = CEM) -> Preview:
    await work_off(scene, await sends(scene, user, text))
    preview = await scene.last(user)
    assert isinstance(preview, Preview), preview
    return preview


async def do(scene: Scene, preview: Preview, user: int = CEM, keeper: int | None = None) -> None:
    await scene.taps(user, DoList(preview.list_id, preview.own_id if keeper is None else keeper))
    await work_off(scene)


async def invitations(scene: Scene) -> list[Invitation]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Invitation).order_by(col(Invitation.id)))).scalars())


async def takeovers(scene: Scene) -> list[Takeover]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Takeover).order_by(col(Takeover.id)))).scalars())


async def the_list(scene: Scene) -> IntakeList:
    async with scene.database.read() as store:
        return (await store.session.execute(select(IntakeList))).scalars().one()


async def leaves(scene: Scene, made: Made) -> None:
    async with scene.database.write() as store:
        membership = await store.session.get(Membership, made.membership_id)
        assert membership is not None
        membership.state = MembershipState.LEFT
