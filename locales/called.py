"""What a conversation is called, in words."""

from __future__ import annotations

from locales.say import Say
from mentoring.called import Called, Team


def called(name: Called, say: Say) -> str:
    """Plain text, for a sentence or a button."""
    if isinstance(name, Team):
        # Translators: stands in sentences as a name does, without an article: "Passed on to Team Apides".
        return say.plain("Team {organisation}", organisation=name.organisation)
    return name
