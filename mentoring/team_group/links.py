"""Which group belongs to which organisation: one each. The id is sealed; a keyed fingerprint finds it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from mentoring.errors import NotFoundError
from mentoring.guards import team_group
from mentoring.messages.base import Message
from mentoring.work import Work
from storage import outbox
from storage.tables import Organisation
from storage.words import Call, Priority

_SEAL_LENGTH = 16  # hexadecimal digits: 64 bits that nobody can guess, short enough for a button


@dataclass(frozen=True, slots=True)
class Group:
    """A group of Telegram, as an update tells of it. `is_public`: it has an address, anybody can read it."""

    chat_id: int
    title: str
    is_public: bool = False


def seal_for(work: Work, person_id: int, chat_id: int) -> str:
    """What a button carries to prove that this person added the bot to that group."""
    return work.store.vault.lookup("team-group", f"{person_id}:{chat_id}").hex()[:_SEAL_LENGTH]


def checked_chat(work: Work, person_id: int, chat: str, seal: str) -> int:
    """The group of a button. Raises NotFoundError where the bot did not offer it to that person."""
    digits = chat.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or seal != seal_for(work, person_id, int(chat)):
        raise NotFoundError
    return int(chat)


async def organisation_with(work: Work, chat_id: int) -> Organisation | None:
    """Whose digest goes to that group; locked, so that nobody else changes it until the commit."""
    lookup = work.store.vault.lookup("chat", chat_id)
    statement = select(Organisation).where(col(Organisation.team_chat_lookup) == lookup).with_for_update()
    return (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def locked_organisation(work: Work, organisation_id: int) -> Organisation:
    statement = select(Organisation).where(col(Organisation.id) == organisation_id).with_for_update()
    return (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalar_one()


def chat_of(work: Work, organisation: Organisation) -> int | None:
    """The organisation's group, None where it has none."""
    written = organisation.open(work.store.vault, "team_chat")
    return int(written) if written is not None else None


async def keep(work: Work, organisation: Organisation, chat_id: int | None, language: str | None) -> None:
    """From now on the digest goes to that group and is written in that language; None: to none."""
    vault = work.store.vault
    organisation.team_chat_lookup = vault.lookup("chat", chat_id) if chat_id is not None else None
    organisation.seal(vault, "team_chat", str(chat_id) if chat_id is not None else None)
    organisation.team_chat_language = language if chat_id is not None else None
    await work.store.session.flush()


async def say_there(
    work: Work, organisation: Organisation, message: Message, *, key: str | None = None, is_last: bool = False
) -> None:
    """Into the organisation's group, if it has one. `is_last`: said although the group is let go."""
    chat_id, lookup = chat_of(work, organisation), organisation.team_chat_lookup
    if chat_id is None or lookup is None:
        return
    language, zone = organisation.team_chat_language or "", organisation.time_zone
    guard = "" if is_last else team_group(organisation.id, lookup)
    await work.post_to_chat(chat_id, language, message, key=key, zone=zone, guard=guard)


async def leave(work: Work, chat_id: int) -> None:
    """The bot leaves, after what it still has to say there."""
    await outbox.add(
        work.store,
        outbox.NewRow(
            dedupe_key=work.next_key("leave"),
            call=Call.LEAVE,
            priority=Priority.DIGEST,
            due_at=work.now,
            params={},
            chat_id=chat_id,
            created_at=work.now,
        ),
    )
