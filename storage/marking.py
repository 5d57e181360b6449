"""The statement that marks outbox rows, many at once: the other one that every message waits for.

On PostgreSQL one UPDATE joined with arrays, a single round trip that says how many rows it met (many executions are not
counted there). On SQLite one execution a row, all within one call of the driver: its round trip is a thread's. CASE
leaves PostgreSQL the id alone to find a row by: it would look through everything that is being sent for each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Integer, String, TextClause, bindparam, text

from storage.columns import Instant

_TYPES: Mapping[str, Any] = {
    "row_id": BigInteger(),
    "attempt": Integer(),
    "new_state": String(),
    "new_failure": String(),
    "new_error": String(),
    "new_message_id": BigInteger(),
    "retry_at": Instant(),
    "new_due_at": Instant(),
    "uncounted": Integer(),
    "done": Instant(),
    "finished": Boolean(),
}
_MARK = """
UPDATE outbox SET state = {new_state}, failure = {new_failure}, error = {new_error}, message_id = {new_message_id},
  not_before = {retry_at}, due_at = coalesce({new_due_at}, due_at), attempts = attempts - {uncounted}, done_at = {done},
  params_sealed = CASE WHEN {finished} THEN NULL ELSE params_sealed END, lease_owner = NULL, lease_until = NULL
{joined}
WHERE id = {row_id}
  AND CASE WHEN attempts = {attempt} AND lease_owner = :owner AND state = 'sending' THEN true ELSE false END
"""
_CASTS = {BigInteger: "bigint", Integer: "int", String: "text", Instant: "timestamptz", Boolean: "boolean"}


@lru_cache
def mark_statement(*, is_postgres: bool) -> TextClause:
    """Parameters as `marks` makes them: of every row, or the whole as arrays."""
    if not is_postgres:
        single = {name: f":{name}" for name in _TYPES}
        binds = [bindparam(name, type_=type_) for name, type_ in _TYPES.items()]
        return text(_MARK.format(joined="", **single)).bindparams(*binds)
    arrays = ", ".join(f"CAST(:{name} AS {_CASTS[type(type_)]}[])" for name, type_ in _TYPES.items())
    joined = f"FROM unnest({arrays}) AS mark({', '.join(_TYPES)})"
    binds = [bindparam(name, type_=ARRAY(type_)) for name, type_ in _TYPES.items()]
    return text(_MARK.format(joined=joined, **{name: f"mark.{name}" for name in _TYPES})).bindparams(*binds)


def marks(rows: Sequence[Mapping[str, Any]], owner: str, *, is_postgres: bool) -> Any:
    """What the statement is executed with: a dictionary a row, or one of arrays. Each row has every key of a mark."""
    if not is_postgres:
        return [{**row, "owner": owner} for row in rows]
    return {"owner": owner, **{name: [row[name] for row in rows] for name in _TYPES}}
