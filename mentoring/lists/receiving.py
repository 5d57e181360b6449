"""A file arrives: for whom it is, whether it is read, and how one should look."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.actor import Actor, is_working_staff, organisation_of
from mentoring.chores import ask_for
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.in_charge import local_day
from mentoring.lines import sides_of_all
from mentoring.lists.plan import SentFile, read_file, save_file
from mentoring.lists.reading import Unusable
from mentoring.lists.words import MAX_BYTES
from mentoring.messages.lists import (
    Chat,
    Desk,
    HowToSend,
    ListUnusable,
    Reading,
    Template,
    WhichUse,
)
from mentoring.team_lines.ways import Conversation
from mentoring.threads import Side, running
from mentoring.work import Work
from storage.ids import new_id
from storage.tables import IntakeList, Membership
from storage.words import ChoreKind, ListState

_TEXT_NAMES = (".csv", ".txt", ".tsv")
_TEXT_TYPES = {"text/csv", "text/plain", "text/comma-separated-values", "text/tab-separated-values", "application/csv"}
_EXAMPLE_DAYS = 120  # how long the duo of the example has been running


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document as its update tells of it. `size` in bytes, where Telegram knows it."""

    file_id: str
    name: str
    mime: str
    size: int | None
    message_id: int
    in_topic: bool = False
    is_reply: bool = False

    @property
    def looks_like_list(self) -> bool:
        return self.name.lower().endswith(_TEXT_NAMES) or self.mime.lower() in _TEXT_TYPES


async def is_for_the_team(actor: Actor, work: Work, arrived: Arrived) -> bool:
    """Whether the file is read as a list, or asked about: of staff, outside of every conversation.

    Of somebody who is in a duo or has a line open, only what looks like a list may be one: all else goes there.
    """
    if not actor.is_staff or arrived.in_topic:
        return False
    if arrived.looks_like_list:
        return True
    return not (arrived.is_reply or await _meant(actor, work))


async def receive(actor: Actor, work: Work, arrived: Arrived) -> Reading | WhichUse | ListUnusable:
    """Has the file read, or asks what it is for. Raises NotFoundError."""
    actor.staff()
    desks, chats = await _desks(actor, work), await _chats(actor, work)
    if not chats and (arrived.size or 0) > MAX_BYTES:
        return ListUnusable(why=Unusable.TOO_BIG)
    row = IntakeList(
        id=new_id(),
        organisation_id=desks[0].organisation_id,
        made_by=actor.staff(desks[0].organisation_id).id,
        created_at=work.now,
    )
    save_file(work.store.vault, row, SentFile(arrived.file_id))
    work.store.session.add(row)
    await work.store.session.flush()
    if len(desks) > 1 or chats:
        return WhichUse(list_id=row.id, desks=desks, chats=chats, message_id=arrived.message_id)
    return await _read(work, row, actor.staff(row.organisation_id))


async def read_for(actor: Actor, work: Work, list_id: int, organisation_id: int) -> Reading:
    """The file that was asked about is a list for that organisation: it is read, once.

    Raises NotFoundError, and OutOfDateError where that has happened or the file is forgotten.
    """
    member = actor.staff(organisation_id)
    row = await work.store.session.get(IntakeList, list_id, with_for_update=True)
    if row is None or row.made_by not in {membership.id for membership in actor.memberships}:
        raise NotFoundError
    if row.state != ListState.CHECKED or row.made_by is None or row.total or read_file(work.store.vault, row) is None:
        raise OutOfDateError
    row.organisation_id, row.made_by = organisation_id, member.id
    return await _read(work, row, member)


async def _read(work: Work, row: IntakeList, member: Membership) -> Reading:
    row.state = ListState.WORKING  # until it is checked: a second tap finds it so
    await ask_for(work, ChoreKind.READ_LIST, member.id, {"list_id": row.id})
    return Reading()


async def how_to_send(actor: Actor, work: Work, organisation_id: int) -> tuple[HowToSend, Template]:
    """How a list looks, and one to fill in. Raises NotFoundError."""
    member = actor.staff(organisation_id)
    organisation = await organisation_of(work.store, member)
    several = len(await _desks(actor, work)) > 1
    today = await local_day(work, organisation_id)
    languages = tuple(organisation.languages)
    how = HowToSend(
        organisation_id=organisation_id,
        organisation=organisation.name if several else None,
        languages=languages,
    )
    began = today.fromordinal(today.toordinal() - _EXAMPLE_DAYS)
    return how, Template(languages=languages, started=began.isoformat())


async def _desks(actor: Actor, work: Work) -> tuple[Desk, ...]:
    """The organisations they work for, oldest membership first."""
    staff = {m.organisation_id: m for m in actor.memberships if is_working_staff(m)}
    return tuple([Desk(key, (await organisation_of(work.store, member)).name) for key, member in staff.items()])


async def _chats(actor: Actor, work: Work) -> tuple[Chat, ...]:
    """To whom the file may go instead, where conversations are written in the chat itself."""
    meant = await _meant(actor, work) if not work.has_topics else []
    return tuple(Chat(side.id, side.name if isinstance(side.name, str) else side.name.organisation) for side in meant)


async def _meant(actor: Actor, work: Work) -> list[Conversation]:
    """Whom a person of the team may write to with a file: the partners of their own duos, the line that is open."""
    sides = running(await sides_of_all(work, actor.person.id))
    return [side for side in sides if isinstance(side, Side) or side.id == actor.person.open_thread_id]
