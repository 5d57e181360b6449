from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from locales.lists import page_row, two_a_row
from locales.meetings import day_and_time, place_line
from locales.portraits import clip, label_with
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.session_lists import DuoMeetings, Entry, SessionList, TeamList, Unmet
from mentoring.taps_goals import ShowGoals
from mentoring.taps_nudges import PlanInterview
from mentoring.taps_reminders import MetElsewhere
from mentoring.taps_sessions import ListSessions, ListTeamSessions, PlanSession, ShowSession
from storage.words import Answer, Place, SessionKind, SessionState

_AT = datetime(2026, 11, 24, 17, tzinfo=UTC)


def _sample(days: int, state: SessionState, own: Answer = Answer.YES, waiting: tuple[str, ...] = ()) -> Entry:
    at = _AT + timedelta(days=days)
    return Entry(days + 99, at, SessionKind.REGULAR, Place.CALL, None, state, "Amina", own, waiting)


_AMINA = DuoMeetings(
    duo_id=1,
    name="Amina",
    kind=SessionKind.REGULAR,
    coming=(
        _sample(0, SessionState.CONFIRMED),
        _sample(7, SessionState.PLANNED, Answer.YES, ("Amina",)),
        _sample(14, SessionState.PLANNED, Answer.OPEN, ("Amina",)),
    ),
    past=(
        _sample(-7, SessionState.HELD),
        _sample(-14, SessionState.MISSED),
        _sample(-21, SessionState.UNKNOWN),
    ),
    is_seeker=False,
)
_NEW = DuoMeetings(
    duo_id=2, name="Jean-Baptiste-Emmanuel (2)", kind=SessionKind.FIRST, coming=(), past=(), is_seeker=True
)


@renders(
    SessionList(duos=(_AMINA,), only=True),
    SessionList(duos=(_NEW,), only=True),
    SessionList(duos=(_AMINA, _NEW), only=False, page=0, pages=2, has_team=True),
    SessionList(duos=(), only=False),
)
def _list(shown: SessionList, say: Say) -> Rendered:
    if not shown.duos:
        return Rendered(say("You have no duo at the moment. Once you are in a duo, you plan your meetings here."))
    text = "\n\n".join(_block(duo, say) for duo in shown.duos)
    rows = two_a_row([_open(entry, say) for duo in shown.duos for entry in duo.coming])
    rows += _only_buttons(shown.duos[0], say) if shown.only else tuple(_duo_row(duo, say) for duo in shown.duos)
    rows += page_row(shown.page, shown.pages, lambda page: ListSessions(0, page), say)
    if shown.has_team:
        # Translators: button: the meetings of the team's duos.
        rows += ((Button(say.label("The team's duos"), ListTeamSessions(0)),),)
    return Rendered(text, rows)


def _block(duo: DuoMeetings, say: Say) -> str:
    # Translators: the head of a list of meetings with that person.
    lines = [say("<b>Meetings with {name}</b>", name=duo.name)]
    lines += [f"• {_coming(entry, say)}" for entry in duo.coming] or [say("Nothing is planned yet.")]
    if duo.past:
        # Translators: below it the meetings that are over.
        lines += ["", say("Before:"), *(f"• {_past(entry, say)}" for entry in duo.past)]
    return "\n".join(lines)


def _coming(entry: Entry, say: Say) -> str:
    what = {"when": day_and_time(entry.starts_at, say), "place": place_line(entry.place, entry.where, say)}
    if entry.state is SessionState.CONFIRMED:
        # Translators: a line of a list of meetings.
        return say("{when}. {place}. You both come.", **what)
    if entry.own is Answer.OPEN:
        return say("{when}. {place}. You have not answered yet.", **what)
    names = say.list(entry.waiting)
    return say.plural(
        "{when}. {place}. {names} has not answered yet.",
        "{when}. {place}. {names} have not answered yet.",
        len(entry.waiting),
        names=names,
        **what,
    )


_WENT: dict[SessionState, Callable[[Say, str], str]] = {
    # Translators: a line of a list of meetings that are over; never a reproach.
    SessionState.HELD: lambda say, day: say("{day}: you met", day=day),
    SessionState.MISSED: lambda say, day: say("{day}: it did not take place", day=day),
}


def _past(entry: Entry, say: Say) -> str:
    told = _WENT.get(entry.state)
    day = say.day(entry.starts_at)
    return told(say, day) if told else day


def _open(entry: Entry, say: Say) -> Button:
    local = entry.starts_at.astimezone(say.zone)
    label = f"{say.short_day(local.date())} {say.time(entry.starts_at)}"
    return Button(label, ShowSession(entry.session_id))


def _only_buttons(duo: DuoMeetings, say: Say) -> Rows:
    # Translators: button: they met without having planned it here.
    elsewhere = Button(say.label("We met elsewhere"), MetElsewhere(duo.duo_id))
    # Translators: button: what the two would like to reach together.
    goals = Button(say.label("Our goals"), ShowGoals(duo.duo_id))
    rows: Rows = ((_plan(duo, say),), (elsewhere,), (goals,))
    if duo.is_seeker:
        # Translators: button: a job interview.
        rows += ((Button(say.label("I have an interview"), PlanInterview(duo.duo_id)),),)
    return rows


def _plan(duo: DuoMeetings, say: Say) -> Button:
    # Translators: button.
    return Button(say.label("Plan a meeting"), PlanSession(duo.duo_id, duo.kind), style="primary")


def _duo_row(duo: DuoMeetings, say: Say) -> tuple[Button, ...]:
    """The duo's own list, and planning with that person."""
    # Translators: button: plan a meeting with that person.
    plan = label_with(duo.name, lambda name: say.label("Plan: {name}", name=name))
    return (Button(clip(duo.name, 24), ListSessions(duo.duo_id, 0)), Button(plan, PlanSession(duo.duo_id, duo.kind)))


@renders(
    TeamList(
        unmet=(Unmet(1, "Amina + Bram", _AT),),
        coming=(_sample(0, SessionState.PLANNED, Answer.YES, ("Amina",)),),
        page=0,
        pages=1,
        has_own=True,
    ),
    TeamList(unmet=(), coming=(), page=0, pages=1, has_own=False),
)
def _team(shown: TeamList, say: Say) -> Rendered:
    lines = [say("<b>Without a first meeting</b>")]
    # Translators: a duo's names, and since when they are a duo.
    lines += [say("• {names}, a duo since {day}", names=duo.name, day=say.day(duo.since)) for duo in shown.unmet]
    if not shown.unmet:
        lines.append(say("Every duo has one, or it is planned."))
    # Translators: meetings of duos to which the coordinator goes along.
    lines += ["", say("<b>You come along</b>")]
    lines += [
        say("• {names}: {when}", names=entry.name, when=day_and_time(entry.starts_at, say)) for entry in shown.coming
    ]
    if not shown.coming:
        lines.append(say("Nothing is planned."))
    rows: Rows = tuple((_plan_it(duo, say),) for duo in shown.unmet)
    rows += two_a_row([_open(entry, say) for entry in shown.coming])
    rows += page_row(shown.page, shown.pages, ListTeamSessions, say)
    if shown.has_own:
        # Translators: button: the reader's own meetings.
        rows += ((Button(say.label("My meetings"), ListSessions(0, 0)),),)
    return Rendered("\n".join(lines), rows)


def _plan_it(duo: Unmet, say: Say) -> Button:
    label = label_with(duo.name, lambda name: say.label("Plan: {name}", name=name))
    return Button(label, PlanSession(duo.duo_id, SessionKind.FIRST))
