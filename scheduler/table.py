"""The table of jobs: what the clock does, and when.

A job asks the rows what is due; when it last ran does not matter, so it may run twice, late or not at all for a day.
Times of day are UTC: a local 02:30 would come twice in the night in which summer time ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler import (
    alerts,
    ask_check_ins,
    ask_met,
    empty_duos,
    erase_waiting,
    expire_data,
    expire_proposals,
    find_idle,
    flag_waiting,
    follow_up,
    forget_lists,
    prompt_duos,
    remind,
    remind_check_ins,
    remind_lines,
    repeat_sessions,
    resume_duos,
    review_duos,
    send_digests,
    send_nudges,
    tell_waiting,
)
from scheduler.works import JobFunction
from storage.database import Store

NextDue = Callable[[Store], Awaitable[datetime | None]]
"""The earliest programme moment at which a job has something to do, read by index; None: nothing waits."""

_MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)  # the same for every process, so that a restart shifts nothing


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the table. The trigger may not have a jitter: the demo asks it for its firings ahead of time.

    `next_due` lets programme time travel pass over the firings that would find nothing. It may name a moment too early
    (a run finds nothing), never one too late. Without it every firing runs.
    """

    name: str
    trigger: BaseTrigger
    function: JobFunction
    next_due: NextDue | None = None

    def next_firing(self, after: datetime) -> datetime | None:
        """The first firing after that moment, in UTC."""
        moment: datetime | None = self.trigger.get_next_fire_time(None, after + timedelta(microseconds=1))
        if moment is None or moment <= after:  # a date trigger names its date also when it has passed
            return None
        return moment.astimezone(UTC)

    async def next_useful_firing(self, store: Store, after: datetime) -> datetime | None:
        """The first firing after that moment that finds something to do, as far as the rows tell now."""
        if self.next_due is None:
            return self.next_firing(after)
        due = await self.next_due(store)
        if due is None:
            return None
        return self.next_firing(max(after, due - timedelta(microseconds=1)))


def every(*, minutes: int) -> IntervalTrigger:
    return IntervalTrigger(minutes=minutes, start_date=_MIDNIGHT, timezone=UTC)


def daily(*, hour: int, minute: int) -> CronTrigger:
    """Every day at that time in UTC."""
    return CronTrigger(hour=hour, minute=minute, timezone=UTC)


JOBS: tuple[Job, ...] = (
    Job("data.expire", daily(hour=1, minute=40), expire_data.run),
    Job("proposals.expire", every(minutes=60), expire_proposals.run, expire_proposals.next_due),
    Job("duos.idle", every(minutes=15), find_idle.run, find_idle.next_due),
    Job("nudges.send", every(minutes=5), send_nudges.run, send_nudges.next_due),
    Job("checkins.ask", every(minutes=1), ask_check_ins.run, ask_check_ins.next_due),
    Job("sessions.remind", every(minutes=1), remind.run, remind.next_due),
    Job("sessions.ask", every(minutes=1), ask_met.ask, ask_met.next_ask),
    Job("sessions.settle", every(minutes=15), ask_met.settle, ask_met.next_settle),
    Job("duos.prompt", every(minutes=15), prompt_duos.run, prompt_duos.next_due),
    Job("checkins.remind", every(minutes=1), remind_check_ins.run, remind_check_ins.next_due),
    Job("lines.remind", every(minutes=5), remind_lines.run, remind_lines.next_due),
    Job("sessions.repeat", every(minutes=5), repeat_sessions.run, repeat_sessions.next_due),
    Job("lists.forget", every(minutes=60), forget_lists.run, forget_lists.next_due),
    Job("waiting.news", every(minutes=15), tell_waiting.run, tell_waiting.next_due),
    Job("waiting.alert", every(minutes=15), flag_waiting.run, flag_waiting.next_due),
    Job("waiting.erase", daily(hour=8, minute=20), erase_waiting.run, erase_waiting.next_due),
    Job("waiting.adopt", daily(hour=2, minute=20), erase_waiting.find_new),
    Job("takeovers.links", every(minutes=60), flag_waiting.links, flag_waiting.next_link),
    Job("duos.adopt", daily(hour=2, minute=10), review_duos.find_new),
    Job("duos.resume", every(minutes=15), resume_duos.run, resume_duos.next_due),
    Job("duos.empty", daily(hour=3, minute=10), empty_duos.run, empty_duos.next_due),
    Job("duos.follow_up", every(minutes=15), follow_up.run, follow_up.next_due),
    Job("duos.review", every(minutes=15), review_duos.run, review_duos.next_due),
    Job("digests.send", every(minutes=1), send_digests.run, send_digests.next_due),
    Job("alerts.due", every(minutes=15), alerts.run, alerts.next_due),
)
