"""How the two of a duo that already runs are called, of whom perhaps only a label is known; and days of years ago."""

from __future__ import annotations

from datetime import date
from html import escape

from babel.dates import format_date

from locales.portraits import team_name
from locales.say import Html, Say
from mentoring.messages.pairing import Named
from mentoring.people import NOT_TOLD
from storage.words import Role


def called_by(who: Named, role: Role, say: Say) -> Html:
    """Who has no name and no label yet is called by the role."""
    if who.name != NOT_TOLD or who.label:
        return name_of_either(who)
    # Translators: somebody who was invited without a label, in the middle of a sentence.
    return Html(say("the mentee") if role is Role.SEEKER else say("the mentor"))


def name_of_either(who: Named) -> Html:
    """Of somebody who has not joined, only the label is known."""
    if who.name == NOT_TOLD and who.label:
        return Html(f"<b>{escape(who.label, quote=False)}</b>")
    return team_name(who)


def plain_name(who: Named) -> str:
    return (who.label or NOT_TOLD) if who.name == NOT_TOLD else who.name


def with_year(day: date, say: Say) -> str:
    """A day of any year: `1er mars 2026`, `6. Juli 2026`."""
    french = "'1er' MMMM yyyy" if day.day == 1 else "d MMMM yyyy"
    patterns = {"fr": french, "de": "d. MMMM yyyy"}
    return format_date(day, patterns.get(say.language, "d MMMM yyyy"), locale=say.locale)
