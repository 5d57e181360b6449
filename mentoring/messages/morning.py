"""The team's morning: the digest, /today, and the picture of the weeks. Kinds begin with `morning.`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.milestones import Milestone
from mentoring.signals.reasons import Reason
from storage.words import Level, Outcome, Priority, SessionKind

# Both wait for the recipient's own quiet hours. The digest is of one day: its sender says when that day is over.
_DIGEST = Policy(priority=Priority.DIGEST, waits_for_morning=True)
_PICTURE = Policy(priority=Priority.DIGEST, waits_for_morning=True, expires_after=timedelta(days=2))


class ContactPoint(StrEnum):
    """When the team is in touch with a duo, whatever its level (programme, "Noticing a duo that fades")."""

    WEEK_2 = "week_2"
    DAY_30 = "day_30"
    MIDTERM = "midterm"
    CLOSING = "closing"


class Good(StrEnum):
    """What good news is about."""

    STEP = "step"
    FINISHED = "finished"
    BACK = "back"  # a duo came back to life by itself


@dataclass(frozen=True, slots=True)
class AlertLine:
    """A duo to contact. `reason` is what weighs most; `keeper`: who is in charge today, where not the reader.

    `taken_by`: who has taken it, since `taken_on`, and `is_yours` where that is the reader; `rests`: nothing was noted
    about it for five working days.
    """

    alert_id: int
    duo_id: int
    seeker: Named
    mentor: Named
    level: Level
    reason: Reason | None
    taken_by: str | None = None
    taken_on: date | None = None
    is_yours: bool = False
    rests: bool = False
    keeper: str | None = None


@dataclass(frozen=True, slots=True)
class Asleep:
    """A duo whose alert somebody snoozed until the morning of that local day (None: not known)."""

    duo_id: int
    seeker: Named
    mentor: Named
    level: Level
    until: date | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who has waited for an answer of the team, in writing, for a working day at least. `keeper`: who is in
    charge today, where not the reader.
    """

    membership_id: int
    who: Named
    since: datetime
    keeper: str | None = None


@dataclass(frozen=True, slots=True)
class LongWait:
    """A mentee who has waited for so many working days."""

    seeker_id: int
    who: Named
    since: date
    working_days: int


@dataclass(frozen=True, slots=True)
class ContactDue:
    """A duo that the team is to be in touch with since `on_day`."""

    duo_id: int
    seeker: Named
    mentor: Named
    point: ContactPoint
    on_day: date


@dataclass(frozen=True, slots=True)
class GoodNews:
    """Never what somebody wrote: of a step its kind, of a good ending what came of it."""

    about: Good
    duo_id: int
    seeker: Named
    mentor: Named
    step: Milestone | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something of today. `at`: None where it has no hour; `who`: of the team, who comes along; empty: the reader."""

    duo_id: int
    seeker: Named
    mentor: Named
    kind: SessionKind
    at: datetime | None = None
    with_team: bool = False
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeeperLine:
    """What one of the team looks after today. `duos` run, `calls` of them are to be contacted."""

    name: str
    duos: int
    calls: int
    is_away: bool


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A morning as one reader, or the whole team, is told of it: the first of each list, and how many there are.

    `levels`: the running duos that it is about; those that rest and are well are `paused` instead. `alert_totals`: the
    open alerts by level, the worst first; those that are snoozed are `asleep` instead, which is no news.
    """

    organisation_id: int
    organisation: str
    day: date
    levels: tuple[tuple[Level, int], ...]
    alerts: tuple[AlertLine, ...] = ()
    alert_totals: tuple[tuple[Level, int], ...] = ()
    unowned: tuple[AlertLine, ...] = ()
    unowned_total: int = 0
    waiting: tuple[LongWait, ...] = ()
    waiting_total: int = 0
    contacts: tuple[ContactDue, ...] = ()
    contacts_total: int = 0
    good: tuple[GoodNews, ...] = ()
    good_total: int = 0
    today: tuple[Upcoming, ...] = ()
    today_total: int = 0
    asleep: tuple[Asleep, ...] = ()
    asleep_total: int = 0
    unanswered: tuple[Unanswered, ...] = ()
    unanswered_total: int = 0
    paused: int = 0

    @property
    def duos(self) -> int:
        return sum(number for _, number in self.levels) + self.paused

    @property
    def has_news(self) -> bool:
        """There is something to hear. An alert that somebody looks after already is none, until it rests."""
        calls = any(line.taken_by is None or line.rests for line in self.alerts)
        lists = (self.unowned, self.unanswered, self.waiting, self.contacts, self.good, self.today)
        return calls or any(lists)

    @property
    def is_well(self) -> bool:
        """No duo is one that somebody should call, now or later."""
        return not self.asleep and all(level in {Level.WELL, Level.WATCH} for level, number in self.levels if number)


@declare("morning.digest", _DIGEST)
class Digest(Message):
    """At 08:30. `name`: the reader's first name."""

    name: str
    facts: DigestFacts


@declare("morning.now")
class DigestNow(Message):
    """The same now. `organisation`: for people who work for several."""

    facts: DigestFacts
    organisation: str | None = None
    other_desks: tuple[Desk, ...] = ()


@declare("morning.team")
class TeamNow(Message):
    """How it stands in the whole organisation, and who looks after what."""

    facts: DigestFacts
    keepers: tuple[KeeperLine, ...]


@declare("morning.week", _PICTURE)
class WeekShown(Message):
    """The Monday's picture (a PNG in base64; empty where it could not be drawn) and its numbers: the week that is over,
    and the duos as they stand.
    """

    png: str
    organisation: str
    monday: date  # of the week that is over
    held: int
    asked: int
    answered: int
    levels: tuple[tuple[Level, int], ...]
    paused: int = 0
