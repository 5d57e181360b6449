"""Whether people met. Never a reproach: what did not happen is a reason for a new time."""

from __future__ import annotations

from datetime import UTC, datetime

from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.meeting_answers import (
    DidYouMeet,
    DuoClosed,
    ElsewhereNoted,
    MetElsewhereToo,
    MetLongAgo,
    MetNoted,
)
from mentoring.taps_reminders import AnswerMet, ChangeMet
from mentoring.taps_sessions import PlanSession
from storage.words import Met, SessionKind

_ID = 2**62
_START = datetime(2026, 11, 24, 17, tzinfo=UTC)


@renders(
    DidYouMeet(session_id=_ID, name="Omar", starts_at=_START),
    DidYouMeet(session_id=_ID, name="Omar", starts_at=_START, gap=True),
)
def _did_you_meet(message: DidYouMeet, say: Say) -> Rendered:
    # Translators: after a meeting; {day} is "Tuesday 24 November". Whichever answer is fine.
    text = say("{day}: did you meet {name}?", day=say.day(message.starts_at), name=message.name)
    if message.gap:
        # Translators: a reminder should have come before the meeting, and something was broken.
        sorry = say("I could not remind you of it this time. Sorry for that.")
        text = f"{text}\n{sorry}"
    own = message.session_id
    # Translators: buttons: did you meet?
    yes = Button(say.label("Yes, we met"), tap=AnswerMet(own, Met.YES), style="success")
    no = Button(say.label("No"), tap=AnswerMet(own, Met.NO))
    # Translators: button: they met, at another time or place than planned.
    elsewhere = Button(say.label("We met elsewhere"), tap=AnswerMet(own, Met.ELSEWHERE))
    return Rendered(text, ((yes, no), (elsewhere,)))


@renders(MetElsewhereToo(session_id=_ID, name="Omar", starts_at=_START))
def _elsewhere_too(message: MetElsewhereToo, say: Say) -> Rendered:
    # Translators: {name} has noted a meeting that was not planned with Tandem; the reader is asked to confirm it.
    text = say("{name} noted that you met on {day}. Is that right?", name=message.name, day=say.day(message.starts_at))
    right = Button(say.label("That is right"), tap=AnswerMet(message.session_id, Met.YES), style="success")
    wrong = Button(say.label("No"), tap=AnswerMet(message.session_id, Met.NO))
    return Rendered(text, ((right, wrong),))


@renders(
    *(
        MetNoted(session_id=_ID, name="Omar", starts_at=_START, met=met, duo_id=duo_id)
        for met in Met
        for duo_id in (_ID, None)
    )
)
def _noted(message: MetNoted, say: Say) -> Rendered:
    plan = _plan(message, say)
    # Translators: button: answer "did you meet?" otherwise.
    label = say.label("Change my answer")
    if message.met is Met.OPEN:
        # Translators: button: answer the question that is still open.
        label = say.label("Answer")
    change = (Button(label, tap=ChangeMet(message.session_id)),)
    return Rendered(_thanks(message, say), (*plan, change))


def _thanks(message: MetNoted, say: Say) -> str:
    day = say.day(message.starts_at)
    match message.met:
        case Met.YES:
            # Translators: {day} is "Tuesday 24 November".
            return say("{day}: you met {name}. Good that you made time. Thank you!", day=day, name=message.name)
        case Met.ELSEWHERE:
            # Translators: they met at another time or place than planned.
            return say("{day}: you met {name} elsewhere. That counts. Thank you!", day=day, name=message.name)
        case Met.NO if message.duo_id is not None:
            # Translators: the meeting did not take place. No reproach: a new meeting can be planned with a button.
            return say("{day}: you did not meet. It happens. A new time?", day=day)
        case Met.NO:
            return say("{day}: you did not meet. It happens. Thank you for telling.", day=day)
        case Met.OPEN:
            return say("{day}: you have not answered yet. That is fine.", day=day)


def _plan(message: MetNoted, say: Say) -> Rows:
    if message.duo_id is None:
        return ()
    # Translators: buttons: plan a new meeting in place of the one that did not take place, or the next one.
    label = say.label("A new time?") if message.met is Met.NO else say.label("Plan a meeting")
    kind = message.next_kind if message.met is Met.NO else SessionKind.REGULAR
    return ((Button(label, tap=PlanSession(message.duo_id, kind), style="primary"),),)


def _plan_next(duo_id: int | None, say: Say) -> Rows:
    if duo_id is None:
        return ()
    # Translators: button.
    label = say.label("Plan a meeting")
    return ((Button(label, tap=PlanSession(duo_id, SessionKind.REGULAR)),),)


@renders(ElsewhereNoted(name="Omar", duo_id=_ID), ElsewhereNoted(name="Omar", duo_id=None))
def _elsewhere_noted(message: ElsewhereNoted, say: Say) -> Rendered:
    # Translators: somebody noted that the two met today, without having planned it with Tandem.
    text = say("Noted: you met {name} today. That counts. Thank you!", name=message.name)
    return Rendered(text, _plan_next(message.duo_id, say))


@renders(MetLongAgo(duo_id=_ID), MetLongAgo(duo_id=None))
def _long_ago(message: MetLongAgo, say: Say) -> Rendered:
    # Translators: to an answer about a meeting of more than two weeks ago.
    text = say("That was a while ago, so it stays as it is. Thank you all the same!")
    return Rendered(text, _plan_next(message.duo_id, say))


@renders(DuoClosed())
def _closed(_message: DuoClosed, say: Say) -> str:
    # Translators: to a tap on an old button; the two are no duo any more.
    return say("Your duo has come to its end, so this is no longer needed. Thank you!")
