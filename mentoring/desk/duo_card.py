"""The card of one duo, as the team sees it: dates, numbers and signs, never what the two wrote to each other."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.alerts.history import count_deeds, deed_lines
from mentoring.alerts.showing import alert_facts, elsewhere_until, open_alert_at, signs_of
from mentoring.desk.desks import keeper_name
from mentoring.desk.duo_rows import Meetings, meetings_of
from mentoring.endings.afterwards import OVER, has_finished
from mentoring.errors import NotFoundError
from mentoring.messages.duos import Answering, DuoFacts, DuoSpot
from mentoring.pairs import Pair, Side, has_no_room, live_duo_of, load_pair
from mentoring.progress.rows import count_steps, newest_steps
from mentoring.sessions.prompts import AHEAD, Prompt
from mentoring.work import Work
from storage.tables import CheckIn, Duo, Goal, Organisation
from storage.words import CheckInState, DuoState, EndReason, MembershipState, Outcome, SessionKind

LATELY = 4  # weekly questions to each of the two


async def duo_card(
    actor: Actor,
    work: Work,
    duo_id: int,
    spot: DuoSpot | None = None,
    *,
    changed_meanwhile: bool = False,
    more: bool = False,
) -> DuoFacts:
    """`spot`: where Back leads. Raises NotFoundError."""
    duo = await work.store.session.get(Duo, duo_id)
    if duo is None:
        raise NotFoundError
    actor.staff(duo.organisation_id)
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    pair = await load_pair(work, duo)
    meetings = (await meetings_of(work, [duo.id])).get(duo.id, Meetings())
    since = duo.started_at or duo.proposed_at
    zone = ZoneInfo(organisation.time_zone)
    kind, day = _ahead(duo, zone)
    can_pair_again, can_look_again = await _can_begin_again(work, duo, pair)
    alert = await open_alert_at(work, duo.id)
    return DuoFacts(
        duo_id=duo.id,
        organisation_id=organisation.id,
        organisation=organisation.name,
        seeker=await _answering(work, duo, pair.seeker),
        mentor=await _answering(work, duo, pair.mentor),
        state=DuoState(duo.state),
        since=since,
        weeks=max(0, ((duo.closed_at or work.now) - since).days // 7),
        spot=spot or DuoSpot(),
        looked_after_by=await keeper_name(work, organisation.id, duo.coordinator_id),
        next_meeting=meetings.next,
        last_meeting=meetings.last,
        has_met=duo.met_at is not None,
        held=meetings.held,
        goals=await _count_goals(work, duo.id),
        closed_at=duo.closed_at,
        ahead=kind,
        ahead_on=day,
        changed_meanwhile=changed_meanwhile,
        paused_until=duo.paused_until.astimezone(zone).date() if duo.paused_until is not None else None,
        outcome=Outcome(duo.outcome) if duo.outcome is not None else None,
        end_reason=EndReason(duo.end_reason) if duo.end_reason is not None else None,
        mentor_has_no_room=_has_no_room(duo, pair.mentor),
        can_look_again=can_look_again,
        can_pair_again=can_pair_again,
        steps=await newest_steps(work, duo, work.now.astimezone(zone).date()),
        total_steps=await count_steps(work, duo.seeker_id),
        signs=await signs_of(work, duo, alert, pair, zone),
        alert=await alert_facts(actor, work, alert, zone) if alert is not None else None,
        deeds=await deed_lines(work, duo.id),
        total_deeds=await count_deeds(work, duo.id),
        elsewhere_until=await elsewhere_until(work, duo.id, zone) if DuoState(duo.state).is_running else None,
        more=more,
    )


async def _can_begin_again(work: Work, duo: Duo, pair: Pair) -> tuple[bool, bool]:
    """Of a duo that is over: whether the two can be asked once more, and whether the mentee can wait again."""
    here = [side.membership.state == MembershipState.READY for side in pair]
    if duo.state not in OVER or not here[0] or await live_duo_of(work, duo.seeker_id) is not None:
        return False, False
    return all(here), await has_finished(work, duo.seeker_id)


def _has_no_room(duo: Duo, mentor: Side) -> bool:
    """It ended because the mentor had no time, and still has none."""
    ended_so = duo.state == DuoState.ENDED and duo.end_reason == EndReason.MENTOR_NO_TIME
    return ended_so and mentor.membership.state == MembershipState.READY and has_no_room(mentor.membership)


def _ahead(duo: Duo, zone: ZoneInfo) -> tuple[SessionKind | None, date | None]:
    """The mid-term review or the closing moment, where it is the next that both are reminded of."""
    kind = AHEAD.get(Prompt(duo.prompt)) if duo.prompt in set(Prompt) else None
    if kind is None or duo.prompt_at is None or not DuoState(duo.state).is_running:
        return None, None
    return kind, duo.prompt_at.astimezone(zone).date()


async def _answering(work: Work, duo: Duo, side: Side) -> Answering:
    """How many of the last weekly questions they answered; the one that is still open does not count."""
    statement = (
        select(CheckIn.state)
        .where(
            col(CheckIn.duo_id) == duo.id,
            col(CheckIn.person_id) == side.person.id,
            col(CheckIn.state) != CheckInState.ASKED,
        )
        .order_by(col(CheckIn.asked_at).desc())
        .limit(LATELY)
    )
    states = (await work.store.session.execute(statement)).scalars().all()
    return Answering(
        membership_id=side.membership.id,
        who=side.named(work.store.vault),
        asked=len(states),
        answered=sum(state == CheckInState.ANSWERED for state in states),
        unreachable_since=side.person.unreachable_since,
    )


async def _count_goals(work: Work, duo_id: int) -> int:
    statement = select(func.count(col(Goal.id))).where(col(Goal.duo_id) == duo_id)
    return int((await work.store.session.execute(statement)).scalar_one())
