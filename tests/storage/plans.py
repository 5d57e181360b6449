"""How a database carries out the outbox's own statements: caught on their way and explained with their own values."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text

from storage.database import Database, Store

Question = Callable[[Store], Awaitable[Any]]

_FILL = """
INSERT INTO outbox (id, dedupe_key, call, kind, guard, error, chat_key, person_id, priority, state, due_at, created_at,
                    done_at, attempts, takeovers)
SELECT n, 'row:' || n, 'send', '', 'duo:' || (n % 1000), '', 'person:' || (n % 5000), n % 5000, n % 7,
       CASE WHEN n % 2 = 0 THEN 'sent' ELSE 'pending' END, {future}, {past},
       CASE WHEN n % 2 = 0 THEN {past} END, 0, 0
FROM {series}
"""


async def fill(database: Database, rows: int, *, first: int = 1, analyze: bool = True) -> None:
    """Half of the rows are done, half fall due in the far future; nothing is due. `first` and `rows` are numbers."""
    if database.is_postgres:
        statement = _FILL.format(
            future="timestamptz '2099-01-01' + n * interval '1 second'",
            past="timestamptz '2026-01-01' + n * interval '1 second'",
            series=f"generate_series({first}, {rows}) AS n",
        )
    else:
        statement = _FILL.format(
            future="strftime('%Y-%m-%d %H:%M:%f000', '2099-01-01', '+' || n || ' seconds')",
            past="strftime('%Y-%m-%d %H:%M:%f000', '2026-01-01', '+' || n || ' seconds')",
            series=f"(WITH RECURSIVE s(n) AS (VALUES ({first}) UNION SELECT n + 1 FROM s WHERE n < {rows}) "
            "SELECT n FROM s)",
        )
    async with database.write() as store:
        await store.session.execute(text(statement))
    if database.is_postgres and analyze:
        async with database.write() as store:
            await store.session.execute(text("ANALYZE outbox"))


async def plans(database: Database, ask: Question) -> list[Any]:
    """The plan of each statement that the question makes: PostgreSQL's as a tree, SQLite's as lines of text."""
    with _caught(database) as statements:
        async with database.write() as store:
            await ask(store)
    return [await _explained(database, statement, values) for statement, values in statements]


async def _explained(database: Database, statement: str, values: Any) -> Any:
    async with database.engine.connect() as connection:
        if not database.is_postgres:
            rows = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            return [row[3] for row in rows]
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        # the plan that serves any values, which is what a prepared statement ends up with
        await driver.execute("SET plan_cache_mode = force_generic_plan")
        await driver.execute(f"PREPARE question AS {statement}")
        call = f"EXECUTE question({', '.join(map(_literal, values))})" if values else "EXECUTE question"
        async with driver.transaction():
            answer = await driver.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {call}")
        await driver.execute("DEALLOCATE question")
        return _tree(answer)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"'{{{','.join('NULL' if one is None else json.dumps(str(one)) for one in value)}}}'"
    return f"'{value}'"


def _tree(answer: Any) -> dict[str, Any]:
    parsed = json.loads(answer) if isinstance(answer, str) else answer
    tree: dict[str, Any] = parsed[0]["Plan"]
    return tree


@contextmanager
def _caught(database: Database) -> Any:
    statements: list[tuple[str, Any]] = []

    def catch(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.split(maxsplit=1)[0] in {"SELECT", "UPDATE", "DELETE", "WITH", "INSERT"}:
            statements.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", catch)
    try:
        yield statements
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", catch)
