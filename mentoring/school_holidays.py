"""School holidays of the three communities, for pauses by one tap. Check before use: governments change them.

Sources and what was left out because no source was certain: docs/decisions/pauses.md. Days as the calendars say,
lengthened to the Sunday after the last school-free Friday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.pauses import Pause


class Community(StrEnum):
    """Whose schools: the French, the Flemish or the German-speaking Community."""

    FRENCH = "fr"
    FLEMISH = "nl"
    GERMAN = "de"


class Season(StrEnum):
    AUTUMN = "autumn"
    WINTER = "winter"
    CARNIVAL = "carnival"
    SPRING = "spring"
    SUMMER = "summer"


@dataclass(frozen=True)
class SchoolHoliday:
    """One holiday of one community."""

    community: Community
    season: Season
    pause: Pause

    @property
    def code(self) -> str:
        """What a button and a pause's row call it: `nl-2027-spring`, with the year of its first day."""
        return f"{self.community}-{self.pause.first_day.year}-{self.season}"


def _holiday(
    community: Community, season: Season, first: tuple[int, int, int], last: tuple[int, int, int]
) -> SchoolHoliday:
    return SchoolHoliday(community, season, Pause(date(*first), date(*last)))


_FR, _NL, _DE = Community.FRENCH, Community.FLEMISH, Community.GERMAN
HOLIDAYS = (
    _holiday(_FR, Season.AUTUMN, (2026, 10, 19), (2026, 11, 1)),
    _holiday(_FR, Season.WINTER, (2026, 12, 21), (2027, 1, 3)),
    _holiday(_FR, Season.CARNIVAL, (2027, 2, 22), (2027, 3, 7)),
    _holiday(_FR, Season.SPRING, (2027, 4, 26), (2027, 5, 9)),
    _holiday(_FR, Season.WINTER, (2027, 12, 27), (2028, 1, 9)),
    _holiday(_NL, Season.AUTUMN, (2026, 11, 2), (2026, 11, 8)),
    _holiday(_NL, Season.WINTER, (2026, 12, 21), (2027, 1, 3)),
    _holiday(_NL, Season.CARNIVAL, (2027, 2, 8), (2027, 2, 14)),
    _holiday(_NL, Season.SPRING, (2027, 3, 29), (2027, 4, 11)),
    _holiday(_NL, Season.SUMMER, (2027, 7, 1), (2027, 8, 31)),
    _holiday(_NL, Season.AUTUMN, (2027, 11, 1), (2027, 11, 7)),
    _holiday(_NL, Season.WINTER, (2027, 12, 27), (2028, 1, 9)),
    _holiday(_NL, Season.CARNIVAL, (2028, 2, 28), (2028, 3, 5)),
    _holiday(_NL, Season.SPRING, (2028, 4, 3), (2028, 4, 17)),
    _holiday(_NL, Season.SUMMER, (2028, 7, 1), (2028, 8, 31)),
    _holiday(_DE, Season.WINTER, (2026, 12, 21), (2027, 1, 3)),
    _holiday(_DE, Season.SUMMER, (2027, 7, 1), (2027, 8, 31)),
    _holiday(_DE, Season.WINTER, (2027, 12, 27), (2028, 1, 9)),
    _holiday(_DE, Season.SUMMER, (2028, 7, 1), (2028, 8, 31)),
)


def holidays_of(community: Community) -> tuple[SchoolHoliday, ...]:
    """In the order in which they come."""
    return tuple(holiday for holiday in HOLIDAYS if holiday.community is community)


def find_holiday(code: str) -> SchoolHoliday | None:
    return next((holiday for holiday in HOLIDAYS if holiday.code == code), None)
