from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from locales.calendar_files import calendar_file
from locales.lists import back_label
from locales.meeting_samples import AT, CALL, FAR, FIRST, HERE, ONLINE
from locales.meetings import answer_rows, move_button, stop_repeating, title, when, when_and_where, yes_button
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.sessions import (
    ChangedMeanwhile,
    SessionCard,
    SessionConfirmed,
    SessionSuggested,
    YouCome,
)
from mentoring.taps_sessions import AskToCancel, ChangePlace, ListSessions, ListTeamSessions, RepeatWeekly
from storage.words import Answer, SessionKind, SessionState


# -- the card ---------------------------------------------------------------------------------------------------------
@renders(
    SessionCard(facts=HERE, state=SessionState.PLANNED, own=Answer.YES, waiting=("Amina",)),
    SessionCard(facts=FAR, state=SessionState.PLANNED, own=Answer.OPEN),
    SessionCard(facts=FIRST, state=SessionState.PLANNED, own=Answer.OPEN, waiting=("Amina",)),
    SessionCard(facts=CALL, state=SessionState.CONFIRMED, own=Answer.YES, can_repeat=True),
    SessionCard(facts=CALL, state=SessionState.CONFIRMED, own=Answer.YES, series_id=1),
    SessionCard(facts=ONLINE, state=SessionState.CANCELLED, own=Answer.NO, is_listed=True),
    *(SessionCard(facts=HERE, state=state, own=Answer.YES, is_over=True) for state in SessionState),
)
def _card(card: SessionCard, say: Say) -> Rendered:
    head = f"📅 <b>{escape(title(card.facts, say), quote=False)}</b>"
    lines = [head, when_and_where(card.facts, say), "", *_standing(card, say)]
    return Rendered("\n".join(lines), _card_buttons(card, say))


_ENDS: dict[SessionState, Callable[[Say], str]] = {
    # Translators: on the card of a meeting that is over; never a reproach.
    SessionState.HELD: lambda say: say("You met."),
    SessionState.MISSED: lambda say: say("It did not take place. It happens."),
    SessionState.CANCELLED: lambda say: say("This meeting is cancelled."),
}


def _standing(card: SessionCard, say: Say) -> list[str]:
    if card.state in _ENDS:
        return [_ENDS[card.state](say)]
    if card.is_over or not card.state.is_open:
        return [say("This meeting is over.")]
    if card.state is SessionState.CONFIRMED:
        # Translators: everybody has said that they come to the meeting.
        settled = say("You both come.")
        return [settled, say("It repeats every week.")] if card.series_id is not None else [settled]
    waits = [say("You have not answered yet.")] if card.own is Answer.OPEN else []
    if card.waiting:
        names = say.list(card.waiting)
        waits.append(
            say.plural(
                "{names} has not answered yet.", "{names} have not answered yet.", len(card.waiting), names=names
            )
        )
    return waits


def _card_buttons(card: SessionCard, say: Say) -> Rows:
    facts = card.facts
    back = Button(back_label(say), ListTeamSessions(0) if card.for_team else ListSessions(facts.duo_id, 0))
    way_back: Rows = ((back,),) if card.is_listed else ()
    if card.is_over or not card.state.is_open:
        return way_back
    rows: list[tuple[Button, ...]] = [(yes_button(facts, say),)] if card.own is Answer.OPEN else []
    # Translators: button: another place for the meeting.
    place = Button(say.label("Another place"), ChangePlace(facts.session_id, facts.sequence))
    rows.append((move_button(facts, say), place))
    # Translators: button: the meeting does not take place.
    rows.append((Button(say.label("Cancel it"), AskToCancel(facts.session_id, facts.sequence)),))
    if card.series_id is not None:
        rows.append((stop_repeating(card.series_id, say),))
    elif card.can_repeat:
        # Translators: button: meet at this time every week.
        rows.append((Button(say.label("Repeat every week"), RepeatWeekly(facts.session_id)),))
    return (*rows, *way_back)


# -- planned and confirmed --------------------------------------------------------------------------------------------
@renders(
    SessionSuggested(facts=HERE, by="Amina"),
    SessionSuggested(facts=ONLINE, by="Amina", clash=AT, clash_name="Omar"),
    SessionSuggested(facts=FIRST, by="Lena", by_team=True),
    SessionSuggested(facts=replace(CALL, kind=SessionKind.FIRST), by="Amina"),
    SessionSuggested(facts=replace(CALL, kind=SessionKind.CLOSING), by="Amina"),
)
def _suggested(news: SessionSuggested, say: Say) -> Rendered:
    lines = [_suggests(news, say), when_and_where(news.facts, say)]
    if news.clash is not None:
        lines.append(say("You have a meeting with {name} at {time}.", name=news.clash_name, time=say.time(news.clash)))
    return Rendered("\n".join(lines), answer_rows(news.facts, say))


_SUGGESTS: dict[SessionKind, Callable[[Say, str], str]] = {
    # Translators: below it day, time and place.
    SessionKind.FIRST: lambda say, name: say("{name} suggests your first meeting:", name=name),
    SessionKind.REGULAR: lambda say, name: say("{name} suggests a meeting:", name=name),
    SessionKind.MIDTERM: lambda say, name: say("{name} suggests your mid-term review:", name=name),
    SessionKind.CLOSING: lambda say, name: say("{name} suggests your closing meeting:", name=name),
}


def _suggests(news: SessionSuggested, say: Say) -> str:
    if news.by_team:
        # Translators: somebody of the organisation planned a meeting for the two; below it day, time and place.
        return say("{name} of the team suggests a meeting with {partner}:", name=news.by, partner=news.facts.name)
    return _SUGGESTS[news.facts.kind](say, news.by)


@renders(
    SessionConfirmed(facts=HERE, changed_at=AT),
    SessionConfirmed(facts=CALL, changed_at=AT, by="Amina"),
    SessionConfirmed(facts=FAR, changed_at=AT, by="Amina"),
)
def _confirmed(news: SessionConfirmed, say: Say) -> Rendered:
    told = when(news.facts, say)
    if news.by is None:
        text = say("It is settled: {when}. Open the file to put it in your calendar.", when=told)
    else:
        text = say("{name} comes: {when}. Open the file to put it in your calendar.", name=news.by, when=told)
    return Rendered(text, document=calendar_file(news.facts, SessionState.CONFIRMED, news.changed_at, say))


@renders(YouCome(settled=True), YouCome(settled=False))
def _you_come(message: YouCome, say: Say) -> str:
    if message.settled:
        return say("Good, see you there!")
    return say("Good, noted. The other one still has to answer.")


@renders(ChangedMeanwhile())
def _changed_meanwhile(_: ChangedMeanwhile, say: Say) -> str:
    return say("This meeting has changed in the meantime. Here is how it stands now.")
