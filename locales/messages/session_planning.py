from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from locales.lists import back_label, two_a_row
from locales.meeting_samples import HERE
from locales.meetings import day_and_time, place_line, when_and_where
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.session_planning import (
    NotADate,
    NotALink,
    NotATime,
    Overlap,
    PastTime,
    SessionSaved,
    SkippedHour,
    TextTooLong,
    TooFarAhead,
    WhereExactly,
    WhichDay,
    WhichPlace,
    WhichTime,
    WithTheTeam,
    WriteTheDay,
    WriteTheTime,
)
from mentoring.sessions.aims import DAYS_SHOWN, WEEKS_AHEAD, Aim, move, plan, written_day
from mentoring.taps_sessions import (
    ChangePlace,
    ChooseDay,
    ChoosePlace,
    ChooseTime,
    SamePlace,
    ShowDays,
    WithoutAddress,
    WriteDay,
    WriteTime,
)
from storage.words import Place, Role, SessionKind

_AIM = plan(1, SessionKind.REGULAR)
_DAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 17, tzinfo=UTC)
_HOURS_A_ROW = 4


# -- the day ----------------------------------------------------------------------------------------------------------
@renders(
    WhichDay(aim=_AIM, name="Amina", today=_DAY, week=0),
    WhichDay(aim=move(1, 0), name="Amina", today=_DAY, week=1, now_at=_AT),
    WhichDay(aim=_AIM, name="Amina", today=date(2026, 9, 9), week=WEEKS_AHEAD),
)
def _which_day(question: WhichDay, say: Say) -> Rendered:
    if question.now_at is None:
        text = say("On which day do you want to meet {name}?", name=question.name)
    else:
        text = say(
            "On which day do you want to meet {name}? So far it is {when}.",
            name=question.name,
            when=day_and_time(question.now_at, say),
        )
    first = question.today + timedelta(weeks=question.week)
    last = question.today + timedelta(weeks=WEEKS_AHEAD)
    days = [day for day in (first + timedelta(days=n) for n in range(DAYS_SHOWN)) if day <= last]
    aim = question.aim
    buttons = [Button(say.short_day(day), ChooseDay(aim.subject, aim.way, written_day(day))) for day in days]
    # Translators: button: a day is written instead of tapped.
    write = Button(say.label("Write a date"), WriteDay(aim.subject, aim.way))
    return Rendered(text, (*two_a_row(buttons), *_weeks_row(question, say), (write,)))


def _weeks_row(question: WhichDay, say: Say) -> Rows:
    aim, row = question.aim, []
    if question.week > 0:
        # Translators: buttons: earlier days, later days.
        row.append(Button(say.label("Earlier"), ShowDays(aim.subject, aim.way, max(0, question.week - 2))))
    if question.week + 2 <= WEEKS_AHEAD:
        row.append(Button(say.label("Later"), ShowDays(aim.subject, aim.way, question.week + 2)))
    return (tuple(row),) if row else ()


@renders(WriteTheDay(aim=_AIM))
def _write_day(question: WriteTheDay, say: Say) -> Rendered:
    # Translators: please write the example date as people write it.
    text = say("Please write the day, for example 24/11. A day of the week works too.")
    return Rendered(text, ((_buttons_instead(question.aim, say),),))


def _buttons_instead(aim: Aim, say: Say) -> Button:
    # Translators: button: choose with buttons instead of writing.
    return Button(say.label("Buttons instead"), ShowDays(aim.subject, aim.way, 0))


# -- the time ---------------------------------------------------------------------------------------------------------
@renders(
    WhichTime(aim=_AIM, name="Amina", day=_DAY, usual=(18 * 60, 17 * 60 + 30), hours=tuple(range(480, 1201, 60))),
    WhichTime(aim=_AIM, name="Amina", day=_DAY, usual=(), hours=(1140, 1200), in_own_time=True),
    WhichTime(aim=_AIM, name="Amina", day=_DAY, usual=(), hours=()),
)
def _which_time(question: WhichTime, say: Say) -> Rendered:
    aim, day = question.aim, written_day(question.day)
    text = say("At what time on {day}?", day=say.day(question.day))
    if question.in_own_time:
        # Translators: the two are in different time zones; the buttons are in the reader's own.
        text = say("At what time on {day}, in your own time?", day=say.day(question.day))
    # Translators: button: a time is written instead of tapped.
    write = Button(say.label("Write a time"), WriteTime(aim.subject, aim.way, day))
    back = Button(back_label(say), ShowDays(aim.subject, aim.way, 0))

    def rows(minutes: Iterable[int]) -> Rows:
        buttons = [Button(say.clock(n), ChooseTime(aim.subject, aim.way, day, n, anyway=False)) for n in minutes]
        return tuple(tuple(buttons[n : n + _HOURS_A_ROW]) for n in range(0, len(buttons), _HOURS_A_ROW))

    return Rendered(text, (*rows(question.usual), *rows(question.hours), (write, back)))


@renders(WriteTheTime(aim=_AIM, day=_DAY))
def _write_time(question: WriteTheTime, say: Say) -> Rendered:
    # Translators: please write the example time as people write it.
    text = say("Please write the time, for example 18:30.")
    day = ChooseDay(question.aim.subject, question.aim.way, written_day(question.day))
    return Rendered(text, ((Button(say.label("Buttons instead"), day),),))


@renders(
    Overlap(aim=_AIM, day=_DAY, minute=1080, at=_AT, name="Omar", reader=Role.MENTOR),
    Overlap(aim=_AIM, day=_DAY, minute=1080, at=_AT, name="Omar", reader=Role.COORDINATOR),
    Overlap(aim=_AIM, day=_DAY, minute=1080, at=_AT, name=None, reader=Role.SEEKER),
    Overlap(aim=_AIM, day=_DAY, minute=1080, at=_AT, name=None, reader=Role.COORDINATOR),
)
def _overlap(overlap: Overlap, say: Say) -> Rendered:
    aim, day = overlap.aim, written_day(overlap.day)
    # Translators: button: plan the meeting though the mentor has another one then.
    anyway = Button(say.label("Plan anyway"), ChooseTime(aim.subject, aim.way, day, overlap.minute, anyway=True))
    other = Button(say.label("Another time"), ChooseDay(aim.subject, aim.way, day))
    return Rendered(_taken(overlap, say), ((other, anyway),))


def _taken(overlap: Overlap, say: Say) -> str:
    if overlap.name is None and overlap.reader is Role.SEEKER:
        return say("Your mentor already has something then. Do you want to ask anyway?")
    if overlap.name is None:
        return say("The mentor already has something then.")
    if overlap.reader.is_staff:
        return say("The mentor has a meeting at {time} with {name}.", time=say.time(overlap.at), name=overlap.name)
    return say("You have a meeting at {time} with {name}.", time=say.time(overlap.at), name=overlap.name)


# -- the place --------------------------------------------------------------------------------------------------------
@renders(WithTheTeam(aim=plan(1, SessionKind.FIRST), day=_DAY, minute=1080))
def _with_the_team(question: WithTheTeam, say: Say) -> Rendered:
    def choice(label: str, *, with_team: bool) -> Button:
        aim = question.aim.told(with_team=with_team)
        tap = ChooseTime(aim.subject, aim.way, written_day(question.day), question.minute, anyway=True)
        return Button(label, tap)

    # Translators: asked of the team that plans the first meeting of a duo.
    text = say("Will you come along to this first meeting?")
    # Translators: buttons below "Will you come along to this first meeting?"
    come, alone = say.label("I come along"), say.label("Just the two")
    return Rendered(text, ((choice(come, with_team=True), choice(alone, with_team=False)),))


@renders(
    WhichPlace(aim=_AIM, starts_at=_AT, day=_DAY, minute=1080, name="Amina"),
    WhichPlace(
        aim=_AIM,
        starts_at=_AT,
        day=_DAY,
        minute=1080,
        name="Amina",
        last_place=Place.IN_PERSON,
        last_where="Rue Haute 5, 1000 Bruxelles",
    ),
)
def _which_place(question: WhichPlace, say: Say) -> Rendered:
    aim, day, minute = question.aim, written_day(question.day), question.minute
    # Translators: {when} is day and time.
    text = say(
        "<b>{when}</b>. Where do you meet {name}?", when=day_and_time(question.starts_at, say), name=question.name
    )
    rows: list[tuple[Button, ...]] = []
    if question.last_place is not None:
        # Translators: where the two met the last time.
        last = say("Last time: {place}", place=place_line(question.last_place, question.last_where, say))
        text = f"{text}\n{last}"
        # Translators: button: the same place as the last time.
        rows.append((Button(say.label("As last time"), SamePlace(aim.subject, aim.way, day, minute)),))
    choices = [Button(label, ChoosePlace(aim.subject, aim.way, day, minute, place)) for place, label in _places(say)]
    rows.append(tuple(choices))
    if aim.is_new:
        rows.append((Button(back_label(say), ChooseDay(aim.subject, aim.way, day)),))
    return Rendered(text, tuple(rows))


def _places(say: Say) -> list[tuple[Place, str]]:
    return [
        (Place.IN_PERSON, say.label("In person")),
        (Place.CALL, say.label("Call")),
        (Place.ONLINE, say.label("Online")),
    ]


@renders(
    WhereExactly(aim=_AIM, day=_DAY, minute=1080, place=Place.IN_PERSON),
    WhereExactly(aim=_AIM, day=_DAY, minute=1080, place=Place.ONLINE),
)
def _where_exactly(question: WhereExactly, say: Say) -> Rendered:
    aim = question.aim
    tap = WithoutAddress(aim.subject, aim.way, written_day(question.day), question.minute, question.place)
    if question.place is Place.ONLINE:
        # Translators: of a video call.
        text = say("Please send the link of the call. Or agree on it later.")
        # Translators: button: no link yet.
        return Rendered(text, ((Button(say.label("Without a link"), tap),),))
    text = say("Please write the address in one line. Or agree on it later.")
    # Translators: button: no address yet.
    return Rendered(text, ((Button(say.label("Without address"), tap),),))


@renders(
    SessionSaved(facts=HERE, asked=("Amina",)),
    SessionSaved(facts=HERE, asked=("Amina", "Bram"), was_twice=True),
    SessionSaved(facts=HERE, asked=("Amina",), is_move=True),
    SessionSaved(facts=HERE, asked=()),
)
def _saved(saved: SessionSaved, say: Say) -> Rendered:
    facts = saved.facts
    # Translators: above a meeting that was just planned.
    lines: list[str] = [say("Noted:"), when_and_where(facts, say)]
    if saved.was_twice:
        lines.append(say("The clocks go back that night, and this time comes twice. It is the first of the two."))
    if saved.asked:
        lines.append(say("I ask {names} now. You hear from me.", names=say.list(saved.asked)))
    place = Button(say.label("Another place"), ChangePlace(facts.session_id, facts.sequence))
    return Rendered("\n".join(lines), ((place,),) if saved.is_move else ())


# -- what cannot be -----------------------------------------------------------------------------------------------
@renders(SkippedHour())
def _skipped_hour(_: SkippedHour, say: Say) -> str:
    return say("That time does not exist: the clocks jump over it that night. Please choose another time.")


@renders(PastTime())
def _past_time(_: PastTime, say: Say) -> str:
    return say("That moment has already passed. Please choose another one.")


@renders(NotADate())
def _not_a_date(_: NotADate, say: Say) -> str:
    # Translators: please write the example date as people write it.
    return say("I cannot find that day in the calendar. Please write it like this: 24/11.")


@renders(NotATime())
def _not_a_time(_: NotATime, say: Say) -> str:
    # Translators: please write the example time as people write it.
    return say("I don't understand that time. Please write it like this: 18:30.")


@renders(TextTooLong())
def _too_long(_: TextTooLong, say: Say) -> str:
    return say("That is too long for me. Please write it shorter.")


@renders(NotALink())
def _not_a_link(_: NotALink, say: Say) -> str:
    # Translators: please leave https:// as it is.
    return say("That is not a link. A link begins with https://")


@renders(TooFarAhead())
def _too_far(_: TooFarAhead, say: Say) -> str:
    return say("That is more than half a year away. Please choose an earlier day.")
