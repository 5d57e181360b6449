"""Chats to which nothing goes for a while, because Telegram said so: for one chat, or for everybody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, case, delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Store
from storage.tables import ChatHold

EVERYBODY = "*"
_hold: Table = ChatHold.__table__  # type: ignore[attr-defined]


async def hold(store: Store, chat_key: str, until: datetime) -> None:
    """Nothing goes to that chat (or to EVERYBODY) before that moment in real time. A longer hold stays."""
    dialect = postgresql if store.is_postgres else sqlite
    statement = dialect.insert(_hold).values(chat_key=chat_key, until=until)
    longest = case((_hold.c.until > statement.excluded.until, _hold.c.until), else_=statement.excluded.until)
    await store.session.execute(statement.on_conflict_do_update(index_elements=["chat_key"], set_={"until": longest}))


async def drop_old_holds(store: Store, real_now: datetime) -> None:
    await store.session.execute(delete(_hold).where(_hold.c.until <= real_now))
