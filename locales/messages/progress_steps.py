"""The steps of a job seeker: noted, confirmed, taken back; and what follows from good news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from locales.lists import back_label, two_a_row
from locales.milestones import milestone_word, our_progress_label, step_day, step_words, that_is_so_label
from locales.options import capitalised
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.progress import (
    OneStep,
    StepLine,
    StepNotUsable,
    StepTakenBack,
    StepToCome,
    StepTooLong,
    StepTooLongAgo,
    StepWithdrawn,
    Told,
    WhenWasStep,
    WhichStep,
    WriteStep,
    WriteTheStepDay,
)
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.progress.rules import LONGEST
from mentoring.sessions.aims import written_day
from mentoring.taps_progress import (
    AfterFoundWork,
    ConfirmStep,
    OtherStepDay,
    OwnStepDay,
    ShowProgress,
    StepDay,
    StepDone,
    StepKinds,
    UndoStep,
    WriteStepDay,
)
from storage.words import Role

_ID = 2**62
_DAY = date(2026, 11, 24)
_LENGTH = 24  # characters of a button
_CV = StepLine(_ID, Milestone.CV_READY, _DAY, is_confirmed=True)
_TRIAL = StepLine(_ID, Milestone.TRIAL_DAY, _DAY - timedelta(days=8))
_OWN = StepLine(_ID, Milestone.OWN, date(2025, 12, 1), text="x" * LONGEST, other_year=True)
_CONTRACT = StepLine(_ID, Milestone.CONTRACT_SIGNED, _DAY)


# -- noting one -------------------------------------------------------------------------------------------------------
@renders(
    WhichStep(duo_id=_ID, name="Omar", to=Role.SEEKER),
    WhichStep(duo_id=_ID, name="Amina", to=Role.MENTOR),
)
def _which(message: WhichStep, say: Say) -> Rendered:
    if message.to is Role.SEEKER:
        text = say("Well done! Which step was it? {name} hears of it.", name=message.name)
    else:
        # Translators: to the mentor; {name} is the mentee.
        text = say("Which step has {name} reached? {name} hears of it and can confirm it.", name=message.name)
    ready = [kind for kind in Milestone if kind is not Milestone.OWN]
    rows = two_a_row([Button(_kind_label(kind, say), StepDay(message.duo_id, kind)) for kind in ready])
    # Translators: button: a step that is not in the list, in their own words.
    own = Button(say.label("Another step"), StepDay(message.duo_id, Milestone.OWN))
    return Rendered(text, (*rows, (own,), (Button(back_label(say), ShowProgress(message.duo_id)),)))


def _kind_label(kind: Milestone, say: Say) -> str:
    return clip(capitalised(milestone_word(kind, say)), _LENGTH)


@renders(
    WhenWasStep(duo_id=_ID, milestone=Milestone.CV_READY, today=_DAY),
    WhenWasStep(duo_id=_ID, milestone=Milestone.TRIAL_DAY, today=_DAY),
    WhenWasStep(duo_id=_ID, milestone=Milestone.OWN, today=_DAY),
    WhenWasStep(duo_id=_ID, milestone=Milestone.OWN, today=_DAY, text="x" * LONGEST),
    WhenWasStep(duo_id=_ID, milestone=Milestone.OWN, today=_DAY, text="Permis", days=(_DAY - timedelta(days=2),)),
    WhenWasStep(
        duo_id=_ID,
        milestone=Milestone.TRIAL_DAY,
        today=_DAY,
        days=tuple(_DAY - timedelta(days=ago) for ago in range(2, 14)),
    ),
)
def _when(message: WhenWasStep, say: Say) -> Rendered:
    step = message.text or capitalised(milestone_word(message.milestone, say))
    # Translators: {step} is for example "CV ready".
    text = say("<b>{step}</b>. When was it?", step=step)
    if message.milestone is Milestone.OWN and message.text is None:
        text = say("When was it?")
    if message.milestone is Milestone.TRIAL_DAY and not message.days:
        text = f"{text}\n\n{_trial_note(say)}"
    duo_id, kind = message.duo_id, message.milestone
    if not message.days:
        yesterday = message.today - timedelta(days=1)
        # Translators: button: the step was reached today.
        today = Button(say.label("Today"), StepDone(duo_id, kind, written_day(message.today)), style="primary")
        before = Button(say.label("Yesterday"), StepDone(duo_id, kind, written_day(yesterday)))
        # Translators: button: it was on another day than today or yesterday.
        other = Button(say.label("Another day"), OtherStepDay(duo_id, kind))
        return Rendered(text, ((today,), (before, other), (Button(back_label(say), StepKinds(duo_id)),)))
    days = [Button(say.short_day(day), StepDone(duo_id, kind, written_day(day))) for day in message.days]
    back = StepDay(duo_id, kind) if kind is not Milestone.OWN else OwnStepDay(duo_id)
    # Translators: button: write the day instead of choosing it.
    write = Button(say.label("Write the day"), WriteStepDay(duo_id, kind))
    return Rendered(text, (*two_a_row(days), (write,), (Button(back_label(say), back),)))


def _trial_note(say: Say) -> str:
    # Translators: about a day on which somebody shows at an employer's what they can do; a warning without blame.
    return say("Good to know: an unpaid trial day can be undeclared work. Not sure? Ask the team first.")


@renders(WriteTheStepDay(duo_id=_ID, milestone=Milestone.CV_READY))
def _write_day(message: WriteTheStepDay, say: Say) -> Rendered:
    # Translators: two ways to write the same day, as people write it in your language (German: 15. September, 15.9.).
    text = say("Please write the day, for example 15 September or 15/9.")
    return Rendered(text, ((Button(back_label(say), OtherStepDay(message.duo_id, message.milestone)),),))


@renders(WriteStep(duo_id=_ID))
def _write(message: WriteStep, say: Say) -> Rendered:
    # Translators: the next message is taken as a step that the job seeker reached.
    text = say("Please write the step in a few words. You both see it.")
    return Rendered(text, ((Button(back_label(say), StepKinds(message.duo_id)),),))


# -- afterwards -------------------------------------------------------------------------------------------------------
@renders(
    OneStep(duo_id=_ID, name="Omar", to=Role.SEEKER, step=_CV, told=Told.NOTED, can_undo=True),
    OneStep(duo_id=_ID, name="Omar", to=Role.SEEKER, step=_CONTRACT, told=Told.NOTED, can_undo=True, asks_on=True),
    OneStep(duo_id=_ID, name="Omar", to=Role.SEEKER, step=_CONTRACT, told=Told.CONFIRMED, asks_on=True),
    OneStep(duo_id=_ID, name="Amina", to=Role.MENTOR, step=_CONTRACT, told=Told.NOTED, can_undo=True),
    OneStep(duo_id=_ID, name="Amina", to=Role.MENTOR, step=_TRIAL, told=Told.NOTED, can_undo=True),
    OneStep(duo_id=_ID, name="Omar", to=Role.SEEKER, step=_TRIAL, told=Told.CONFIRMED),
    OneStep(duo_id=_ID, name="Amina", to=Role.MENTOR, step=_OWN, told=Told.CONFIRMED),
    OneStep(duo_id=_ID, name="Amina", to=Role.MENTOR, step=_OWN, can_confirm=True),
    OneStep(duo_id=_ID, name="Omar", to=Role.SEEKER, step=_CV, told=Told.THERE),
    OneStep(duo_id=_ID, name="Omar", to=Role.SEEKER, step=_CV, told=Told.TOO_LATE),
)
def _step(message: OneStep, say: Say) -> Rendered:
    step = message.step
    lines = [_TOLD[message.told](message, say)] if message.told in _TOLD else []
    # Translators: a day, and the step that was reached on it.
    lines.append(say("<b>{step}</b>, {day}", step=capitalised(step_words(step, say)), day=step_day(step, say)))
    if step.milestone is Milestone.TRIAL_DAY and message.told is Told.CONFIRMED:
        lines.append(_trial_note(say))
    if message.told is Told.NOTHING and step.is_confirmed:
        lines.append(say("You both say so."))
    if message.asks_on:
        # Translators: to a job seeker who found work: does the duo go on while they settle in, or end?
        lines.append(say("Would you like to go on with {name} for four more weeks?", name=message.name))
    return Rendered("\n".join(lines), _step_rows(message, say))


def _noted(message: OneStep, say: Say) -> str:
    if message.step.milestone in FOUND_WORK:
        return _found(message, say)
    if message.to is Role.SEEKER:
        return say("👏 Noted! {name} hears of it.", name=message.name)
    # Translators: to the mentor; {name} is the mentee, who can confirm the step.
    return say("👏 Noted! {name} hears of it and can confirm it.", name=message.name)


def _confirmed(message: OneStep, say: Say) -> str:
    return _found(message, say) if message.step.milestone in FOUND_WORK else say("👏 Noted: you both say so.")


def _found(message: OneStep, say: Say) -> str:
    if message.to is Role.SEEKER:
        # Translators: to a job seeker who found a job, a training or an internship.
        return say("🎉 Congratulations! You did that.")
    # Translators: to the mentor of a job seeker who found a job, a training or an internship.
    return say("🎉 What good news! You helped {name} get there.", name=message.name)


def _there(_: OneStep, say: Say) -> str:
    return say("This step is noted already.")


def _too_late(_: OneStep, say: Say) -> str:
    # Translators: somebody wanted to take a step back that was noted more than a day ago.
    return say("This was noted more than a day ago, so it stays. Is it wrong? The team can help.")


_TOLD: dict[Told, Callable[[OneStep, Say], str]] = {
    Told.NOTED: _noted,
    Told.CONFIRMED: _confirmed,
    Told.THERE: _there,
    Told.TOO_LATE: _too_late,
}


def _step_rows(message: OneStep, say: Say) -> Rows:
    own = message.step.step_id
    rows: Rows = ()
    if message.asks_on:
        # Translators: button: four more weeks of mentoring, to settle in at work.
        rows += ((Button(say.label("Four more weeks"), AfterFoundWork(own, goes_on=True), style="primary"),),)
        # Translators: button: the duo has reached what it wanted, and ends well.
        rows += ((Button(say.label("Say goodbye well"), AfterFoundWork(own, goes_on=False)),),)
    if message.can_confirm:
        rows += ((Button(that_is_so_label(say), ConfirmStep(own), style="primary"),),)
    if message.can_undo:
        # Translators: button: a step was noted by mistake.
        rows += ((Button(say.label("Delete this note"), UndoStep(own)),),)
    return (*rows, (_progress_button(message.duo_id, say),))


def _progress_button(duo_id: int, say: Say) -> Button:
    return Button(our_progress_label(say), ShowProgress(duo_id))


@renders(StepTakenBack(duo_id=_ID))
def _taken_back(message: StepTakenBack, say: Say) -> Rendered:
    return Rendered(say("This step was taken back. It is not noted."), ((_progress_button(message.duo_id, say),),))


@renders(
    StepWithdrawn(name="Amina", milestone=Milestone.CV_READY),
    StepWithdrawn(name="Amina", milestone=Milestone.OWN, text="x" * LONGEST),
)
def _withdrawn(message: StepWithdrawn, say: Say) -> str:
    step = message.text or milestone_word(message.milestone, say)
    # Translators: a step that the reader had heard of was noted by mistake. No blame.
    return say("{name} took a step back that was noted by mistake: {step}.", name=message.name, step=step)


# -- what could not be read -------------------------------------------------------------------------------------------
@renders(StepToCome())
def _to_come(_: StepToCome, say: Say) -> str:
    return say("That day is still to come. Please choose today or a day before.")


@renders(StepTooLongAgo())
def _long_ago(_: StepTooLongAgo, say: Say) -> str:
    return say("That is long before your duo began. Is the year right? Please choose another day.")


@renders(StepTooLong())
def _too_long(_: StepTooLong, say: Say) -> str:
    return say("That is a lot for one step. Please say it in a few words, {n} signs at most.", n=LONGEST)


@renders(StepNotUsable())
def _not_usable(_: StepNotUsable, say: Say) -> str:
    return say("I could not read a step in that. Please write it in a few words.")
