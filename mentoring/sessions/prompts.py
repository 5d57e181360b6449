"""What both of a duo are reminded of along the way: goals, the review at mid-term, the closing moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from mentoring.contact import places_beside_questions
from mentoring.endings.rested import rested
from mentoring.guards import duo_active
from mentoring.messages.base import Message
from mentoring.messages.first_meeting import PromptClosing, PromptGoals, PromptMidterm
from mentoring.pauses import Calendar, read_pauses
from mentoring.progress.settling import found_in, tell_settled
from mentoring.quiet import moment_of
from mentoring.rest_days import is_rest_day
from mentoring.sessions.core import threads_of
from mentoring.sessions.view import name_for
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, DuoSession, Organisation, Outbox
from storage.words import DuoState, SessionKind, SessionState

_HOUR = 10 * 60  # local minutes after midnight
_NO_GOAL_AFTER = timedelta(days=7)
_IN_A_PAUSE = timedelta(weeks=1)
_WAITS_FOR_ROOM = timedelta(weeks=1)
SETTLES_IN = timedelta(weeks=4)  # the duo goes on, after something was found (programme, "Good endings")


class Prompt(StrEnum):
    """What `duo.prompt` says."""

    GOALS = "goals"
    MIDTERM = "midterm"
    CLOSING = "closing"
    SETTLED = "settled"  # the closing moment, four weeks after the mentee found something


AHEAD = {  # what both are reminded of, as a meeting
    Prompt.MIDTERM: SessionKind.MIDTERM,
    Prompt.CLOSING: SessionKind.CLOSING,
    Prompt.SETTLED: SessionKind.CLOSING,
}


def goals_prompt_at(now: datetime, organisation: Organisation) -> datetime:
    return at_ten(now + _NO_GOAL_AFTER, organisation)


def midterm_prompt_at(since: datetime, organisation: Organisation) -> datetime:
    """`since`: when the duo got under way."""
    return at_ten(since + timedelta(weeks=organisation.midterm_week), organisation)


def closing_prompt_at(since: datetime, organisation: Organisation) -> datetime:
    return at_ten(since + timedelta(weeks=organisation.closing_week), organisation)


def settled_prompt_at(found: datetime, organisation: Organisation) -> datetime:
    """`found`: when the mentee said that they found something."""
    return at_ten(found + SETTLES_IN, organisation)


def at_ten(moment: datetime, organisation: Organisation) -> datetime:
    """10:00 of that day where the organisation is; on a rest day, of the day after."""
    zone = ZoneInfo(organisation.time_zone)
    return moment_of(_no_rest_day(moment.astimezone(zone).date()), _HOUR, zone)


def _no_rest_day(day: date) -> date:
    while is_rest_day(day):
        day += timedelta(days=1)
    return day


async def regular_prompt_at(work: Work, duo: Duo, organisation: Organisation) -> datetime | None:
    """When what `duo.prompt` says is due, later by as much as the duo has rested; None: it goes by no such day."""
    if duo.prompt == Prompt.SETTLED:
        found = await found_in(work, duo.id)
        if found is None:
            return None
        said = found.recorded_at
        return settled_prompt_at(said + await rested(work, duo.id, said), organisation)
    if duo.under_way_since is None or duo.prompt == Prompt.GOALS:
        return None
    at = midterm_prompt_at if duo.prompt == Prompt.MIDTERM else closing_prompt_at
    return at(await _counts_from(work, duo, duo.under_way_since), organisation)


async def next_prompt_at(store: Store) -> datetime | None:
    """When the next duo is due, by index."""
    statement = select(func.min(Duo.prompt_at)).where(col(Duo.prompt_at).is_not(None))
    moment: datetime | None = (await store.session.execute(statement)).scalar_one()
    return moment


async def prompt_duos(work: Work, limit: int) -> int:
    """Reminds both of what is due in their duo; returns how many duos were due, `limit` at most."""
    statement = (
        select(Duo, Organisation)
        .join(Organisation, col(Organisation.id) == col(Duo.organisation_id))
        .where(col(Duo.prompt_at).is_not(None), col(Duo.prompt_at) <= work.now)
        .order_by(col(Duo.prompt_at), col(Duo.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Duo)
    )
    due = (await work.store.session.execute(statement)).all()
    calendars = await read_pauses(work, {organisation.id for _, organisation in due})
    for duo, organisation in due:
        await _prompt(work, duo, organisation, calendars[organisation.id])
    await work.store.session.flush()
    return len(due)


async def _prompt(work: Work, duo: Duo, organisation: Organisation, calendar: Calendar) -> None:
    if not DuoState(duo.state).is_running or duo.prompt not in set(Prompt):
        duo.prompt = duo.prompt_at = None
    elif duo.state == DuoState.PAUSED:
        duo.prompt_at = at_ten(work.now + _IN_A_PAUSE, organisation)
    elif calendar.rests(work.now):
        duo.prompt_at = at_ten(calendar.after(work.now, _HOUR), organisation)
    elif (
        await _is_needless(work, duo)
        or await _said_to_both(work, duo)
        or await _waited_long(work, duo, organisation, calendar)
    ):
        if duo.prompt == Prompt.SETTLED:
            await tell_settled(work, duo)
        await _set_next(work, duo, organisation)
    else:
        duo.prompt_at = at_ten(work.now + timedelta(days=1), organisation)


async def _is_needless(work: Work, duo: Duo) -> bool:
    """The review or the closing is planned already, or was held; goals are for who is not under way yet."""
    if duo.prompt == Prompt.GOALS:
        return duo.under_way_since is not None
    if duo.prompt == Prompt.SETTLED and await found_in(work, duo.id) is None:
        return True  # it was noted by mistake
    kind = SessionKind.MIDTERM if duo.prompt == Prompt.MIDTERM else SessionKind.CLOSING
    statement = select(DuoSession.id).where(
        col(DuoSession.duo_id) == duo.id,
        col(DuoSession.kind) == kind,
        col(DuoSession.state).not_in((SessionState.CANCELLED, SessionState.MISSED)),
    )
    return (await work.store.session.execute(statement)).first() is not None


async def _waited_long(work: Work, duo: Duo, organisation: Organisation, calendar: Calendar) -> bool:
    """A mentor of three duos has no room beside three questions a week: then the mentee alone hears it."""
    regular = await regular_prompt_at(work, duo, organisation)
    return regular is not None and work.now >= calendar.counted(regular, _WAITS_FOR_ROOM)


async def _said_to_both(work: Work, duo: Duo) -> bool:
    """Says it to each side whose week has room; False: one of them has to wait until tomorrow."""
    sides = await threads_of(work, duo.id)
    places = await places_beside_questions(work, {person.id for _, _, person in sides})
    waits = False
    for thread, _, person in sides:
        key = f"duo:{duo.id}:prompt:{duo.prompt}:{person.id}"
        if await _was_written(work, key):
            continue
        if places[person.id] <= 0:
            waits = True
            continue
        message = _words(duo, await name_for(work, duo.id, person.id))
        await work.post(person.id, message, thread_id=thread.id, guard=duo_active(duo.id), key=key)
    return not waits


async def _was_written(work: Work, key: str) -> bool:
    found = await work.store.session.execute(select(Outbox.id).where(col(Outbox.dedupe_key) == key))
    return found.first() is not None


def _words(duo: Duo, name: str) -> Message:
    match Prompt(duo.prompt or ""):
        case Prompt.GOALS:
            return PromptGoals(duo_id=duo.id, name=name)
        case Prompt.MIDTERM:
            return PromptMidterm(duo_id=duo.id, name=name)
        case Prompt.CLOSING | Prompt.SETTLED:
            return PromptClosing(duo_id=duo.id, name=name)


async def _counts_from(work: Work, duo: Duo, under_way_since: datetime) -> datetime:
    """When it got under way, later by as much as it has rested."""
    return under_way_since + await rested(work, duo.id)


async def _set_next(work: Work, duo: Duo, organisation: Organisation) -> None:
    by_mistake = duo.prompt == Prompt.SETTLED and await found_in(work, duo.id) is None
    if (duo.prompt == Prompt.MIDTERM or by_mistake) and duo.under_way_since is not None:
        closing = closing_prompt_at(await _counts_from(work, duo, duo.under_way_since), organisation)
        duo.prompt, duo.prompt_at = Prompt.CLOSING, max(closing, at_ten(work.now + _IN_A_PAUSE, organisation))
    else:
        duo.prompt = duo.prompt_at = None
