"""What the team sees of pauses, endings and handovers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from locales.ending_words import outcome_word, reason_word
from locales.lists import back_label, find_mentor_label, two_a_row
from locales.portraits import clip, reason_lines, team_name
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.desk.groups import DuoGroup
from mentoring.endings.ending import REASONS
from mentoring.endings.pausing import seen
from mentoring.matching import Reason, ReasonKind
from mentoring.messages.endings import (
    HowToEnd,
    PauseFault,
    PauseUntilWhen,
    ReallyAgain,
    ReallyEndDuo,
    ReallyFinishDuo,
    ReallyHandOver,
    WantsAnotherMentor,
    WhichMentor,
    WhichOutcome,
    WhichPauseDay,
    WhichReason,
)
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import SuggestedMentor
from mentoring.taps_duos import OpenDuo
from mentoring.taps_endings import (
    DoHandOver,
    DoPairAgain,
    EndDuo,
    EndEarly,
    EndFor,
    FinishAs,
    FinishDuo,
    HandOver,
    HandOverTo,
    PauseDuo,
    PauseUntil,
    ReallyEnd,
    ReallyFinish,
    WritePauseDay,
)
from mentoring.taps_pairing import FindMentor
from storage.words import EndReason, Outcome

_ID = 2**62
_AMINA, _JAN, _ELS = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT"), Named("Els")
_DAY = date(2026, 12, 1)


def _card_button(duo_id: int, say: Say) -> Button:
    return Button(back_label(say), tap=OpenDuo(duo_id, DuoGroup.ALL, 0, ""))


# -- how ---------------------------------------------------------------------------------------------------------------
@renders(HowToEnd(duo_id=_ID, seeker=_AMINA, mentor=_JAN))
def _how(message: HowToEnd, say: Say) -> Rendered:
    own = message.duo_id
    text = say(
        "How does the duo of {seeker} and {mentor} end?\n\nNothing is sent before you have confirmed it.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
    )
    return Rendered(
        text,
        (
            # Translators: buttons: how a duo ends.
            (Button(say.label("Well finished"), tap=FinishDuo(own)),),
            (Button(say.label("It ends early"), tap=EndEarly(own)),),
            # Translators: button, to the team: the mentee goes on with another mentor.
            (Button(say.label("Another mentor"), tap=HandOver(own)),),
            (_card_button(own, say),),
        ),
    )


@renders(WhichOutcome(duo_id=_ID, seeker=_AMINA))
def _outcome(message: WhichOutcome, say: Say) -> Rendered:
    own = message.duo_id
    buttons = [Button(outcome_word(one, say), tap=ReallyFinish(own, one)) for one in Outcome]
    text = say("Where does {seeker} stand now?", seeker=team_name(message.seeker))
    return Rendered(text, (*two_a_row(buttons), (Button(back_label(say), tap=EndDuo(own)),)))


@renders(WhichReason(duo_id=_ID, seeker=_AMINA, mentor=_JAN))
def _reason(message: WhichReason, say: Say) -> Rendered:
    own = message.duo_id
    buttons = [Button(reason_word(one, say), tap=ReallyEnd(own, one)) for one in REASONS]
    text = say(
        "Why does the duo of {seeker} and {mentor} end early? The two do not see the reason.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
    )
    return Rendered(text, (*two_a_row(buttons), (Button(back_label(say), tap=EndDuo(own)),)))


@renders(
    *(ReallyFinishDuo(duo_id=_ID, seeker=_AMINA, mentor=_JAN, outcome=one, meetings=0) for one in Outcome),
    ReallyFinishDuo(duo_id=_ID, seeker=_AMINA, mentor=_JAN, outcome=Outcome.WORK, meetings=2),
)
def _really_finish(message: ReallyFinishDuo, say: Say) -> Rendered:
    own = message.duo_id
    text = say(
        "Finish the duo of {seeker} and {mentor}?\n{seeker}: {outcome}\n\nBoth get a warm goodbye, and their "
        "conversation closes. {seeker} gets the six questions for the last time, and one question in six months.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
        outcome=outcome_word(message.outcome, say),
    )
    yes = Button(say.label("Yes, finish"), tap=FinishAs(own, message.outcome), style="success")
    return Rendered(text + _meetings(message.meetings, say), ((yes,), (_card_button(own, say),)))


@renders(
    *(ReallyEndDuo(duo_id=_ID, seeker=_AMINA, mentor=_JAN, reason=one, meetings=0) for one in REASONS),
    ReallyEndDuo(duo_id=_ID, seeker=_AMINA, mentor=_JAN, reason=EndReason.SILENCE, meetings=1),
)
def _really_end(message: ReallyEndDuo, say: Say) -> Rendered:
    own = message.duo_id
    text = say(
        "End the duo of {seeker} and {mentor}?\nReason: {reason}\n\nBoth get a short, kind goodbye without the "
        "reason, and their conversation closes.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
        reason=reason_word(message.reason, say),
    )
    yes = Button(say.label("Yes, end it"), tap=EndFor(own, message.reason), style="danger")
    return Rendered(text + _meetings(message.meetings, say), ((yes,), (_card_button(own, say),)))


def _meetings(count: int, say: Say) -> str:
    """What is planned falls away."""
    if not count:
        return ""
    return "\n\n" + say.plural("{n} planned meeting is called off.", "{n} planned meetings are called off.", count)


# -- pausing -----------------------------------------------------------------------------------------------------------
_FAULTS: dict[PauseFault, Callable[[Say], str]] = {
    PauseFault.PAST: lambda say: say("That day is not ahead of us. Please choose a later one."),
    PauseFault.TOO_FAR: lambda say: say("A pause lasts six months at most. Please choose an earlier day."),
    PauseFault.NO_DAY: lambda say: say("That is no day I can read. Please write it like 15 January or 15/1."),
    PauseFault.CHANGED: lambda say: say("A colleague has just changed the pause. This is how it stands now."),
}
_DAYS = ((1, _DAY), (2, date(2026, 12, 8)), (4, date(2026, 12, 22)))


@renders(
    PauseUntilWhen(duo_id=_ID, seeker=_AMINA, mentor=_JAN, days=_DAYS),
    PauseUntilWhen(duo_id=_ID, seeker=_AMINA, mentor=_JAN, days=_DAYS, until=_DAY, fault=PauseFault.CHANGED),
    *(PauseUntilWhen(duo_id=_ID, seeker=_AMINA, mentor=_JAN, days=_DAYS, fault=fault) for fault in PauseFault),
)
def _pause(message: PauseUntilWhen, say: Say) -> Rendered:
    own, was = message.duo_id, seen(message.until)
    parts = [_FAULTS[message.fault](say)] if message.fault is not None else []
    if message.until is not None:
        parts.append(say("The duo rests until {day}.", day=say.day(message.until)))
    text = say(
        "Until when do {seeker} and {mentor} rest? Both are told the day, and no reason is asked. Meetings that are "
        "planned stay.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
    )
    days = tuple((_day_button(own, weeks, day, was, say),) for weeks, day in message.days)
    # Translators: button: write the day as a text.
    other = Button(say.label("Another day"), tap=WritePauseDay(own, was))
    return Rendered("\n\n".join([*parts, text]), (*days, (other,), (_card_button(own, say),)))


def _day_button(duo_id: int, weeks: int, day: date, was: int, say: Say) -> Button:
    # Translators: button: a pause until that day, such as "1 week: Tue 1 Dec".
    label = say.plural("{n} week: {day}", "{n} weeks: {day}", weeks, day=say.short_day(day))
    return Button(label, tap=PauseUntil(duo_id, day.strftime("%Y%m%d"), was))


@renders(WhichPauseDay(duo_id=_ID), *(WhichPauseDay(duo_id=_ID, fault=fault) for fault in PauseFault))
def _pause_day(message: WhichPauseDay, say: Say) -> Rendered:
    parts = [_FAULTS[message.fault](say)] if message.fault is not None else []
    parts.append(say("On which day does the duo go on? Write it, for example 15 January."))
    return Rendered("\n\n".join(parts), ((Button(back_label(say), tap=PauseDuo(message.duo_id)),),))


# -- another mentor ----------------------------------------------------------------------------------------------------
_SUGGESTED = (
    SuggestedMentor(2, _ELS, (Reason(ReasonKind.LANGUAGE, ("fr",)), Reason(ReasonKind.FREE, (), 1))),
    SuggestedMentor(3, Named("Maximiliane-Sophie", "Gent"), (Reason(ReasonKind.LIST_OPEN),)),
)


@renders(
    WhichMentor(duo_id=_ID, seeker=_AMINA, mentor=_JAN, suggestions=_SUGGESTED, next_skip=4),
    WhichMentor(duo_id=_ID, seeker=_AMINA, mentor=_JAN, suggestions=()),
)
def _mentors(message: WhichMentor, say: Say) -> Rendered:
    own, names = message.duo_id, {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    back: Rows = ((Button(back_label(say), tap=EndDuo(own)),),)
    if not message.suggestions:
        return Rendered(say("No other mentor has room just now. {seeker} and {mentor} stay a duo.", **names), back)
    parts = [say("Who goes on with {seeker} instead of {mentor}?", **names)]
    parts += ["\n".join([team_name(one.who), *reason_lines(one.reasons, say)]) for one in message.suggestions]
    buttons = [
        Button(clip(one.who.name or "…", 18), tap=HandOverTo(own, one.membership_id)) for one in message.suggestions
    ]
    # Translators: button: the next mentors of the list.
    more = say.label("More mentors")
    turn: Rows = ((Button(more, tap=HandOver(own, message.next_skip)),),) if message.next_skip is not None else ()
    return Rendered("\n\n".join(parts), (*two_a_row(buttons), *turn, *back))


@renders(
    ReallyHandOver(duo_id=_ID, mentor_id=_ID, seeker=_AMINA, mentor=_JAN, new=_ELS, meetings=0),
    ReallyHandOver(duo_id=_ID, mentor_id=_ID, seeker=_AMINA, mentor=_JAN, new=_ELS, meetings=1),
)
def _really_hand_over(message: ReallyHandOver, say: Say) -> Rendered:
    own = message.duo_id
    text = say(
        "Propose {new} to {seeker}?\n\nThe duo with {mentor} ends now, and {mentor} is thanked. {seeker} is told that "
        "you propose somebody else. Both {new} and {seeker} are asked. Steps and goals stay.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
        new=team_name(message.new),
    )
    yes = Button(say.label("Yes, hand over"), tap=DoHandOver(own, message.mentor_id), style="success")
    return Rendered(text + _meetings(message.meetings, say), ((yes,), (Button(back_label(say), tap=HandOver(own)),)))


@renders(ReallyAgain(duo_id=_ID, seeker=_AMINA, mentor=_JAN))
def _again(message: ReallyAgain, say: Say) -> Rendered:
    text = say(
        "Ask {seeker} and {mentor} whether they go on with each other? When both say yes, a new duo begins with their "
        "goals.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
    )
    yes = Button(say.label("Yes, ask both"), tap=DoPairAgain(message.duo_id), style="success")
    return Rendered(text, ((yes,), (_card_button(message.duo_id, say),)))


@renders(WantsAnotherMentor(seeker_id=_ID, seeker=_AMINA))
def _wants_another(message: WantsAnotherMentor, say: Say) -> Rendered:
    text = say("{seeker} would like another mentor, and waits again since today.", seeker=team_name(message.seeker))
    return Rendered(text, ((Button(find_mentor_label(say), tap=FindMentor(message.seeker_id)),),))
