"""The words for how a duo ended and where its mentee stands."""

from __future__ import annotations

from collections.abc import Callable

from locales.say import Say
from storage.words import EndReason, Outcome

_OUTCOMES: dict[Outcome, Callable[[Say], str]] = {
    # Translators: where a mentee stands at the end of the duo; buttons of at most 24 characters, and after a colon.
    Outcome.WORK: lambda say: say.label("In work"),
    Outcome.TRAINING: lambda say: say.label("In training"),
    Outcome.INTERNSHIP: lambda say: say.label("Internship"),
    Outcome.SEEKING: lambda say: say.label("Still looking"),
    # Translators: neither in work nor in training nor looking; a button, and after a colon.
    Outcome.OTHER: lambda say: say.label("Other situation"),
}
_REASONS: dict[EndReason, Callable[[Say], str]] = {
    # Translators: why a duo ended early, chosen by the team; buttons of at most 24 characters, and after a colon.
    EndReason.WORK_FOUND: lambda say: say.label("Job or training"),
    EndReason.SEEKER_NO_TIME: lambda say: say.label("Mentee: no time"),
    EndReason.MENTOR_NO_TIME: lambda say: say.label("Mentor: no time"),
    EndReason.NO_MATCH: lambda say: say.label("Not a good match"),
    # Translators: the contact faded.
    EndReason.SILENCE: lambda say: say.label("Gradual silence"),
    EndReason.PERSONAL: lambda say: say.label("Personal"),
    EndReason.OTHER: lambda say: say.label("Another reason"),
    # Translators: the mentee goes on with another mentor.
    EndReason.HANDED_OVER: lambda say: say.label("Handed over"),
}


def outcome_word(outcome: Outcome, say: Say) -> str:
    """Plain."""
    return _OUTCOMES[outcome](say)


def reason_word(reason: EndReason, say: Say) -> str:
    """Plain."""
    return _REASONS[reason](say)
