"""Column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

BigInt = BigInteger().with_variant(Integer(), "sqlite")  # so that an id is SQLite's own row id


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive datetimes; gives aware ones back, also on SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def id_column() -> Column[Any]:
    return Column(BigInt, primary_key=True, autoincrement=False)


def reference(target: str, *, nullable: bool = False, index: bool = True) -> Column[Any]:
    """A foreign key to `table.id`."""
    return Column(BigInt, ForeignKey(target), nullable=nullable, index=index)


def number(*, nullable: bool = False) -> Column[Any]:
    return Column(BigInt, nullable=nullable)


def instant(*, nullable: bool = False, index: bool = False) -> Column[Any]:
    return Column(Instant, nullable=nullable, index=index)


def word(length: int = 32, *, nullable: bool = False) -> Column[Any]:
    return Column(String(length), nullable=nullable)


def sealed(*, nullable: bool = True) -> Column[Any]:
    return Column(LargeBinary, nullable=nullable)
