"""Work that takes longer than an update may: asked for in a chat, done beside it, in real time.

A use case calls `ask_for` and says "I am at it"; after the commit the process takes the chore up (bot/chores.py) and
calls its function with a way to open transactions, so that a long chore holds none for long. A chore may be begun
twice (a crash in the middle): each of its transactions leaves something that the next attempt can go on from, and says
things under dedupe keys that name the chore or the row.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from mentoring.work import Work
from storage import chores
from storage.chores import ClaimedChore
from storage.words import ChoreKind

__all__ = ["ChoreFunction", "ClaimedChore", "FileGoneError", "FileTooBigError", "OpenWork", "Tools", "ask_for"]


class OpenWork(Protocol):
    """Opens a unit of work: one transaction, committed on leaving, rolled back on an error."""

    def __call__(self, *, only_reads: bool = False) -> AbstractAsyncContextManager[Work]:
        """With `only_reads` nobody who writes waits for it; SQLite refuses to write there."""


class FileGoneError(Exception):
    """Telegram does not give the file (any more)."""


class FileTooBigError(Exception):
    """The file has more bytes than were asked for at most; Telegram gives none of more than 20 MB."""


class Tools(Protocol):
    """What a chore may use outside of transactions."""

    async def fetch(self, file_id: str, limit: int) -> bytes:
        """The content of a file that was sent, at most `limit` bytes. Raises FileGoneError, FileTooBigError."""

    async def compute(self, module: str, payload: Any) -> Any:
        """What `python -m module` answers, in a process of its own: JSON in, JSON out. Raises ComputingFailedError."""


class ComputingFailedError(Exception):
    """The other process ended in an error or took too long."""


ChoreFunction = Callable[[OpenWork, ClaimedChore, Tools], Awaitable[None]]
"""Does the chore; an error that it lets out has it tried again, three times at most."""


async def ask_for(work: Work, kind: ChoreKind, membership_id: int, params: Mapping[str, Any]) -> int:
    """Has that done as soon as this transaction is committed, for that member of the team. Returns the chore's id."""
    return await chores.add(work.store, kind, membership_id, params, work.real_now)
