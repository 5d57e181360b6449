"""An organisation's own duos of the last year as they went, read from the database; nothing is changed."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from mentoring.pauses import Pause, read_pauses
from mentoring.signals.facts import Facts, facts_of
from mentoring.signals.keeping import read_kept
from mentoring.simulation.past import End, Past
from mentoring.work import Work
from storage.signals import EVENTS, MESSAGES, Rows, read_rows
from storage.tables import Duo, Organisation
from storage.words import DuoState, EndReason, Noticed

YEAR = timedelta(days=365)
MOST = 600  # duos, the newest: more take longer than anybody waits
_BATCH = 100
_ROUNDS = 1000  # all of them
_DAY = timedelta(days=1)
_LIVED = (DuoState.ACTIVE, DuoState.PAUSED, DuoState.COMPLETED, DuoState.ENDED)
DROPOUTS = frozenset(
    {EndReason.SILENCE, EndReason.SEEKER_NO_TIME, EndReason.MENTOR_NO_TIME, EndReason.NO_MATCH}
)  # what an alert may show in time; work that was found and personal reasons are none


async def read_pasts(work: Work, organisation_id: int) -> list[Past]:
    """Those that ran in the last year, newest first. The organisation is the caller's, who has checked it."""
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    statement = (
        select(Duo)
        .where(
            col(Duo.organisation_id) == organisation_id,
            col(Duo.state).in_(_LIVED),
            col(Duo.started_at).is_not(None),
            or_(col(Duo.closed_at).is_(None), col(Duo.closed_at) >= work.now - YEAR),
        )
        .order_by(col(Duo.started_at).desc(), col(Duo.id).desc())
        .limit(MOST)
    )
    duos = (await work.store.session.execute(statement)).scalars().all()
    pauses = (await read_pauses(work, [organisation_id]))[organisation_id].pauses
    zone, found = ZoneInfo(organisation.time_zone), []
    for first in range(0, len(duos), _BATCH):
        batch = duos[first : first + _BATCH]
        begun = min(duo.started_at or duo.proposed_at for duo in batch)
        # windows reach back from `now`, so an early one reads whole lives
        rows = await read_rows(work.store, [duo.id for duo in batch], min(begun, work.now - EVENTS), rounds=_ROUNDS)
        found += [_past(work, duo, rows[duo.id], zone, pauses) for duo in batch]
    return [past for past in found if past.here_since < past.until]


def _past(work: Work, duo: Duo, rows: Rows, zone: ZoneInfo, pauses: tuple[Pause, ...]) -> Past:
    facts = facts_of(duo, rows, zone, work.now, pauses=pauses, usual=read_kept(duo.ladder).usual)
    until = duo.closed_at.astimezone(zone).date() if duo.closed_at else facts.today
    seeker, mentor = facts.wrote.values() if len(facts.wrote) == 2 else (frozenset[date](), frozenset[date]())
    return Past(
        zone=zone.key,
        started=facts.started,
        here_since=facts.here_since,
        until=until,
        end=_end_of(duo),
        met=facts.met,
        under_way=facts.under_way,
        wrote=(seeker, mentor),
        wrote_from=facts.today - MESSAGES + _DAY,
        meetings=tuple(facts.meetings),
        rounds=tuple(facts.rounds),
        # what the team did about the alerts of then is no answer to those that are played now
        happened=tuple(one for one in facts.happened if one.kind is not Noticed.CLEARED),
        pauses=facts.days.pauses,
        rests=tuple(_rests(rows, zone, facts)),
    )


def _end_of(duo: Duo) -> End:
    match DuoState(duo.state):
        case DuoState.COMPLETED:
            return End.COMPLETED
        case DuoState.ENDED:
            return End.DROPPED_OUT if duo.end_reason in DROPOUTS else End.OTHER
    return End.RUNNING


def _rests(rows: Rows, zone: ZoneInfo, facts: Facts) -> list[Pause]:
    found = []
    for begins_at, ends_at in rows.pauses:
        first = begins_at.astimezone(zone).date()
        last = ends_at.astimezone(zone).date() - _DAY if ends_at else facts.today
        if first <= last:
            found.append(Pause(first, last))
    return found
