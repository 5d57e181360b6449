"""What is known of one duo at a moment, as values: days are local dates of its organisation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.pauses import Pause, active_days_between, merged
from storage.signals import MESSAGES, MeetingRow, RoundRow, Rows
from storage.tables import Duo
from storage.words import Answer, CheckInState, DuoState, Met, Noticed, Role, SessionState

SIDES = (Role.SEEKER, Role.MENTOR)
PARTNER = {Role.SEEKER: Role.MENTOR, Role.MENTOR: Role.SEEKER}
WAITS = 2  # days in which a question, or a nudge, is answered by whoever answers it
_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
THEY_MET = (Met.YES, Met.ELSEWHERE)
ANSWERS = {
    Noticed.NUDGE_WELL: True,  # all is well?
    Noticed.NUDGE_MET: True,
    Noticed.NUDGE_NO_TIME: False,
    Noticed.NUDGE_NO_CONTACT: False,
    Noticed.NUDGE_TEAM: False,
}


@dataclass(frozen=True, slots=True)
class Days:
    """Days that count: those of pauses do not. `pauses` neither overlap nor touch, and are in order."""

    pauses: tuple[Pause, ...] = ()

    def between(self, start: date, end: date) -> int:
        """How many days that count came after `start`, `end` included; 0 where `end` is not later."""
        if not self.pauses:
            return max(0, (end - start).days)
        return active_days_between(self.pauses, start, end)

    def pause_on(self, day: date) -> Pause | None:
        return next((pause for pause in self.pauses if pause.covers(day)), None) if self.pauses else None

    def back_from(self, day: date, first: date, most: int) -> list[date]:
        """The last days that count up to `day`, `most` of them at most and none before `first`; oldest first."""
        found: list[date] = []
        while day >= first and len(found) < most:
            pause = self.pause_on(day)
            if pause is None:
                found.append(day)
            day = (pause.first_day if pause else day) - _DAY
        return found[::-1]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of questions to a side. `face` (1 to 5, 0 for none) is to "how is your duo going?"."""

    side: Role
    asked: date
    answered: date | None = None
    answered_at: datetime | None = None
    face: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """`met` and `declined` by side, the job seeker first."""

    day: date
    starts_at: datetime
    state: SessionState
    met: tuple[Met, Met] = (Met.OPEN, Met.OPEN)
    declined: tuple[bool, bool] = (False, False)

    def is_to_come(self, now: datetime) -> bool:
        return self.state.is_open and self.starts_at > now

    @property
    def absent(self) -> tuple[Role, ...]:
        """Who did not come, as the other says."""
        one_no = self.state is SessionState.MISSED and self.met.count(Met.NO) == 1
        return tuple(PARTNER[side] for side, met in zip(SIDES, self.met, strict=True) if one_no and met is Met.NO)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something noticed, of a side or of the duo."""

    kind: Noticed
    side: Role | None
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Usual:
    """What is kept of messages longer than they are: how often a day each side wrote (0 to 1) before that day, and on
    which day last.
    """

    day: date
    seeker: float
    mentor: float
    last: Mapping[Role, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. Things are in the order of their days; rounds in that of each side's numbers.

    `here_since`: nothing could be seen before (a duo that was taken over began earlier). `known_from`: the first day
    whose messages are known. `cleared_at`: when the team last saw that all is well; `seen_to_at`: the same, or that it
    settled an alert, which answers what somebody said but does not end a silence. `last_signs`: by side, the last day
    on which an earlier review saw something of them, for when the rows that told it are read no more.
    """

    now: datetime
    today: date
    zone: ZoneInfo
    is_active: bool
    started: date
    here_since: date
    known_from: date
    met: date | None = None
    under_way: date | None = None
    last_held: date | None = None
    last_signs: Mapping[Role, date] = field(default_factory=dict)
    wrote: Mapping[Role, frozenset[date]] = field(default_factory=dict)
    meetings: Sequence[Meeting] = ()
    rounds: Sequence[Round] = ()
    happened: Sequence[Happening] = ()
    blocked: Mapping[Role, date] = field(default_factory=dict)
    days: Days = Days()
    usual: Usual | None = None
    cleared_at: datetime | None = None
    seen_to_at: datetime | None = None

    @property
    def cleared(self) -> date | None:
        return self.cleared_at.astimezone(self.zone).date() if self.cleared_at else None

    @property
    def begins(self) -> date:
        """Nothing counts that happened before."""
        return max(self.here_since, self.cleared or self.here_since)

    def age(self, day: date) -> int:
        """How many days that count have passed since."""
        return self.days.between(day, self.today)

    def is_unanswered(self, one: Round) -> bool:
        return one.answered is None and self.age(one.asked) >= WAITS


def facts_of(
    duo: Duo,
    rows: Rows,
    zone: ZoneInfo,
    now: datetime,
    *,
    pauses: Collection[Pause] = (),
    usual: Usual | None = None,
    last_signs: Mapping[Role, date] | None = None,
    seen_to_at: datetime | None = None,
) -> Facts:
    """The facts of a duo that has begun. `pauses`: the organisation's; `seen_to_at`: when the team last settled
    an alert.
    """
    local = _Local(zone)
    started = local.day(duo.started_at or duo.proposed_at)
    joined = [side.here_since for side in rows.sides.values() if side.here_since is not None]
    roles = {side.person_id: role for role, side in rows.sides.items()}
    happened = [Happening(row.kind, roles.get(row.person_id or 0), local.day(row.at), row.at) for row in rows.events]
    cleared = [one.at for one in happened if one.kind is Noticed.CLEARED]
    today = local.day(now)
    return Facts(
        now=now,
        today=today,
        zone=zone,
        is_active=duo.state == DuoState.ACTIVE,
        started=started,
        here_since=max([started, *map(local.day, joined)]),
        known_from=local.day(now - MESSAGES) + _DAY,
        met=local.day_or_none(duo.met_at),
        under_way=local.day_or_none(duo.under_way_since),
        last_held=local.day_or_none(rows.last_held_at),
        last_signs=last_signs or {},
        wrote={
            role: frozenset(local.day(at) for writer, at in rows.wrote if writer == person_id) | _last(usual, role)
            for person_id, role in roles.items()
        },
        meetings=[_meeting(row, local) for row in rows.meetings],
        rounds=[_round(row, local) for row in rows.rounds],
        happened=happened,
        blocked={
            role: local.day(side.unreachable_since)
            for role, side in rows.sides.items()
            if side.unreachable_since is not None
        },
        days=Days(tuple(merged([*pauses, *_own_pauses(rows, local, today)]))),
        usual=usual,
        cleared_at=max(cleared, default=None),
        seen_to_at=max([*cleared, *([seen_to_at] if seen_to_at else [])], default=None),
    )


def _last(usual: Usual | None, role: Role) -> frozenset[date]:
    """A day that is remembered although its messages may be forgotten."""
    return frozenset({usual.last[role]}) if usual is not None and role in usual.last else frozenset()


class _Local:
    """Local days of a zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def day_or_none(self, moment: datetime | None) -> date | None:
        return None if moment is None else self.day(moment)


def _own_pauses(rows: Rows, local: _Local, today: date) -> list[Pause]:
    """The day on which a duo goes on counts again."""
    found = []
    for begins_at, ends_at in rows.pauses:
        first, last = local.day(begins_at), local.day(ends_at) - _DAY if ends_at else today + _YEAR
        if first <= last:
            found.append(Pause(first, last))
    return found


def _meeting(row: MeetingRow, local: _Local) -> Meeting:
    met = tuple(row.met.get(side, Met.OPEN) for side in SIDES)
    declined = tuple(row.coming.get(side) is Answer.NO for side in SIDES)
    return Meeting(local.day(row.starts_at), row.starts_at, row.state, met, declined)  # type: ignore[arg-type]


def _round(row: RoundRow, local: _Local) -> Round:
    """Who skips a question with a tap has answered; when is not kept, so it counts as the day of the question."""
    skipped = row.asked_at if row.state is CheckInState.SKIPPED else None
    answered_at = row.answered_at or skipped
    return Round(row.role, local.day(row.asked_at), local.day_or_none(answered_at), answered_at, row.face)
