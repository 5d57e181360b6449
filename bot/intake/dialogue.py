"""Where people are in a conversation: aiogram's FSM on the update's own transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.database import Store
from storage.tables import DialogueState


class TransactionStorage(BaseStorage):
    """States and data as rows of the update's transaction: they are there when the answer is, or not at all."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._rows: dict[bytes, DialogueState | None] = {}

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        row = await self._row(key)
        word = state.state if isinstance(state, State) else state
        if row is None and word is None:
            return
        row = row or self._new(key)
        row.state, row.updated_at = word, self._now

    async def get_state(self, key: StorageKey) -> str | None:
        row = await self._row(key)
        return row.state if row is not None else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        row = await self._row(key)
        if row is None and not data:
            return
        row = row or self._new(key)
        row.seal(self._store.vault, "data", json.dumps(dict(data)) if data else None)
        row.updated_at = self._now

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        row = await self._row(key)
        text = row.open(self._store.vault, "data") if row is not None else None
        data: dict[str, Any] = json.loads(text) if text else {}
        return data

    async def close(self) -> None:
        """The transaction is closed by whoever opened it."""

    def forget_loaded(self) -> None:
        """After a roll-back to the savepoint: what was read before is read again."""
        self._rows.clear()

    async def _row(self, key: StorageKey) -> DialogueState | None:
        name = self._name(key)
        if name not in self._rows:
            self._rows[name] = await self._store.session.get(DialogueState, name)
        return self._rows[name]

    def _new(self, key: StorageKey) -> DialogueState:
        name = self._name(key)
        row = DialogueState(key=name, updated_at=self._now)
        self._store.session.add(row)
        self._rows[name] = row
        return row

    def _name(self, key: StorageKey) -> bytes:
        return self._store.vault.lookup("dialogue", f"{key.chat_id}:{key.user_id}:{key.thread_id or 0}")
