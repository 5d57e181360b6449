from __future__ import annotations

from collections.abc import Callable
from datetime import date

from babel.dates import format_date

from locales.lists import back_label
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.organisation_pauses import (
    DaysFault,
    ListedPause,
    OfferedHoliday,
    OnePause,
    PauseList,
    PauseNews,
    SchoolHolidays,
    WhichDays,
    WhichLastDay,
)
from mentoring.organisation.breaks import LONGEST
from mentoring.school_holidays import Community, Season, find_holiday
from mentoring.taps import Tap
from mentoring.taps_organisation import (
    AddSchoolHoliday,
    EndPauseToday,
    OrganisationCard,
    PauseCard,
    RemovePause,
    ShowPauses,
    ShowSchoolHolidays,
    WriteDays,
    WriteLastDay,
)

_ID = 2**62
_TODAY = date(2026, 11, 24)
_WINTER = ListedPause(_ID, date(2026, 12, 21), date(2027, 1, 3), "nl-2026-winter")
_NOW = ListedPause(_ID, date(2026, 11, 20), date(2026, 11, 30))
_SEASONS: dict[Season, Callable[[Say], str]] = {
    # Translators: school holidays in Belgium; names on buttons, at most 24 characters.
    Season.AUTUMN: lambda say: say.label("Autumn holidays"),
    Season.WINTER: lambda say: say.label("Winter holidays"),
    Season.CARNIVAL: lambda say: say.label("Carnival holidays"),
    Season.SPRING: lambda say: say.label("Spring holidays"),
    Season.SUMMER: lambda say: say.label("Summer holidays"),
}
_SCHOOLS: dict[Community, Callable[[Say], str]] = {
    # Translators: buttons: the calendar of the schools of this Community of Belgium.
    Community.FRENCH: lambda say: say.label("French schools"),
    Community.FLEMISH: lambda say: say.label("Flemish schools"),
    Community.GERMAN: lambda say: say.label("German schools"),
}


@renders(
    PauseList(organisation_id=_ID, pauses=(), today=_TODAY, leads=True),
    *(
        PauseList(organisation_id=_ID, pauses=(_NOW, _WINTER), today=_TODAY, leads=True, news=news)
        for news in (None, *PauseNews)
    ),
    PauseList(organisation_id=_ID, pauses=(_WINTER,), today=_TODAY, leads=False),
)
def _pauses(message: PauseList, say: Say) -> Rendered:
    own = message.organisation_id
    parts = [_news(message.news, say)] if message.news is not None else []
    parts.append(say("<b>Pauses of the organisation</b>"))
    parts.append(say("In a pause I begin nothing: no questions, no hints, no news. These days count against nobody."))
    # Translators: reminders of meetings that a duo has planned itself.
    parts.append(say("Reminders of meetings still come, and duos can write to each other."))
    parts += [_line(pause, say) for pause in message.pauses] or [say("None is noted.")]
    back = (Button(back_label(say), tap=OrganisationCard(own)),)
    if not message.leads:
        return Rendered("\n".join(parts), (back,))
    if message.pauses:
        parts.append(say("Tap the days of a pause to change it, or add one:"))
    rows: Rows = tuple((Button(_short(pause, say), tap=PauseCard(pause.pause_id)),) for pause in message.pauses)
    schools = tuple((Button(_SCHOOLS[c](say), tap=ShowSchoolHolidays(own, c)),) for c in Community)
    # Translators: button: days that are in no school calendar.
    other = (Button(say.label("Other days"), tap=WriteDays(own)),)
    return Rendered("\n".join(parts), (*rows, *schools, other, back))


def _news(news: PauseNews, say: Say) -> str:
    match news:
        case PauseNews.ADDED:
            return say("The pause is noted.")
        case PauseNews.JOINED:
            return say("The pause is noted. It is one with the pause beside it.")
        case PauseNews.THERE_ALREADY:
            return say("These days are in a pause already.")
        case PauseNews.REMOVED:
            return say("The pause is taken back.")
        case PauseNews.SHORTENED:
            return say("The pause is shorter now.")
        case PauseNews.TOO_LONG:
            # Translators: two pauses that touch make one.
            return say(
                "That touches another pause. Together they would be longer than {weeks} weeks.", weeks=LONGEST // 7
            )


def _line(pause: ListedPause, say: Say) -> str:
    days = _days(pause.first_day, pause.last_day, say)
    season = _season(pause.word, say)
    return f"• {days} · {season}" if season else f"• {days}"


def _days(first: date, last: date, say: Say) -> str:
    if first == last:
        return say("{day} {year}", day=say.day(first), year=first.year)
    # Translators: the first and the last day of a pause.
    return say("{first} to {last} {year}", first=say.day(first), last=say.day(last), year=last.year)


def _short(pause: ListedPause, say: Say) -> str:
    """For a button: `21/12–3/1`."""
    pattern = "d.M." if say.language == "de" else "d/M"
    first, last = (format_date(day, pattern, locale=say.locale) for day in (pause.first_day, pause.last_day))
    return f"{first}–{last}"


def _season(word: str, say: Say) -> str:
    holiday = find_holiday(word)
    return _SEASONS[holiday.season](say) if holiday is not None else ""


@renders(
    OnePause(organisation_id=_ID, pause=_WINTER, today=_TODAY, leads=True),
    OnePause(organisation_id=_ID, pause=_NOW, today=_TODAY, leads=True),
    OnePause(organisation_id=_ID, pause=_NOW, today=_TODAY, leads=False),
)
def _pause(message: OnePause, say: Say) -> Rendered:
    pause = message.pause
    begun, over = pause.first_day <= message.today, pause.last_day < message.today
    parts = [_days(pause.first_day, pause.last_day, say)]
    if over:
        parts.append(say("This pause is over."))
    elif begun:
        parts.append(say("This pause has begun. It can still end earlier."))
    back = (Button(back_label(say), tap=ShowPauses(message.organisation_id)),)
    if not message.leads or over:
        return Rendered("\n".join(parts), (back,))
    # Translators: button: the pause ends today.
    today = Button(say.label("Ends today"), tap=EndPauseToday(pause.pause_id))
    # Translators: button: the pause is taken back.
    remove = Button(say.label("Remove this pause"), tap=RemovePause(pause.pause_id), style="danger")
    # Translators: button: the pause ends on another day.
    other = Button(say.label("Another last day"), tap=WriteLastDay(pause.pause_id))
    return Rendered("\n".join(parts), ((today if begun else remove,), (other,), back))


_OFFERED = (
    OfferedHoliday("nl-2026-winter", date(2026, 12, 21), date(2027, 1, 3), taken=True),
    OfferedHoliday("nl-2027-summer", date(2027, 7, 1), date(2027, 8, 31), taken=False),
)


@renders(
    SchoolHolidays(organisation_id=_ID, community=Community.FLEMISH, holidays=_OFFERED),
    SchoolHolidays(organisation_id=_ID, community=Community.GERMAN, holidays=()),
)
def _school_holidays(message: SchoolHolidays, say: Say) -> Rendered:
    own = message.organisation_id
    parts = [f"<b>{_SCHOOLS[message.community](say)}</b>"]
    if message.holidays:
        parts.append(say("Which holidays shall be a pause? Please check the days with your schools."))
    else:
        parts.append(say("I know of no holidays to come. Please write the days."))
    for holiday in message.holidays:
        days, season = _days(holiday.first_day, holiday.last_day, say), _season(holiday.code, say)
        parts.append(f"{'✓' if holiday.taken else '•'} {days} · {season}")
    if message.community is not Community.FLEMISH and message.holidays:
        parts.append(say("Other holidays of these schools are not known to me yet. You can write their days."))
    rows = [
        (Button(_with_year(holiday, say), tap=AddSchoolHoliday(own, holiday.code)),)
        for holiday in message.holidays
        if not holiday.taken
    ]
    other = (Button(say.label("Other days"), tap=WriteDays(own)),)
    return Rendered("\n".join(parts), (*rows, other, (Button(back_label(say), tap=ShowPauses(own)),)))


def _with_year(holiday: OfferedHoliday, say: Say) -> str:
    return f"{_season(holiday.code, say)} {holiday.first_day.year}"


@renders(
    WhichDays(organisation_id=_ID),
    *(WhichDays(organisation_id=_ID, fault=fault) for fault in DaysFault),
)
def _which_days(message: WhichDays, say: Say) -> Rendered:
    parts = [_fault(message.fault, say)] if message.fault is not None else []
    # Translators: please write the example days as people write them.
    parts.append(say("Please write the first and the last day. Like this: 21/12 – 3/1"))
    return _asking(parts, ShowPauses(message.organisation_id), say)


@renders(
    WhichLastDay(organisation_id=_ID, pause_id=_ID, first_day=_TODAY, last_day=date(2027, 1, 3)),
    *(
        WhichLastDay(organisation_id=_ID, pause_id=_ID, first_day=_TODAY, last_day=date(2027, 1, 3), fault=fault)
        for fault in (DaysFault.NOT_DAYS, DaysFault.PAST, DaysFault.NOT_SHORTER)
    ),
)
def _which_last_day(message: WhichLastDay, say: Say) -> Rendered:
    parts = [_fault(message.fault, say)] if message.fault is not None else []
    parts.append(_days(message.first_day, message.last_day, say))
    # Translators: please write the example day as people write it.
    parts.append(say("Which day shall be the last one? Like this: 31/12"))
    return _asking(parts, PauseCard(message.pause_id), say)


def _asking(parts: list[str], back: Tap, say: Say) -> Rendered:
    return Rendered("\n".join(parts), ((Button(back_label(say), tap=back),),))


def _fault(fault: DaysFault, say: Say) -> str:
    match fault:
        case DaysFault.NOT_DAYS:
            return say("I cannot find these days in the calendar.")
        case DaysFault.PAST:
            return say("These days have passed already.")
        case DaysFault.BACKWARDS:
            return say("The last day lies before the first one.")
        case DaysFault.TOO_LONG:
            return say("A pause has {weeks} weeks at most.", weeks=LONGEST // 7)
        case DaysFault.TOO_FAR:
            return say("A pause can be noted up to 24 months ahead.")
        case DaysFault.NOT_SHORTER:
            return say("Here a pause can only become shorter. For more days, add another pause.")
