"""Whoever found something goes on for four more weeks, to settle in; then the team hears that the closing is due."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from mentoring.messages.progress import SettledAtDesk
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.pairs import load_pair
from mentoring.proposals import tell_team
from mentoring.work import Work
from storage.tables import Duo
from storage.tables import Milestone as Step


async def found_in(work: Work, duo_id: int) -> Step | None:
    """What the mentee found in that duo, the last they noted; None where nothing stands."""
    statement = (
        select(Step)
        .where(col(Step.duo_id) == duo_id, col(Step.kind).in_(FOUND_WORK), col(Step.undone_at).is_(None))
        .order_by(col(Step.recorded_at).desc(), col(Step.id).desc())
    )
    return (await work.store.session.execute(statement.limit(1))).scalar_one_or_none()


async def tell_settled(work: Work, duo: Duo) -> None:
    """To the team, once a duo: the four weeks are over. Nothing is said of what was taken back meanwhile."""
    step = await found_in(work, duo.id)
    if step is None:
        return
    pair, vault = await load_pair(work, duo), work.store.vault
    news = SettledAtDesk(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        milestone=Milestone(step.kind),
        on_day=date.fromisoformat(step.on_day),
    )
    await tell_team(work, duo, news)
