"""What is assumed about duos that go well, people on holiday and duos that fade; every number has its source here.

docs/decisions/noticing.md tells why levels rest on explanations and not on single thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """Times are days. A *level* is how much of their usual part somebody still takes: 1 is all of it, 0 is none."""

    # -- how often (programme.md, "Quality of the alarm")
    fades_a_week: float = 0.006  # between the base cohort's 0.45 % and the stress cohort's 0.86 %
    at_once: float = 0.15  # 10-20 % leave at once
    fade_days: tuple[int, ...] = (0, 8, 14, 20, 26)  # 0: at once; the rest takes one to four weeks
    seekers_share: float = 0.7  # of the two it is mostly the job seeker who stops first (assumption)
    holidays_a_day: float = 1 / 130  # "everyone takes a holiday now and then" (assumption)
    holiday_days: tuple[int, ...] = (7, 10, 14)
    # -- what is left of somebody's part
    holiday_level: float = 0.3  # of answers and messages (assumption)
    holiday_meetings: float = 0.12
    least: float = 0.04  # nothing is impossible: a person who has gone may tap by chance
    # -- answers to nudges within two days (programme.md)
    nudge_well: float = 0.65  # healthy people answer 60-70 %
    nudge_fading: float = 0.2  # fading ones 15-25 %
    # -- faces 1 to 5 to "how is your duo going?": healthy (programme.md), beginning to fade, fading (assumptions)
    faces: tuple[float, ...] = (0.01, 0.05, 0.24, 0.45, 0.25)
    faces_early: tuple[float, ...] = (0.03, 0.10, 0.30, 0.38, 0.19)
    faces_late: tuple[float, ...] = (0.12, 0.25, 0.35, 0.20, 0.08)
    late_below: float = 0.7  # the level under which the duo's faces are those of a fading one
    gone_below: float = 0.6  # and under which the partner notices
    # -- how far back an explanation may begin
    window: int = 42
    step: int = 2  # days between the beginnings of a fade that are told apart


USUAL = Model()
_LEVELS = 20  # levels are told apart in steps of a twentieth


def level_of(age: float, lasts: float) -> float:
    """What is left of somebody's part so many days after a fade of that length began; it wanes evenly."""
    if age < 0:
        return 1.0
    if age >= lasts:
        return 0.0
    return 1 - age / lasts


def step_of(level: float) -> int:
    """The level as a whole number of twentieths, for tables."""
    return round(level * _LEVELS)


def levels() -> tuple[float, ...]:
    """All levels that are told apart, by `step_of`."""
    return tuple(step / _LEVELS for step in range(_LEVELS + 1))
