"""Reviews duos that are due: facts to a level with its reasons, alerts opened and settled, the ladder's next step.

Nothing is swept: `duo.review_at` says when time alone could change something, `touch` that something has changed.
Whoever changes an alert locks its duo first, as a review does: not FOR UPDATE, because whoever asks the weekly
questions points at duos while it holds what a nudge waits for (mentoring/contact.py).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Table, func, or_, update
from sqlmodel import col, select

from mentoring.rest_days import is_rest_day
from mentoring.signals.alerts import keep_alert
from mentoring.signals.explanations import Verdict
from mentoring.signals.facts import ANSWERS
from mentoring.signals.keeping import Kept, write_kept
from mentoring.signals.ladder import Deed, Ladder, next_step, reassured, resolved, worried
from mentoring.signals.levels import RANK
from mentoring.signals.looking import Look, look_at
from mentoring.signals.next_look import morning_of, next_look
from mentoring.signals.reasons import Kind, Reason, last_signs
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, DuoEvent, Organisation
from storage.words import DuoState, Level, Noticed, Role

_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_RUNNING = [state for state in DuoState if state.is_running]
_DAY = timedelta(days=1)
_BELOW = 1 - 1e-9  # a chance that is just not the alarm's


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done about a duo: `side` is to be nudged, or the team is to hear of the alert."""

    duo_id: int
    deed: Deed
    side: Role | None
    level: Level
    reasons: tuple[Reason, ...]
    alert_id: int | None = None


Tell = Callable[[Work, Todo], Awaitable[bool]]
"""Does it, in the same transaction; of a nudge: whether it was said (only then its silence says something)."""


async def nobody_told(_work: Work, _todo: Todo) -> bool:
    return False


async def touch(work: Work, duo_id: int, *, unless_well: bool = False) -> None:
    """Something of that duo has changed: it is reviewed with the next batch, however far its next review was.

    `unless_well`: for signs of life (a message), which change nothing about a duo that goes well.
    """
    later = or_(_duo.c.review_at.is_(None), _duo.c.review_at > work.now)
    own = [_duo.c.id == duo_id, _duo.c.state.in_(_RUNNING), later]
    if unless_well:
        own.append(_duo.c.level != Level.WELL)
    await work.store.session.execute(update(_duo).where(*own).values(review_at=work.now))


async def next_review(store: Store) -> datetime | None:
    """When the next duo is due, by index."""
    earliest = select(func.min(Duo.review_at)).where(col(Duo.review_at).is_not(None))
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment


async def review_due(work: Work, limit: int = 100, tell: Tell = nobody_told) -> int:
    """Reviews what is due, `limit` duos at most; returns how many were. Safe to run twice, late and beside itself."""
    statement = (
        select(Duo)
        .where(col(Duo.review_at).is_not(None), col(Duo.review_at) <= work.now)
        .order_by(col(Duo.review_at), col(Duo.id))
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    duos = (await work.store.session.execute(statement)).scalars().all()
    await _review(work, duos, tell)
    return len(duos)


async def review_duos(work: Work, duo_ids: Collection[int], tell: Tell = nobody_told) -> None:
    """Reviews these now, due or not; the caller has checked whose they are."""
    statement = select(Duo).where(col(Duo.id).in_(list(duo_ids))).order_by(col(Duo.id))
    statement = statement.with_for_update(key_share=True)
    duos = (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalars().all()
    await _review(work, duos, tell)


async def adopt(work: Work, limit: int = 100) -> int:
    """Gives running duos that nobody has looked at yet their first review, tomorrow morning; returns how many."""
    statement = (
        select(Duo, Organisation.time_zone)
        .join(Organisation, col(Organisation.id) == col(Duo.organisation_id))
        .where(col(Duo.state) == DuoState.ACTIVE, col(Duo.review_at).is_(None))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Duo)
    )
    found = (await work.store.session.execute(statement)).all()
    for duo, zone_name in found:
        zone = ZoneInfo(zone_name)
        duo.review_at = morning_of(work.now.astimezone(zone).date() + _DAY, zone, duo.id)
    await work.store.session.flush()
    return len(found)


async def _review(work: Work, duos: Sequence[Duo], tell: Tell) -> None:
    looks = await look_at(work, duos)
    for duo in duos:
        await _review_one(work, looks[duo.id], tell)
    await work.store.session.flush()


async def _review_one(work: Work, look: Look, tell: Tell) -> None:
    duo, facts = look.duo, look.facts
    had_alert = look.alerts.open is not None
    if not _is_frozen(look):
        if duo.level != look.level:
            duo.level, duo.level_since = look.level, work.now
        alert = keep_alert(work, duo, look.alerts, look.level, look.reasons, look.thresholds, facts.zone)
        if alert is not None:
            await tell(work, Todo(duo.id, Deed.ALERT, None, look.level, look.reasons, alert.id))
    ladder = _heard(look)
    if had_alert and look.alerts.open is None:  # the duo came back to life, or rests
        ladder = reassured(ladder, facts.today.toordinal(), look.limits)
    elif look.alerts.open is None and facts.is_active and not _rests(look):
        ladder = await _climb(work, look, ladder, tell)
    duo.ladder = write_kept(Kept(ladder, work.now, look.history.kept, last_signs(facts)))
    duo.review_at = _next_review(look)


def _next_review(look: Look) -> datetime | None:
    """A duo that rests is looked at when it goes on; of one that has ended nothing changes any more."""
    match DuoState(look.duo.state):
        case DuoState.ACTIVE:
            return next_look(look.facts, look.level, look.verdict, look.thresholds, look.limits, spread_by=look.duo.id)
        case DuoState.PAUSED if look.duo.paused_until is not None:
            return max(look.duo.paused_until, look.facts.now + _DAY)
    return None


def _is_frozen(look: Look) -> bool:
    """In a pause of the organisation nothing gets worse, except by what somebody asks for."""
    pause = look.facts.days.pause_on(look.facts.today)
    worse = RANK[look.level] > RANK[Level(look.duo.level)]
    return look.facts.is_active and pause is not None and worse and look.level is not Level.URGENT


def _rests(look: Look) -> bool:
    """Nobody is spoken to today."""
    return is_rest_day(look.facts.today) or look.facts.days.pause_on(look.facts.today) is not None


# -- the ladder --------------------------------------------------------------------------------------------------------
def _heard(look: Look) -> Ladder:
    """Where the ladder stands after what people and the team have said since the last review."""
    ladder, since = look.before.ladder, look.before.heard_at
    for one in look.facts.happened:
        if one.kind in ANSWERS and (since is None or one.at >= since):
            day = one.day.toordinal()
            ladder = reassured(ladder, day, look.limits) if ANSWERS[one.kind] else worried(ladder, day)
    seen_to_at = look.facts.seen_to_at
    if seen_to_at is not None and (since is None or seen_to_at >= since):
        ladder = resolved(seen_to_at.astimezone(look.facts.zone).date().toordinal(), look.limits)
    return ladder


async def _climb(work: Work, look: Look, ladder: Ladder, tell: Tell) -> Ladder:
    """The ladder's next step; of one that nudges, the nudge is noted where it was said."""
    today = look.facts.today.toordinal()
    ladder, deed = next_step(ladder, _asked_of(look), today, look.limits)
    if deed is Deed.NUDGE:
        assert ladder.asked is not None, "a nudge goes to somebody"
        todo = Todo(look.duo.id, deed, ladder.asked, look.level, look.reasons)
        if await tell(work, todo):
            person_id = look.people[ladder.asked]
            work.store.session.add(DuoEvent(duo_id=look.duo.id, kind=Noticed.NUDGED, person_id=person_id, at=work.now))
    return ladder


def _asked_of(look: Look) -> Verdict:
    """The verdict as the ladder is to take it: alerts are opened by the level, which asks for a second signal; and
    people are asked about a first meeting that is late, of which the chance of a fade says nothing.
    """
    fading = min(look.verdict.fading, look.limits.alarm * _BELOW)
    if any(reason.kind is Kind.FIRST_MEETING_LATE for reason in look.reasons):
        fading = max(fading, look.limits.watch)
    return replace(look.verdict, fading=fading)
