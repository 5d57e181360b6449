"""The running duos of an organisation as a morning needs them: a few columns each, names only for those it tells of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from mentoring.desk.duo_levels import level_shown
from mentoring.desk.duo_rows import MENTOR, MENTORING, RUNNING, SEEKER, SEEKING
from mentoring.messages.pairing import Named
from mentoring.pairs import Side
from mentoring.work import Work
from storage.tables import Duo
from storage.words import DuoState, Level


@dataclass(frozen=True, slots=True)
class RunningDuo:
    """`level`: as it is shown (mentoring/desk/duo_levels.py). `prompt_at`: when both are reminded of `prompt`, see
    mentoring/sessions/prompts.py.
    """

    id: int
    seeker_id: int
    mentor_id: int
    coordinator_id: int | None
    is_paused: bool
    level: Level
    started_at: datetime
    under_way_since: datetime | None
    prompt: str | None
    prompt_at: datetime | None

    @property
    def rests(self) -> bool:
        """Nothing is known against it, and nothing is asked of it: it counts as paused, not as going well."""
        return self.is_paused and self.level is Level.WELL


@dataclass(frozen=True, slots=True)
class Two:
    """Whose duo it is, and who looks after it."""

    seeker: Named
    mentor: Named
    coordinator_id: int | None


async def running_duos(work: Work, organisation_id: int) -> list[RunningDuo]:
    columns = select(  # type: ignore[call-overload]
        *(Duo.id, Duo.seeker_id, Duo.mentor_id, Duo.coordinator_id, Duo.state, Duo.started_at),
        *(Duo.proposed_at, Duo.under_way_since, Duo.prompt, Duo.prompt_at, level_shown().label("level")),
    )
    statement = columns.where(col(Duo.organisation_id) == organisation_id, col(Duo.state).in_(RUNNING))
    return [
        RunningDuo(
            id=row.id,
            seeker_id=row.seeker_id,
            mentor_id=row.mentor_id,
            coordinator_id=row.coordinator_id,
            is_paused=row.state == DuoState.PAUSED,
            level=Level(row.level),
            started_at=row.started_at or row.proposed_at,
            under_way_since=row.under_way_since,
            prompt=row.prompt,
            prompt_at=row.prompt_at,
        )
        for row in (await work.store.session.execute(statement.order_by(col(Duo.id)))).all()
    ]


async def names_of(work: Work, duo_ids: Collection[int]) -> dict[int, Two]:
    """In one statement, whatever the duos' state."""
    if not duo_ids:
        return {}
    statement = select(Duo.id, Duo.coordinator_id, SEEKER, SEEKING, MENTOR, MENTORING)  # type: ignore[call-overload]
    statement = (
        statement.join(SEEKER, col(SEEKER.id) == col(Duo.seeker_id))
        .join(SEEKING, col(SEEKING.id) == col(SEEKER.person_id))
        .join(MENTOR, col(MENTOR.id) == col(Duo.mentor_id))
        .join(MENTORING, col(MENTORING.id) == col(MENTOR.person_id))
        .where(col(Duo.id).in_(list(duo_ids)))
    )
    vault = work.store.vault
    return {
        duo_id: Two(Side(seeker, seeking).named(vault), Side(mentor, mentoring).named(vault), coordinator_id)
        for duo_id, coordinator_id, seeker, seeking, mentor, mentoring in await work.store.session.execute(statement)
    }
