"""The words for the steps of a job seeker, as they stand after a colon."""

from __future__ import annotations

from collections.abc import Callable

from locales.say import Say
from mentoring.milestones import Milestone

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
