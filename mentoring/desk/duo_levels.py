"""How a duo stands, wherever it is shown: an open alert keeps it at the alert's level until it is settled.

A review tells each morning what speaks against a duo today, and that may be less than what the team was called for.
Lists, sums, cards and the Monday's figures go by the level here, so that no two of them tell different numbers.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlmodel import col, select

from mentoring.signals.levels import RANK
from storage.tables import Alert, Duo
from storage.words import Level


def worse(level: Level, alert: Level | None) -> Level:
    """Of today's level and the open alert's."""
    return level if alert is None else max(level, alert, key=RANK.__getitem__)


def level_shown() -> ColumnElement[str]:
    """The same for rows of `Duo`."""
    alert = (
        select(Alert.level)
        .where(col(Alert.duo_id) == col(Duo.id), col(Alert.resolved_at).is_(None))
        .correlate(Duo)
        .scalar_subquery()
    )
    by_today, by_alert = _rank(col(Duo.level)), func.coalesce(_rank(alert), -1)
    shown: ColumnElement[str] = case((by_alert > by_today, alert), else_=col(Duo.level))
    return shown


def _rank(level: Any) -> ColumnElement[int]:
    return case(*((level == one, rank) for one, rank in RANK.items()))
