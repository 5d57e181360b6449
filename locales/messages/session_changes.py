from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from html import escape

from locales.calendar_files import calendar_file
from locales.meeting_samples import AT, CALL, FAR, FIRST, HERE, LATER
from locales.meetings import answer_rows, day_and_time, new_time_button, place_line, when, when_and_where
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.session_changes import CancelDone, CancelQuestion, MovedFile, SessionCancelled, SessionMoved
from mentoring.taps_sessions import JustCancel, ShowSession
from storage.words import SessionState


# -- moved ------------------------------------------------------------------------------------------------------------
@renders(
    SessionMoved(
        facts=replace(HERE, starts_at=LATER), was=HERE, by="Amina", by_team=False, changed_at=AT, has_file=False
    ),
    SessionMoved(facts=CALL, was=HERE, by="Amina", by_team=False, changed_at=AT, has_file=True),
    SessionMoved(facts=replace(FAR, starts_at=LATER), was=FAR, by="Lena", by_team=True, changed_at=AT, has_file=True),
)
def _moved(news: SessionMoved, say: Say) -> Rendered:
    lines = [_moves(news, say), when_and_where(news.facts, say), _was(news, say)]
    if not news.has_file:
        return Rendered("\n".join(lines), answer_rows(news.facts, say))
    lines.append(say("The file brings your calendar up to date."))
    file = calendar_file(news.facts, SessionState.PLANNED, news.changed_at, say)
    return Rendered("\n".join(lines), answer_rows(news.facts, say), document=file)


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


@renders(MovedFile(facts=HERE, changed_at=AT))
def _moved_file(moved: MovedFile, say: Say) -> Rendered:
    text = say("Here is the new file. It brings your calendar up to date: {when}.", when=when(moved.facts, say))
    return Rendered(text, document=calendar_file(moved.facts, SessionState.PLANNED, moved.changed_at, say))


# -- cancelled --------------------------------------------------------------------------------------------------------
@renders(CancelQuestion(facts=HERE))
def _cancel_question(question: CancelQuestion, say: Say) -> Rendered:
    facts = question.facts
    text = say(
        "Your meeting on {when}: do you want to cancel it? "
        "If you write a word to {name} now, I cancel it and pass your word on.",
        when=when(facts, say),
        name=facts.name,
    )
    # Translators: button: cancel the meeting without writing anything.
    just = Button(say.label("Just cancel"), JustCancel(facts.session_id, facts.sequence), style="danger")
    # Translators: button: do not cancel the meeting after all.
    keep = Button(say.label("Keep it"), ShowSession(facts.session_id))
    return Rendered(text, ((just, keep),))


@renders(CancelDone(facts=HERE), CancelDone(facts=HERE, next_at=LATER))
def _cancel_done(done: CancelDone, say: Say) -> Rendered:
    lines = [say("The meeting is cancelled. I tell {name}.", name=done.facts.name)]
    if done.next_at is not None:
        return Rendered("\n".join([*lines, _next(done.next_at, say)]))
    return Rendered("\n".join(lines), ((new_time_button(done.facts, say),),))


def _next(moment: datetime, say: Say) -> str:
    # Translators: of weekly meetings, the one after the one that was cancelled.
    return say("Your next meeting: {when}.", when=day_and_time(moment, say))


@renders(
    SessionCancelled(facts=HERE, by="Amina", by_team=False, word=None, changed_at=AT, has_file=False),
    SessionCancelled(facts=CALL, by="Amina", by_team=False, word="Mon fils est malade.", changed_at=AT, has_file=True),
    SessionCancelled(facts=CALL, by="Amina", by_team=False, word=None, changed_at=AT, has_file=True, next_at=LATER),
    SessionCancelled(facts=FIRST, by="Lena", by_team=True, word="…", changed_at=AT, has_file=False),
    SessionCancelled(facts=HERE, by=None, by_team=False, word=None, changed_at=AT, has_file=True),
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
