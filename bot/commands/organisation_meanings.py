"""What each setting of an organisation means, and how its values are written: for people at a keyboard, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.organisation.numbers import Setting

WORDS: Mapping[str, str] = {
    "name": "as people know it",
    "contact": "who answers questions on privacy: an address or a number",
    "languages": "those it speaks, the first being the usual one: fr, nl, de, en",
    "time_zone": "where it works, such as Europe/Brussels",
}
MEANINGS: Mapping[str, str] = {
    "check_in_weekday": "the day of the question of the week; never a Sunday",
    "check_in_minute": "from when on it is asked, local time",
    "check_in_spread": "over how many minutes it is spread, so that not all answer at once",
    "proposal_days": "how long a proposal waits for both answers",
    "invitation_days": "how long an invitation can be used",
    "midterm_week": "in which week both look back half-way",
    "closing_week": "in which week the duo is asked to close well",
    "watch_first_session_days": "watch: the first meeting is not confirmed so long after the start",
    "watch_contact_days": "watch: so long no confirmed meeting and no contact",
    "watch_unanswered": "watch: so many questions in a row without an answer, of somebody who usually answers",
    "watch_missed": "watch: so many meetings missed",
    "risk_session_days": "at risk: so long no confirmed meeting",
    "risk_silence_days": "at risk: so long no sign at all from one side",
    "risk_unanswered": "at risk: so many questions in a row without an answer",
    "risk_missed": "at risk: so many meetings missed in a row",
    "risk_contradictions": "at risk: so often the two contradicted each other about a meeting",
    "alert_taken_days": "a lead hears of an alert that nobody took for so long",
    "alert_rest_days": "a settled alert does not come back for the same reason for so long",
    "waiting_news_days": "who waits for a duo hears news every so often",
    "waiting_alert_days": "the team is told that somebody waits for so long",
    "erase_months": "who is never paired is erased after so long; the team hears of it two weeks before",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORTEST_DAY = 3  # letters: `mon`


def written(setting: Setting, value: int) -> str:
    """`Wednesday`, `17:00` or the number, as `number_of` takes it back."""
    from mentoring.organisation.numbers import bounds_of
    from mentoring.thresholds import Unit

    unit = bounds_of(setting).unit
    if unit is Unit.WEEKDAY:
        return _DAYS[value]
    return f"{value // 60:02}:{value % 60:02}" if unit is Unit.CLOCK else str(value)


def number_of(setting: Setting, value: str) -> int:
    """`14`; of a day `wed` or `Wednesday` (Monday is 0); of a time `17:00`. Raises CommandError."""
    from bot.commands.failures import CommandError
    from mentoring.organisation.numbers import bounds_of
    from mentoring.thresholds import Unit

    unit, word = bounds_of(setting).unit, value.strip().lower()
    if unit is Unit.WEEKDAY and len(word) >= _SHORTEST_DAY:
        found = [number for number, day in enumerate(_DAYS) if day.lower().startswith(word)]
        if found:
            return found[0]
    hour, colon, minute = word.partition(":")
    parts = (hour, minute) if colon else (hour,)
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        how = {Unit.WEEKDAY: "a day such as mon", Unit.CLOCK: "a time such as 17:00"}.get(unit, "a number such as 14")
        raise CommandError(f"{value} is no value for {setting}. Write {how}.")
    if colon and unit is not Unit.CLOCK:
        raise CommandError(f"{setting} is no time of day: write a number.")
    if colon and (int(hour) > 23 or int(minute) > 59):
        raise CommandError(f"{value} is no time of day.")
    return int(hour) * 60 + int(minute) if colon else int(hour)


def limits(setting: Setting) -> str:
    """`5 to 30 working days`, both ends included."""
    from mentoring.organisation.numbers import bounds_of
    from mentoring.thresholds import Unit

    bounds = bounds_of(setting)
    ends = f"{written(setting, bounds.least)} to {written(setting, bounds.most)}"
    is_plain = bounds.unit in {Unit.WEEKDAY, Unit.CLOCK}
    return ends if is_plain else f"{ends} {bounds.unit.replace('_', ' ')}"
