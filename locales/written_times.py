"""Days and times as people write them, in any language of the programme: `24/11`, `mardi`, `24. November`, `18h30`."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

from locales.say import LANGUAGES, SOURCE_LANGUAGE
from mentoring.errors import NotADateError, NotATimeError, PastTimeError

_LONGEST = 60  # characters of a day or a time
_SHORTEST = 3  # letters of a month or a weekday that is cut off
_HALF_YEAR = timedelta(days=183)
_DAYS_FROM_NOW = {
    **dict.fromkeys(("aujourd'hui", "aujourdhui", "vandaag", "heute", "today"), 0),
    **dict.fromkeys(("demain", "morgen", "tomorrow"), 1),
    **dict.fromkeys(("apres-demain", "apres demain", "overmorgen", "ubermorgen", "uebermorgen"), 2),
}
_DAYS_AGO = {
    **dict.fromkeys(("hier", "gisteren", "gestern", "yesterday"), 1),
    **dict.fromkeys(("avant-hier", "avant hier", "eergisteren", "vorgestern"), 2),
}
# What stands around a day without changing it: "le mardi prochain", "op dinsdag", "am Dienstag, den 24."
_FILLERS = {
    *("le", "ce", "prochain"),
    *("op", "de", "deze", "volgende", "komende", "aanstaande", "a.s", "a.s."),
    *("am", "den", "dem", "der", "dieser", "diesen", "kommender", "kommenden"),
    *("nachste", "nachster", "nachsten", "naechste", "naechster", "naechsten"),
    *("depuis", "sinds", "seit"),
}
_OTHER_NAMES = {"janner": 1, "maerz": 3, "mrz": 3}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})(?:er|e|de|ste|\.)?(?:\s*[/.\-\s]\s*(\d{1,2}))?(?:\s*[/.\-\s]\s*(\d{4}|\d{2}))?\.?")
_DAY_ALONE = re.compile(r"(\d{1,2})(?:er|e|de|ste|\.)?")
_WITH_MONTH = re.compile(r"(\d{1,2})(?:er|e|de|ste|\.)?\s*([^\W\d_]+)\.?(?:\s+(\d{4}|\d{2}))?")
_MONTH_ONLY = re.compile(r"([^\W\d_]+)\.?\s+(\d{4})")
_MONTH_NUMBERS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})")
_NOON = {"midi", "a midi", "mittag", "mittags", "am mittag"}
_TIME = re.compile(
    r"(?:(?:a|om|um|at|vers|rond|tegen|vanaf|gegen|ab)\s+)?(\d{1,2})\s*(?:heures?|uhr|uur|[hu:.,\s])?\s*(\d{1,2})?\s*(?:uhr|uur|h|u)?"
)
_COMPACT = re.compile(r"(\d{1,2})(\d{2})\s*(?:uhr|uur|h|u)?")


def read_written_day(text: str, today: date) -> date:
    """The day that is meant; without a year, the next one that is not too far from `today`.

    Raises NotADateError for what is no day of the calendar, PastTimeError for one that has passed.
    """
    words = _plain(text)
    if len(words) > _LONGEST:
        raise NotADateError
    if (from_now := _DAYS_FROM_NOW.get(words.rstrip(".! "))) is not None:
        return today + timedelta(days=from_now)
    kept = [word for word in re.split(r"[\s,]+", words) if word and word not in _FILLERS]
    weekday = _named(kept[0].rstrip(".!"), _weekdays()) if kept else None
    if len(kept) == 1 and weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if len(kept) == 2 and weekday is not None and (alone := _DAY_ALONE.fullmatch(kept[1])):
        return _of_weekday(int(alone[1]), weekday, today)
    if len(kept) > 1 and weekday is not None:
        kept = kept[1:]
    day = _dated(" ".join(kept), today)
    if day < today:
        raise PastTimeError
    return day


def read_started_day(text: str, today: date) -> date:
    """The day on which something began; without a year, the last one. A month alone is its first day.

    Raises NotADateError for what is no day of the calendar. A day to come is given as it was written.
    """
    words = _plain(text).rstrip("! ")
    if len(words) > _LONGEST:
        raise NotADateError
    if (from_now := _DAYS_FROM_NOW.get(words.rstrip("."))) is not None:
        return today + timedelta(days=from_now)
    if (ago := _DAYS_AGO.get(words.rstrip("."))) is not None:
        return today - timedelta(days=ago)
    words = " ".join(word for word in re.split(r"[\s,]+", words) if word not in _FILLERS)
    if (found := _MONTH_ONLY.fullmatch(words)) and (month := _named(found[1], _months())) is not None:
        return _day(int(found[2]), month, 1)
    if found := _MONTH_NUMBERS.fullmatch(words):
        return _day(int(found[2]), int(found[1]), 1)
    day = _dated(words, today)
    if _tells_year(words) or day <= today:
        return day
    return next(
        (date(year, day.month, day.day) for year in (today.year, today.year - 1) if _is_past(year, day, today)), day
    )


def _tells_year(words: str) -> bool:
    if _ISO.fullmatch(words):
        return True
    found = _WITH_MONTH.fullmatch(words) or _NUMBERS.fullmatch(words)
    return found is not None and found[3] is not None


def _is_past(year: int, day: date, today: date) -> bool:
    return _is_day(year, day.month, day.day) and date(year, day.month, day.day) <= today


def read_day(written: str) -> date:
    """A day as buttons carry it: `20260301`. Raises NotADateError."""
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", written, re.ASCII)
    if found is None:
        raise NotADateError
    return _day(int(found[1]), int(found[2]), int(found[3]))


def read_written_time(text: str) -> int:
    """The time of day that is meant, as minutes after midnight. Raises NotATimeError."""
    words = _plain(text).rstrip(".! ")
    if words in _NOON:
        return 12 * 60
    found = None if len(words) > _LONGEST else (_COMPACT.fullmatch(words) or _TIME.fullmatch(words))
    if found is None:
        raise NotATimeError
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise NotATimeError
    return hour * 60 + minute


def _of_weekday(number: int, weekday: int, today: date) -> date:
    """`mardi 24`: the next 24th, which has to be a Tuesday, so that nobody waits on another day than was meant."""
    coming = (today + timedelta(days=n) for n in range(62))
    day = next((day for day in coming if day.day == number), None)
    if day is None or day.weekday() != weekday:
        raise NotADateError
    return day


def _dated(text: str, today: date) -> date:
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _WITH_MONTH.fullmatch(text):
        return _of_year(found[3], _month(found[2]), int(found[1]), today)
    if (found := _NUMBERS.fullmatch(text)) and found[2]:
        return _of_year(found[3], int(found[2]), int(found[1]), today)
    raise NotADateError


def _of_year(year: str | None, month: int, day: int, today: date) -> date:
    """Without a year: of this year, unless that is so long ago that the next one must be meant."""
    if year is not None:
        return _day(int(year) if len(year) > 2 else 2000 + int(year), month, day)
    days = [date(n, month, day) for n in (today.year, today.year + 1) if _is_day(n, month, day)]
    if not days:
        raise NotADateError
    return next((found for found in days if found > today - _HALF_YEAR), days[-1])


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADateError from error


def _month(word: str) -> int:
    if (number := _named(word, _months())) is None:
        raise NotADateError
    return number


def _named(word: str, names: dict[str, int]) -> int | None:
    """A month or a weekday by its name, in full or cut off after three letters or more: `woe`."""
    if word in names:
        return names[word]
    begun = {number for name, number in names.items() if name.startswith(word)}
    return begun.pop() if len(word) >= _SHORTEST and len(begun) == 1 else None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {**_names("months"), **_OTHER_NAMES}


@lru_cache(maxsize=1)
def _weekdays() -> dict[str, int]:
    """0 is Monday."""
    return {**_names("days"), "sonnabend": 5}


def _names(attribute: str) -> dict[str, int]:
    """What Babel calls months or days, in full and short; a name that means two things is left out."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for language in (*LANGUAGES, SOURCE_LANGUAGE):
        of_width = getattr(Locale.parse(language), attribute)["format"]
        for width in ("wide", "abbreviated"):
            for number, name in of_width[width].items():
                found[_plain(name).rstrip(".")].add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _plain(text: str) -> str:
    """Small letters without accents, single blanks, straight apostrophes."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    kept: Iterable[str] = (letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())
