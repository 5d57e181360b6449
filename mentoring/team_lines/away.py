"""Who hears that what they wrote in a line with a team did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentoring.called import Called
from mentoring.messages.base import to_params
from mentoring.messages.delivery import NotPassedOn, PartnerAway
from mentoring.people import NOT_TOLD
from mentoring.relay_rows import ANSWERS
from mentoring.team_lines.sides import team_of_line
from storage import outbox
from storage.database import Store
from storage.lines import SeenLine, seen, writers
from storage.words import Call

_WORTH_TELLING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Loss:
    """What is said, under which key (`{side}` stands for the recipient's), and whether to that very message."""

    message: type[PartnerAway | NotPassedOn]
    key: str
    answers: bool = False


async def tell_writers(store: Store, now: datetime, rows: Sequence[int], loss: Loss) -> None:
    """Tells whoever wrote what these rows carry, where it reached nobody who was meant.

    A person is told only where nobody of the team has it; a colleague who missed a copy is nobody's loss.
    """
    for side_id, writer_id, message_id in await writers(store, rows):
        recipient = next(iter(await seen(store, ids=[side_id])), None)
        if recipient is None:
            continue
        sides = await seen(store, line_id=recipient.line_id)
        writer = next((side for side in sides if side.person_id == writer_id and side.stands), None)
        name = _missed(recipient, writer, sides)
        if writer is None or name is None:
            continue
        said = loss.message(name=name)
        await outbox.add(
            store,
            outbox.NewRow(
                dedupe_key=loss.key.format(side=side_id) + ("" if recipient.is_team else f":{writer.id}"),
                call=Call.SEND,
                kind=said.kind,
                priority=said.policy.priority,
                due_at=now,
                expires_at=now + _WORTH_TELLING,
                params={**to_params(said), ANSWERS: message_id if loss.answers else None},
                person_id=writer.person_id,
                thread_id=writer.id,
                created_at=now,
            ),
        )


def _missed(recipient: SeenLine, writer: SeenLine | None, sides: Sequence[SeenLine]) -> Called | None:
    """What the one who missed it is called by its writer; None where the writer need not know."""
    if writer is None:
        return None
    if not recipient.is_team:
        return recipient.label or NOT_TOLD
    if writer.is_team:
        return None
    others = [side for side in sides if side.is_team and side.stands and side.id != recipient.id]
    return None if any(side.unreachable_since is None for side in others) else team_of_line(writer)
