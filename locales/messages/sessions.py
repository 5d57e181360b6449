from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

from locales.calendar_files import calendar_file
from locales.meetings import (
    day_and_time,
    move_button,
    new_time_button,
    place_line,
    refuse_button,
    title,
    when,
    when_and_where,
    yes_button,
)
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.sessions import (
    CancelDone,
    CancelQuestion,
    ChangedMeanwhile,
    MovedFile,
    SessionCancelled,
    SessionCard,
    SessionConfirmed,
    SessionFacts,
    SessionMoved,
    SessionSuggested,
    WeeklyEnded,
    WeeklyStarted,
    YouCome,
)
from mentoring.taps_sessions import AskToCancel, ChangePlace, EndWeekly, JustCancel, RepeatWeekly, ShowSession
from storage.words import Answer, Place, SessionKind, SessionState

_AT = datetime(2026, 11, 24, 17, tzinfo=UTC)
_LATER = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)
SAMPLE = _HERE = SessionFacts(
    session_id=1,
    duo_id=2,
    sequence=0,
    kind=SessionKind.REGULAR,
    starts_at=_AT,
    minutes=60,
    time_zone="Europe/Brussels",
    place=Place.IN_PERSON,
    where="Rue Haute 5, 1000 Bruxelles",
    name="Amina",
)
_CALL = replace(_HERE, place=Place.CALL, where=None)
_FAR = replace(_CALL, other_zone="America/New_York")
_ONLINE = replace(_HERE, place=Place.ONLINE, where="https://meet.example.org/amina", kind=SessionKind.MIDTERM)
_FIRST = replace(_HERE, kind=SessionKind.FIRST, where=None, team="Lena")


# -- the card ---------------------------------------------------------------------------------------------------------
@renders(
    SessionCard(facts=_HERE, state=SessionState.PLANNED, own=Answer.YES, waiting=("Amina",)),
    SessionCard(facts=_FAR, state=SessionState.PLANNED, own=Answer.OPEN),
    SessionCard(facts=_FIRST, state=SessionState.PLANNED, own=Answer.OPEN, waiting=("Amina",)),
    SessionCard(facts=_CALL, state=SessionState.CONFIRMED, own=Answer.YES, can_repeat=True),
    SessionCard(facts=_CALL, state=SessionState.CONFIRMED, own=Answer.YES, series_id=1),
    SessionCard(facts=_ONLINE, state=SessionState.CANCELLED, own=Answer.NO),
    *(SessionCard(facts=_HERE, state=state, own=Answer.YES, is_over=True) for state in SessionState),
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
    if card.is_over or not card.state.is_open:
        return ()
    rows: list[tuple[Button, ...]] = [(yes_button(facts, say),)] if card.own is Answer.OPEN else []
    # Translators: button: another place for the meeting.
    place = Button(say.label("Another place"), ChangePlace(facts.session_id, facts.sequence))
    rows.append((move_button(facts, say), place))
    # Translators: button: the meeting does not take place.
    rows.append((Button(say.label("Cancel it"), AskToCancel(facts.session_id, facts.sequence)),))
    if card.series_id is not None:
        rows.append((_stop_repeating(card.series_id, say),))
    elif card.can_repeat:
        # Translators: button: meet at this time every week.
        rows.append((Button(say.label("Every week"), RepeatWeekly(facts.session_id)),))
    return tuple(rows)


def _stop_repeating(series_id: int, say: Say) -> Button:
    # Translators: button: the meeting is no longer planned every week.
    return Button(say.label("Stop repeating"), EndWeekly(series_id))


# -- planned and confirmed --------------------------------------------------------------------------------------------
@renders(
    SessionSuggested(facts=_HERE, by="Amina"),
    SessionSuggested(facts=_ONLINE, by="Amina", clash=_AT, clash_name="Omar"),
    SessionSuggested(facts=_FIRST, by="Lena", by_team=True),
    SessionSuggested(facts=replace(_CALL, kind=SessionKind.FIRST), by="Amina"),
    SessionSuggested(facts=replace(_CALL, kind=SessionKind.CLOSING), by="Amina"),
)
def _suggested(news: SessionSuggested, say: Say) -> Rendered:
    lines = [_suggests(news, say), when_and_where(news.facts, say)]
    if news.clash is not None:
        lines.append(say("You have a meeting with {name} at {time}.", name=news.clash_name, time=say.time(news.clash)))
    return Rendered("\n".join(lines), _answers(news.facts, say))


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


def _answers(facts: SessionFacts, say: Say) -> Rows:
    return ((yes_button(facts, say),), (move_button(facts, say), refuse_button(facts, say)))


@renders(
    SessionConfirmed(facts=_HERE, changed_at=_AT),
    SessionConfirmed(facts=_CALL, changed_at=_AT, by="Amina"),
    SessionConfirmed(facts=_FAR, changed_at=_AT, by="Amina"),
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


# -- moved ------------------------------------------------------------------------------------------------------------
@renders(
    SessionMoved(
        facts=replace(_HERE, starts_at=_LATER), was=_HERE, by="Amina", by_team=False, changed_at=_AT, has_file=False
    ),
    SessionMoved(facts=_CALL, was=_HERE, by="Amina", by_team=False, changed_at=_AT, has_file=True),
    SessionMoved(
        facts=replace(_FAR, starts_at=_LATER), was=_FAR, by="Lena", by_team=True, changed_at=_AT, has_file=True
    ),
)
def _moved(news: SessionMoved, say: Say) -> Rendered:
    lines = [_moves(news, say), when_and_where(news.facts, say), _was(news, say)]
    if not news.has_file:
        return Rendered("\n".join(lines), _answers(news.facts, say))
    lines.append(say("The file brings your calendar up to date."))
    file = calendar_file(news.facts, SessionState.PLANNED, news.changed_at, say)
    return Rendered("\n".join(lines), _answers(news.facts, say), document=file)


def _moves(news: SessionMoved, say: Say) -> str:
    if news.by_team:
        return say("{name} of the team changed your meeting with {partner}:", name=news.by, partner=news.facts.name)
    if news.facts.starts_at == news.was.starts_at:
        return say("{name} suggests another place:", name=news.by)
    return say("{name} suggests another time:", name=news.by)


def _was(news: SessionMoved, say: Say) -> str:
    if news.facts.starts_at == news.was.starts_at:
        # Translators: where the meeting was planned to be.
        return say("Before: {what}", what=place_line(news.was.place, news.was.where, say))
    # Translators: when the meeting was planned to be.
    return say("Before: {what}", what=day_and_time(news.was.starts_at, say))


@renders(MovedFile(facts=_HERE, changed_at=_AT))
def _moved_file(moved: MovedFile, say: Say) -> Rendered:
    text = say("Here is the new file. It brings your calendar up to date: {when}.", when=when(moved.facts, say))
    return Rendered(text, document=calendar_file(moved.facts, SessionState.PLANNED, moved.changed_at, say))


# -- cancelled --------------------------------------------------------------------------------------------------------
@renders(CancelQuestion(facts=_HERE))
def _cancel_question(question: CancelQuestion, say: Say) -> Rendered:
    facts = question.facts
    text = say(
        "Your meeting on {when}: do you want to cancel it? You can write a word to {name} now. I pass it on.",
        when=when(facts, say),
        name=facts.name,
    )
    # Translators: button: cancel the meeting without writing anything.
    just = Button(say.label("Just cancel"), JustCancel(facts.session_id, facts.sequence), style="danger")
    # Translators: button: do not cancel the meeting after all.
    keep = Button(say.label("Keep it"), ShowSession(facts.session_id))
    return Rendered(text, ((just, keep),))


@renders(CancelDone(facts=_HERE), CancelDone(facts=_HERE, next_at=_LATER))
def _cancel_done(done: CancelDone, say: Say) -> Rendered:
    lines = [say("The meeting is cancelled. I tell {name}.", name=done.facts.name)]
    if done.next_at is not None:
        return Rendered("\n".join([*lines, _next(done.next_at, say)]))
    return Rendered("\n".join(lines), ((new_time_button(done.facts, say),),))


def _next(moment: datetime, say: Say) -> str:
    # Translators: of weekly meetings, the one after the one that was cancelled.
    return say("Your next meeting: {when}.", when=day_and_time(moment, say))


@renders(
    SessionCancelled(facts=_HERE, by="Amina", by_team=False, word=None, changed_at=_AT, has_file=False),
    SessionCancelled(
        facts=_CALL, by="Amina", by_team=False, word="Mon fils est malade.", changed_at=_AT, has_file=True
    ),
    SessionCancelled(facts=_CALL, by="Amina", by_team=False, word=None, changed_at=_AT, has_file=True, next_at=_LATER),
    SessionCancelled(facts=_FIRST, by="Lena", by_team=True, word="…", changed_at=_AT, has_file=False),
    SessionCancelled(facts=_HERE, by=None, by_team=False, word=None, changed_at=_AT, has_file=True),
)
def _cancelled(news: SessionCancelled, say: Say) -> Rendered:
    lines = [_cancels(news, say)] if news.by is not None else []
    if news.word is not None:
        # Translators: below it what they wrote.
        lines += [say("{name} writes:", name=news.by), f"<blockquote>{escape(news.word, quote=False)}</blockquote>"]
    if news.next_at is not None:
        lines.append(_next(news.next_at, say))
    asks = news.by is not None and news.next_at is None
    buttons = ((new_time_button(news.facts, say),),) if asks else ()
    if not news.has_file:
        return Rendered("\n".join(lines), buttons)
    lines.append(
        say("Please delete it from your calendar: {when}. This file can do it for you.", when=when(news.facts, say))
    )
    file = calendar_file(news.facts, SessionState.CANCELLED, news.changed_at, say)
    return Rendered("\n".join(lines), buttons, document=file)


def _cancels(news: SessionCancelled, say: Say) -> str:
    told = when(news.facts, say)
    if news.by_team:
        return say(
            "{name} of the team cancelled your meeting with {partner}: {when}.",
            name=news.by,
            partner=news.facts.name,
            when=told,
        )
    # Translators: a meeting is cancelled; never a reproach.
    return say("{name} cannot come: {when}. It happens.", name=news.by, when=told)


@renders(ChangedMeanwhile())
def _changed_meanwhile(_: ChangedMeanwhile, say: Say) -> str:
    return say("This meeting has changed in the meantime. Here is how it stands now.")


# -- weekly -----------------------------------------------------------------------------------------------------------
@renders(
    WeeklyStarted(facts=_HERE, series_id=1, by="Amina"),
    WeeklyStarted(facts=_FAR, series_id=1, by="Amina"),
    WeeklyStarted(facts=_HERE, series_id=1, by=None),
)
def _weekly(news: WeeklyStarted, say: Say) -> Rendered:
    day, time = say.weekday(news.facts.starts_at), say.time(news.facts.starts_at)
    if news.by is None:
        # Translators: {day} is a day of the week.
        return Rendered(say("From now on every {day} at {time}. You can stop it at any time.", day=day, time=time))
    text = say(
        "{name} would like to meet every week: {day} at {time}. I plan it each time. You can skip a week or stop it.",
        name=news.by,
        day=day,
        time=time,
    )
    return Rendered(text, ((_stop_repeating(news.series_id, say),),))


@renders(
    WeeklyEnded(name="Amina", by="Amina", stays_at=_AT),
    WeeklyEnded(name="Amina", by=None, stays_at=_AT),
    WeeklyEnded(name="Amina", by="Amina"),
)
def _weekly_ended(news: WeeklyEnded, say: Say) -> str:
    if news.by is not None:
        text = say("{name} ended the weekly repetition. You can plan each meeting by itself.", name=news.by)
    else:
        text = say("The meeting with {name} no longer repeats every week.", name=news.name)
    if news.stays_at is None:
        return text
    # Translators: one meeting is planned already and stays.
    stays = say("This one stays: {when}.", when=day_and_time(news.stays_at, say))
    return f"{text} {stays}"
