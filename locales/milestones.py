"""The words for the steps of a job seeker, as they stand after a colon."""

from __future__ import annotations

from collections.abc import Callable

from locales.rendering import Button
from locales.say import Say
from mentoring.messages.progress import StepLine
from mentoring.milestones import Milestone
from mentoring.taps_progress import NoteStep

_WORDS: dict[Milestone, Callable[[Say], str]] = {
    # Translators: steps of somebody who looks for work, as in "Amina has reached a step: CV ready".
    Milestone.CV_READY: lambda say: say.plain("CV ready"),
    Milestone.ONLINE_PROFILE: lambda say: say.plain("online profile"),
    Milestone.FIRST_APPLICATION: lambda say: say.plain("first application"),
    Milestone.APPLICATION_SENT: lambda say: say.plain("application sent"),
    # Translators: a job interview.
    Milestone.INTERVIEW: lambda say: say.plain("job interview"),
    # Translators: a day on which somebody shows at an employer's what they can do.
    Milestone.TRIAL_DAY: lambda say: say.plain("trial day"),
    Milestone.TRAINING: lambda say: say.plain("training started"),
    Milestone.INTERNSHIP: lambda say: say.plain("internship"),
    # Translators: temporary work through an agency.
    Milestone.TEMP_JOB: lambda say: say.plain("temp job"),
    Milestone.JOB_OFFER: lambda say: say.plain("job offer"),
    Milestone.CONTRACT_SIGNED: lambda say: say.plain("contract signed"),
    # Translators: a step that the duo named itself.
    Milestone.OWN: lambda say: say.plain("a step of their own"),
}


def milestone_word(milestone: Milestone, say: Say) -> str:
    """The word for a step, plain."""
    return _WORDS[milestone](say)


def that_is_so_label(say: Say) -> str:
    # Translators: button: the other of the two confirms a step, such as "CV ready".
    return say.label("Yes, that is so")


def our_progress_label(say: Say) -> str:
    # Translators: button: how far the duo has come.
    return say.label("Our progress")


def step_done_button(duo_id: int, say: Say) -> Button:
    # Translators: button: note a step that the job seeker reached.
    return Button(say.label("A step done"), tap=NoteStep(duo_id))


def step_words(step: StepLine, say: Say) -> str:
    """The step in its own words where it has some, plain."""
    return step.text or milestone_word(step.milestone, say)


def step_day(step: StepLine, say: Say) -> str:
    """The day it was reached on, with the year where it was not this one."""
    return f"{say.day(step.on_day)} {step.on_day.year}" if step.other_year else say.day(step.on_day)


def step_line(step: StepLine, say: Say) -> str:
    """A line of a list, with a tick where both say so."""
    # Translators: a line of a list: a day, and the step that was reached on it.
    line = say("• {day}: {step}", day=step_day(step, say), step=step_words(step, say))
    return f"{line} ✓" if step.is_confirmed else line
