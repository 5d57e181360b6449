"""The statement that claims outbox rows: the one query that every message waits for.

Plain SQL, made once: one ordered look into the index `ix_outbox_next` for each priority, and no further than the limit,
so that neither what is not due yet nor a backlog of less urgent rows is touched. States stand in the text, because a
bound value hides from both databases that a partial index covers it. "Has this chat an earlier row?" is answered by the
chat's own index, which passes over its rows to come; `coalesce` leaves PostgreSQL no index on `not_before` to prefer.
With statistics from before a wave PostgreSQL would look through the whole wave for each of its rows: OFFSET keeps it
from making a join of that question, the order from another index, which would have to be sorted.
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import ARRAY, JSON, BigInteger, String, bindparam, text
from sqlalchemy.sql.selectable import TextualSelect

from storage.columns import Instant
from storage.tables import Outbox
from storage.words import Priority

_LOOK = """
SELECT o.id FROM outbox o
WHERE o.state = 'pending' AND o.priority = {priority} AND o.due_at <= :now
  AND coalesce(o.not_before, :real_now) <= :real_now
  AND o.chat_key NOT IN (SELECT chat_key FROM chat_hold WHERE until > :real_now)
  AND o.chat_key {not_busy}
  AND NOT EXISTS (
    SELECT 1 FROM outbox e
    WHERE e.state = 'pending' AND e.chat_key = o.chat_key AND e.due_at <= :now AND ({earlier})
    ORDER BY e.due_at, e.priority, e.id LIMIT 1 OFFSET 0)
ORDER BY o.due_at, o.id LIMIT :limit {lock}
"""
_WAITS_FOR_ANOTHER_TRY = (
    "coalesce(e.not_before, :real_now) > :real_now AND e.attempts > 0 AND e.priority <= o.priority AND e.id < o.id"
)
_GOES_FIRST = (
    "coalesce(e.not_before, :real_now) <= :real_now"
    " AND (e.priority < o.priority OR e.priority = o.priority AND e.id < o.id)"
)
_CLAIM = """
WITH due AS {materialized} (SELECT id FROM ({looks}) AS looks LIMIT :limit)
UPDATE outbox SET state = 'sending', lease_owner = :owner, lease_until = :lease_until, attempts = attempts + 1,
  not_before = NULL
WHERE id {among_due}
  AND NOT EXISTS (SELECT 1 FROM chat_hold WHERE chat_key = '*' AND until > :real_now)
RETURNING {columns}
"""


@lru_cache
def claim_statement(*, is_postgres: bool, one_per_chat: bool) -> TextualSelect:
    """Parameters: now, real_now, busy, limit, owner, lease_until. Gives the claimed rows, in no order.

    `busy` is an array on PostgreSQL and a JSON list on SQLite, so that the statement is the same for any number.
    """
    earlier = f"{_WAITS_FOR_ANOTHER_TRY} OR {_GOES_FIRST}" if one_per_chat else _WAITS_FOR_ANOTHER_TRY
    columns = list(Outbox.__table__.c)  # type: ignore[attr-defined]
    statement = _CLAIM.format(
        looks=_postgres_looks(earlier) if is_postgres else _sqlite_looks(earlier),
        materialized="MATERIALIZED" if is_postgres else "",  # a sub-select that locks must run once
        among_due="= ANY(ARRAY(SELECT id FROM due))" if is_postgres else "IN (SELECT id FROM due)",  # nor a join here
        columns=", ".join(column.name for column in columns),
    )
    return (
        text(statement)
        .bindparams(
            bindparam("now", type_=Instant),
            bindparam("real_now", type_=Instant),
            bindparam("lease_until", type_=Instant),
            bindparam("owner", type_=String),
            bindparam("limit", type_=BigInteger),
            bindparam("busy", type_=ARRAY(String) if is_postgres else JSON),
        )
        .columns(*columns)
    )


def _postgres_looks(earlier: str) -> str:
    look = _LOOK.format(
        priority="p.priority", earlier=earlier, not_busy="<> ALL(:busy)", lock="FOR UPDATE OF o SKIP LOCKED"
    )
    priorities = f"generate_series({min(Priority)}, {max(Priority)}) AS p(priority)"
    return f"SELECT look.id FROM {priorities} CROSS JOIN LATERAL ({look}) AS look"  # noqa: S608 - our own words


def _sqlite_looks(earlier: str) -> str:
    looks = []
    for priority in Priority:
        not_busy = "NOT IN (SELECT value FROM json_each(:busy))"
        look = _LOOK.format(priority=int(priority), earlier=earlier, not_busy=not_busy, lock="")
        looks.append(f"SELECT id FROM ({look})")  # noqa: S608 - our own words
    return " UNION ALL ".join(looks)
