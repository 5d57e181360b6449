"""The buttons of a duo's card: what is likeliest next comes first, what is done less often behind "More"."""

from __future__ import annotations

from locales.lists import back_label
from locales.portraits import clip
from locales.rendering import Button, Rows
from locales.say import Say
from mentoring.messages.duos import AlertFacts, Answering, DuoFacts
from mentoring.taps_alerts import (
    MeetElsewhere,
    MoreOfDuo,
    NoteContact,
    SettleAlert,
    ShowDeeds,
    SnoozeAlert,
    TakeAlert,
)
from mentoring.taps_duos import OpenDuo, ShowDuos, WhoLooksAfterDuo
from mentoring.taps_endings import EndDuo, HandOver, LookAgain, PairAgain, PauseDuo, ResumeDuo
from mentoring.taps_pairing import ShowProposal
from mentoring.taps_people import PersonCard
from mentoring.taps_sessions import PlanSession
from mentoring.taps_team_line import WriteTo
from storage.words import DuoState, SessionKind

_SNOOZES = (3, 7)  # days


def action_rows(facts: DuoFacts, say: Say) -> Rows:
    """All of them, with the way back."""
    spot = facts.spot
    back = Button(back_label(say), tap=ShowDuos(facts.organisation_id, spot.group, spot.page, spot.text))
    sides = (facts.seeker, facts.mentor)
    cards = tuple(Button(_name(side), tap=PersonCard(side.membership_id)) for side in sides)
    if facts.state is DuoState.PROPOSED:
        # Translators: button: the proposal that waits for answers.
        return ((Button(say.label("Show the proposal"), tap=ShowProposal(facts.duo_id)),), cards, (back,))
    if not facts.state.is_running:
        history = _history(facts, say)
        return (cards, *_begin_again(facts, say), *((history,) if history else ()), (back,))
    if facts.more:
        less = Button(back_label(say), tap=OpenDuo(facts.duo_id, spot.group, spot.page, spot.text))
        return (*_more(facts, say), (less,))
    # Translators: button: more that the team can do with this duo.
    more = Button(say.label("More"), tap=MoreOfDuo(facts.duo_id, spot.group, spot.page, spot.text))
    writes = tuple(Button(_write_label(side, say), tap=WriteTo(side.membership_id)) for side in sides)
    first, rest = _first(facts, say)
    return (first, writes, cards, *rest, (*_history(facts, say), more), (back,))


def _first(facts: DuoFacts, say: Say) -> tuple[tuple[Button, ...], Rows]:
    """The row that comes first, and what stands on the first screen besides people."""
    # Translators: button: the team writes down a call or another contact.
    note = Button(say.label("Note a contact"), tap=NoteContact(facts.duo_id))
    if facts.alert is not None:
        return _about_alert(facts.alert, note, say), ()
    return (note, _plan(facts, say)), (_rest_row(facts, say), (_end(facts, say),))


def _about_alert(alert: AlertFacts, note: Button, say: Say) -> tuple[Button, ...]:
    if alert.taken_by is None:
        # Translators: button: from now on I look after this duo that needs a contact.
        return (Button(say.label("Take it"), tap=TakeAlert(alert.alert_id, alert.seen)), note)
    if alert.is_mine:
        return (note, _settle(alert, say))
    # Translators: button: from now on I look after it instead of a colleague.
    return (note, Button(say.label("Take over"), tap=TakeAlert(alert.alert_id, alert.seen)))


def _more(facts: DuoFacts, say: Say) -> Rows:
    alert, duo_id = facts.alert, facts.duo_id
    # Translators: button: who of the team looks after this duo.
    whose = Button(say.label("Who looks after"), tap=WhoLooksAfterDuo(duo_id, 0))
    # Translators: button: another mentor goes on with the mentee; it asks which one.
    hand_over = Button(say.label("New mentor"), tap=HandOver(duo_id))
    elsewhere = _elsewhere(facts, say)
    if alert is None:
        return ((elsewhere, whose), (hand_over,))
    snoozes = tuple(
        # Translators: button: the duo comes up again in the team's overview after {n} (3 or 7) days.
        Button(say.label("Quiet for {n} days", n=days), tap=SnoozeAlert(alert.alert_id, days, alert.seen))
        for days in _SNOOZES
    )
    return (
        snoozes,
        (elsewhere, *(() if alert.is_mine else (_settle(alert, say),))),
        (_plan(facts, say), whose),
        _rest_row(facts, say),
        (hand_over, _end(facts, say)),
    )


def _settle(alert: AlertFacts, say: Say) -> Button:
    # Translators: button: the team has seen that all is well with the duo.
    return Button(say.label("All is well"), tap=SettleAlert(alert.alert_id, alert.seen))


def _elsewhere(facts: DuoFacts, say: Say) -> Button:
    if facts.elsewhere_until is None:
        # Translators: button: the two mostly meet and talk elsewhere, so that their silence here says nothing.
        return Button(say.label("They meet elsewhere"), tap=MeetElsewhere(facts.duo_id, True))
    # Translators: button: takes "They meet elsewhere" back.
    return Button(say.label("Not elsewhere"), tap=MeetElsewhere(facts.duo_id, False))


def _history(facts: DuoFacts, say: Say) -> tuple[Button, ...]:
    if not facts.total_deeds:
        return ()
    # Translators: button: all that the team did about this duo, with its notes.
    return (Button(say.label("All contacts"), tap=ShowDeeds(facts.duo_id, 0)),)


def _plan(facts: DuoFacts, say: Say) -> Button:
    kind = SessionKind.REGULAR if facts.has_met else SessionKind.FIRST
    return Button(say.label("Plan a meeting"), tap=PlanSession(facts.duo_id, kind))


def _rest_row(facts: DuoFacts, say: Say) -> tuple[Button, ...]:
    if facts.state is not DuoState.PAUSED:
        # Translators: button: the duo rests for some weeks; it asks until when.
        return (Button(say.label("Pause"), tap=PauseDuo(facts.duo_id)),)
    return (
        # Translators: buttons of a duo that rests: it goes on at once, or on another day.
        Button(say.label("Go on now"), tap=ResumeDuo(facts.duo_id)),
        Button(say.label("Other day"), tap=PauseDuo(facts.duo_id)),
    )


def _end(facts: DuoFacts, say: Say) -> Button:
    # Translators: button: the duo ends well or early, or another mentor goes on; it asks first.
    return Button(say.label("End or hand over"), tap=EndDuo(facts.duo_id))


def _begin_again(facts: DuoFacts, say: Say) -> Rows:
    """Of a duo that is over."""
    # Translators: buttons of a duo that is over: the mentee waits for a mentor again; the same two once more.
    look = (Button(say.label("Look for a mentor"), tap=LookAgain(facts.duo_id)),)
    again = (Button(say.label("Pair again"), tap=PairAgain(facts.duo_id)),)
    return (*((look,) if facts.can_look_again else ()), *((again,) if facts.can_pair_again else ()))


def _name(side: Answering) -> str:
    return clip(side.who.name or side.who.label or "…", 18)


def _write_label(side: Answering, say: Say) -> str:
    # Translators: button: write to {name}, who has 10 characters at most.
    return say.label("Write: {name}", name=clip(side.who.name or "…", 10))
