"""All that an organisation's morning could tell, each with whom it is for. Read once, however many hear of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mentoring.alerts.reading import (
    CameBack,
    OpenAlert,
    open_alerts,
    resting_with_taker,
    settled_by_itself,
    with_todays_reasons,
)
from mentoring.digest.contacts import Due, contacts_due
from mentoring.digest.news import Ahead, GladOf, ahead_today, good_news, long_waits
from mentoring.digest.roster import Roster, read_roster
from mentoring.digest.running import RunningDuo, Two, names_of, running_duos
from mentoring.digest.unanswered import Waiting, unanswered_lines
from mentoring.messages.morning import ContactDue, Good, GoodNews, LongWait, Unanswered, Upcoming
from mentoring.pauses import read_pauses
from mentoring.work import Work
from storage.tables import Organisation
from storage.words import AlertState


@dataclass(frozen=True, slots=True)
class Findings:
    """Each list in the order in which it is told. `int | None` before a line: the membership that looks after it."""

    organisation: Organisation
    day: date
    roster: Roster
    duos: list[RunningDuo]
    alerts: list[OpenAlert]  # with today's reasons
    asleep: list[OpenAlert]  # snoozed, so in no list of what is to be done
    resting: frozenset[int]  # alerts about which nothing was done for days, see `resting_with_taker`
    unanswered: list[tuple[Waiting, Unanswered]]
    waiting: list[tuple[int | None, LongWait]]
    contacts: list[tuple[int | None, ContactDue]]
    good: list[tuple[int | None, GoodNews]]
    today: list[tuple[Ahead, Upcoming]]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organisation.time_zone)


async def find(work: Work, organisation: Organisation, since: datetime) -> Findings:
    """How it stands now, with the good news after `since`. A fixed number of statements."""
    calendar = (await read_pauses(work, [organisation.id]))[organisation.id]
    zone = calendar.zone
    day = work.now.astimezone(zone).date()
    known = await open_alerts(work, organisation.id)
    alerts = await with_todays_reasons(work, [one for one in known if not _sleeps(one, work.now)])
    asleep = [one for one in known if _sleeps(one, work.now)]
    duos = await running_duos(work, organisation.id)
    due = await contacts_due(work, organisation, duos, day)
    ahead = await ahead_today(work, organisation.id, duos, day, zone)
    glad = await good_news(work, organisation.id, since)
    two = await names_of(
        work, {*(one.duo_id for one in due), *(one.duo_id for one in ahead), *(one.duo_id for one in glad)}
    )
    return Findings(
        organisation=organisation,
        day=day,
        roster=await read_roster(work, organisation.id),
        duos=duos,
        alerts=alerts,
        asleep=asleep,
        resting=frozenset(one.alert_id for one in resting_with_taker(alerts, day)),
        unanswered=await unanswered_lines(work, organisation.id),
        waiting=await long_waits(work, organisation, calendar),
        contacts=_contacts(due, two, {one.duo_id for one in known}),
        good=[*_back(await settled_by_itself(work, organisation.id, since)), *(_good(one, two) for one in glad)],
        today=[(one, _upcoming(one, two)) for one in ahead],
    )


def _sleeps(alert: OpenAlert, now: datetime) -> bool:
    until = alert.snoozed_until
    return alert.state is AlertState.SNOOZED and (until is None or until > now)


def _contacts(due: list[Due], two: dict[int, Two], called: Collection[int]) -> list[tuple[int | None, ContactDue]]:
    """A duo with an alert is contacted for that, when it wakes if it sleeps."""
    return [
        (
            one.coordinator_id,
            ContactDue(one.duo_id, two[one.duo_id].seeker, two[one.duo_id].mentor, one.point, one.on_day),
        )
        for one in due
        if one.duo_id not in called
    ]


def _back(back: list[CameBack]) -> list[tuple[int | None, GoodNews]]:
    return [(one.coordinator_id, GoodNews(Good.BACK, one.duo_id, one.seeker, one.mentor)) for one in back]


def _good(one: GladOf, two: dict[int, Two]) -> tuple[int | None, GoodNews]:
    names = two[one.duo_id]
    news = GoodNews(one.about, one.duo_id, names.seeker, names.mentor, step=one.step, outcome=one.outcome)
    return names.coordinator_id, news


def _upcoming(one: Ahead, two: dict[int, Two]) -> Upcoming:
    names = two[one.duo_id]
    return Upcoming(one.duo_id, names.seeker, names.mentor, one.kind, one.at, one.with_team)
