"""What happened, written down as it happens: how meetings stood, what arrived on phones, what became of the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from benchmarks.half_year_ledger import (
    BRUSSELS,
    Arrived,
    Expected,
    Gaps,
    Line,
    Standing,
    Version,
    asked_after,
    asked_weekly,
    compare,
    days_before,
    hours_before,
)
from benchmarks.half_year_town import Citizen, Couple
from bot.demo import Demo
from mentoring.contact import WEEKLY_LIMIT
from mentoring.messages.base import declared
from storage.tables import Duo, DuoSession, Outbox, SessionSide, Thread
from storage.words import Answer, Call, Failure, OutboxState, SessionState

REMINDERS = ("reminders.session", "reminders.day")
MET = ("met.question",)
WEEKLY = ("check-in.question",)
_OWED = {*REMINDERS, *MET, *WEEKLY}
_SLACK = timedelta(minutes=45)
_MESSAGES = (Call.SEND, Call.CARD, Call.TOPIC)


class Book:
    """Call `look` after everything that happens: it reads what is new and closes nothing itself."""

    def __init__(self, demo: Demo, people: Sequence[Citizen], couples: Sequence[Couple]) -> None:
        self._demo = demo
        self._users = {citizen.person_id: citizen.user for citizen in people}
        self._citizens = {citizen.person_id: citizen for citizen in people}
        self._couples = {couple.id: couple for couple in couples}
        self._standings: dict[tuple[int, int], Standing] = {}
        self._rows: dict[int, tuple[str, str, str | None]] = {}  # id -> kind or call, state, failure
        self._on_phones: Counter[tuple[int, int]] = Counter()  # (user, message) that some row accounts for
        self._moved: Counter[str] = Counter()
        self._looked = demo.clock.now() - timedelta(days=1)
        self.arrived: list[Arrived] = []
        self._begun: dict[int, list[datetime]] = {}  # messages that count, by person
        self.gaps = Gaps()
        self.planned: set[int] = set()  # duos with a meeting to come
        self.under_way: dict[int, datetime] = {}

    async def look(self) -> None:
        now = self._demo.clock.now()
        done = or_(col(Outbox.done_at) >= self._looked, col(Outbox.done_at).is_(None))
        late = select(DuoSession, SessionSide).join(SessionSide, col(SessionSide.session_id) == col(DuoSession.id))
        under_way = select(Duo).where(col(Duo.under_way_since).is_not(None))
        async with self._demo.database.read() as store:
            for row in (await store.session.execute(select(Outbox).where(done))).scalars():
                self._note_row(row)
            late = late.where(col(DuoSession.starts_at) > now - timedelta(days=3))
            sessions = (await store.session.execute(late)).all()
            for duo in (await store.session.execute(under_way)).scalars():
                assert duo.under_way_since is not None
                self.under_way[duo.id] = duo.under_way_since
        self._note_sessions([(session, side) for session, side in sessions], now)
        self._looked = now

    def _note_row(self, row: Outbox) -> None:
        before = self._rows.get(row.id)
        self._rows[row.id] = (row.kind or row.call, row.state, row.failure)
        if before is not None and before[1] == row.state:
            return
        if row.state != OutboxState.SENT or row.call not in _MESSAGES or row.message_id is None:
            return
        assert row.person_id is not None
        user = self._users[row.person_id]
        self._on_phones[user, row.message_id] += row.call != Call.CARD
        message = self._demo.sandbox.telegram.world.people[user].messages.get(row.message_id)
        if row.call != Call.SEND or message is None:
            self._on_phones[user, row.message_id] += row.call == Call.CARD and not self._on_phones[user, row.message_id]
            return
        if declared()[row.kind].policy.counts:
            self._begun.setdefault(row.person_id, []).append(message.date)
        self._moved[row.kind] += row.due_at - row.created_at > _SLACK
        if row.kind in _OWED:
            whose = row.thread_id if row.kind in WEEKLY and row.thread_id is not None else row.person_id
            self.arrived.append(Arrived(whose, row.kind, message.date))

    def _note_sessions(self, found: Sequence[tuple[DuoSession, SessionSide]], now: datetime) -> None:
        sides: dict[int, list[SessionSide]] = {}
        sessions: dict[int, DuoSession] = {}
        for session, side in found:
            sessions[session.id] = session
            sides.setdefault(session.id, []).append(side)
        self.planned = {s.duo_id for s in sessions.values() if SessionState(s.state).is_open and s.starts_at > now}
        for (session_id, sequence), standing in self._standings.items():
            known = sessions.get(session_id)
            if known is None:  # long over
                continue
            gone = known.sequence != sequence or known.state == SessionState.CANCELLED
            if gone and not standing.closed:
                standing.closed, standing.until = True, now
        for session in sessions.values():
            self._note_session(session, sides[session.id], now)

    def _note_session(self, session: DuoSession, sides: Sequence[SessionSide], now: datetime) -> None:
        if session.state == SessionState.CANCELLED or any(side.met == "elsewhere" for side in sides):
            return
        standing = self._standings.get((session.id, session.sequence))
        if standing is None:
            version = Version(
                session.id,
                session.sequence,
                session.duo_id,
                session.starts_at,
                session.starts_at + timedelta(minutes=session.minutes),
                now,
                tuple(side.person_id for side in sides),
            )
            standing = self._standings[session.id, session.sequence] = Standing(version, now)
        standing.until = now
        if now <= session.starts_at - timedelta(hours=2):
            standing.undecided = {side.person_id for side in sides if side.coming != Answer.YES}
            standing.doubtful = {person for person in standing.undecided if self._may_be_quiet(person, session)}

    def _may_be_quiet(self, person: int, session: DuoSession) -> bool:
        """The second reminder falls into or near that person's quiet hours."""
        citizen = self._citizens[person]
        local = (session.starts_at - timedelta(hours=2)).astimezone(ZoneInfo(citizen.zone))
        begin, end = citizen.quiet
        return begin != end and (local.hour - begin + 3) % 24 < (end - begin) % 24 + 5

    async def close(self) -> dict[str, Line]:
        """The table: what the calendar owed, then everything else, by what kind of message it was."""
        standings = list(self._standings.values())
        now = self._demo.clock.now()
        over = [one for one in standings if one.version.ends_at < now - timedelta(days=2)]
        soon = [one for one in standings if one.version.starts_at < now]
        zones = {person: ZoneInfo(citizen.zone) for person, citizen in self._citizens.items()}
        pairs = {id_: (it.seeker.person_id, it.mentor.person_id) for id_, it in self._couples.items()}
        reminders = [*days_before(standings, zones, self.gaps), *hours_before(standings, self.gaps)]
        reminders = [self._not_yet(owed, now) for owed in reminders]
        asked = [*asked_after(over, pairs), *(self._maybe(owed) for owed in asked_after(soon, pairs))]
        unique = {owed.key: owed for owed in reversed(asked)}
        lines = {
            "reminders of meetings": self._line(REMINDERS, reminders),
            "did you meet?": self._line(MET, list(unique.values())),
            "question of the week": self._line(WEEKLY, await self._weekly(now)),
        }
        return lines | self._others()

    def _line(self, kinds: Sequence[str], expected: Sequence[Expected]) -> Line:
        line = compare(expected, [one for one in self.arrived if one.kind in kinds], _SLACK)
        line.expired = self._count(kinds, Failure.EXPIRED)
        return line

    def _not_yet(self, owed: Expected, now: datetime) -> Expected:
        owed.may = owed.may or owed.last > now
        return owed

    def _maybe(self, owed: Expected) -> Expected:
        owed.may = True
        return owed

    async def _weekly(self, now: datetime) -> list[Expected]:
        async with self._demo.database.read() as store:
            threads = (await store.session.execute(select(Thread))).scalars().all()
        found: list[Expected] = []
        for thread in threads:
            if thread.duo_id in self.under_way:
                weekday = self._couples[thread.duo_id].seeker.organisation.check_in_weekday
                full = self._full_weeks(thread.person_id)
                found += asked_weekly(thread.id, self.under_way[thread.duo_id], now, weekday, full, self.gaps)
        return found

    def _full_weeks(self, person_id: int) -> set[date]:
        """The days on which somebody had as many as they may have in the week before, or in the days after."""
        begun = self._begun.get(person_id, [])
        days = {moment.astimezone(BRUSSELS).date() + timedelta(days=n) for moment in begun for n in range(-5, 8)}
        near = Counter(
            day for day in days for moment in begun if abs((moment.astimezone(BRUSSELS).date() - day).days) <= 7
        )
        return {day for day, count in near.items() if count >= WEEKLY_LIMIT}

    def _others(self) -> dict[str, Line]:
        """Every row leaves one message, or has a reason why not; every message on a phone comes from one row."""
        lines: dict[str, Line] = {}
        for kind, state, failure in self._rows.values():
            group = kind.split(".")[0].replace("_", " ")
            if kind in _OWED:
                continue
            line = lines.setdefault(f"rows: {group}", Line())
            line.planned += state != OutboxState.CANCELLED
            line.sent += state == OutboxState.SENT
            line.expired += failure == Failure.EXPIRED
            line.lost += state == OutboxState.FAILED and failure != Failure.EXPIRED
        for kind, count in self._moved.items():
            if kind not in _OWED:
                lines[f"rows: {kind.split('.')[0]}"].moved += count
        lines["phones"] = self._phones()
        return dict(sorted(lines.items()))

    def _phones(self) -> Line:
        line = Line()
        for user in self._users.values():
            for message in self._demo.sandbox.telegram.world.people[user].messages.values():
                if message.from_bot and not message.is_service:
                    accounted = self._on_phones[user, message.message_id]
                    line.planned += 1
                    line.sent += accounted >= 1
                    line.doubled += accounted == 0
        return line

    def _count(self, kinds: Sequence[str], failure: Failure) -> int:
        return sum(kind in kinds and why == failure for kind, _, why in self._rows.values())
