"""What is asked in which round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.words import Occasion, Question, Role

BASELINE_WEEKS = 4  # later than that, how it was at the start cannot be asked any more
DIMENSIONS = tuple(question for question in Question if question is not Question.DUO)


def weeks_since(began: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Whole weeks by the calendar of that zone."""
    return (now.astimezone(zone).date() - began.astimezone(zone).date()).days // 7


def occasion_of(
    role: Role,
    asked: Mapping[Occasion, int],
    week: int,
    midterm_week: int,
    closing_week: int,
    missed_weeks: int = 0,
) -> Occasion:
    """Why the next round is asked. `asked`: the rounds of this side so far; `week`: whole weeks since the start.

    All six dimensions are asked once at each of three moments, and only to seekers. Of a duo that ran before Tandem,
    `missed_weeks` had passed when it was taken over: a moment of that time is not made up for.
    """
    if role is not Role.SEEKER:
        return Occasion.WEEKLY
    if not asked.get(Occasion.START) and missed_weeks < BASELINE_WEEKS:
        return Occasion.START
    if week >= closing_week:
        return Occasion.WEEKLY if asked.get(Occasion.END) or missed_weeks >= closing_week else Occasion.END
    if week >= midterm_week > missed_weeks and not asked.get(Occasion.MIDTERM):
        return Occasion.MIDTERM
    return Occasion.WEEKLY


def questions_of(role: Role, occasion: Occasion, weekly_before: int) -> tuple[Question, ...]:
    """The questions of a round; `weekly_before`: how many ordinary rounds this side had.

    A seeker's ordinary rounds alternate between the duo and one dimension in turn: twelve of them have all six.
    """
    if occasion is not Occasion.WEEKLY:
        return DIMENSIONS
    if role is not Role.SEEKER or weekly_before % 2 == 0:
        return (Question.DUO,)
    return (DIMENSIONS[weekly_before // 2 % len(DIMENSIONS)],)
