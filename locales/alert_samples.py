"""Reasons of alerts as samples for the gallery: every kind, one and many."""

from __future__ import annotations

from datetime import date

from mentoring.signals.reasons import Kind, Reason
from storage.words import Role

DAY, LATER = date(2026, 11, 3), date(2026, 11, 20)


def reason(kind: Kind, side: Role | None = None, **numbers: int) -> Reason:
    return Reason(kind, side, DAY, numbers)


AT_RISK: tuple[tuple[Reason, ...], ...] = (
    (
        reason(Kind.BLOCKED, Role.SEEKER, days=3),
        reason(Kind.WORRIED, Role.MENTOR, no_time=1, no_contact=1, team=1),
        reason(Kind.CONTRADICTION, times=1),
        reason(Kind.SILENCE, Role.SEEKER, days=1),
        reason(Kind.UNANSWERED, Role.SEEKER, times=1, usual=80),
        reason(Kind.MISSED_MEETINGS, times=1),
        reason(Kind.MISSED_MEETINGS, Role.SEEKER, times=1),
        reason(Kind.NO_MEETING, days=1),
    ),
    (
        reason(Kind.CONTRADICTION, times=2),
        reason(Kind.SILENCE, Role.MENTOR, days=15),
        reason(Kind.UNANSWERED, Role.MENTOR, times=3, usual=80),
        reason(Kind.MISSED_MEETINGS, times=2),
        reason(Kind.MISSED_MEETINGS, Role.MENTOR, times=2),
    ),
    (
        reason(Kind.NO_MEETING, days=24),
        reason(Kind.FALLING_ANSWERS, Role.SEEKER, before=4, face=2),
        reason(Kind.LOW_ANSWERS, Role.SEEKER, face=2, times=1),
        reason(Kind.LOW_ANSWERS, Role.MENTOR, face=2, times=3),
        reason(Kind.NOTHING_PLANNED, days=12),
    ),
    (reason(Kind.FIRST_MEETING_LATE, days=1), reason(Kind.NOTHING_PLANNED, days=1)),
    (reason(Kind.FIRST_MEETING_LATE, days=21),),
)
URGENT: tuple[tuple[Reason, ...], ...] = (
    (
        reason(Kind.HELP, Role.SEEKER, times=1),
        reason(Kind.WANTS_TO_STOP, Role.MENTOR, times=1),
        reason(Kind.LOWEST_FACE, Role.SEEKER, times=1),
    ),
    (
        reason(Kind.HELP, Role.MENTOR, times=2),
        reason(Kind.LOWEST_FACE, Role.MENTOR, times=2),
    ),
)
