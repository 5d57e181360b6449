"""The values of an organisation as the command line takes them, checked: for a new one and for its settings."""

from __future__ import annotations

from dataclasses import dataclass

import typer

SPOKEN = ("fr", "nl", "de", "en")  # English is the source of the catalogs; an organisation may switch it on
_NAME_LIMIT, _CONTACT_LIMIT = 80, 200  # characters


@dataclass(frozen=True)
class NewOrganisation:
    """Checked values of an organisation to be added."""

    name: str
    contact: str
    languages: tuple[str, ...]
    time_zone: str


def checked(name: str, contact: str, languages: str, time_zone: str) -> NewOrganisation:
    """The values, tidied. Raises typer.BadParameter, which ends a command with exit code 2."""
    from mentoring.names import holds_letter
    from mentoring.people import one_line

    tidy_name, tidy_contact = one_line(name), one_line(contact)
    if not holds_letter(tidy_name) or len(tidy_name) > _NAME_LIMIT:
        raise typer.BadParameter(f"A name has 1 to {_NAME_LIMIT} characters, a letter among them.", param_hint="NAME")
    if len(tidy_contact) > _CONTACT_LIMIT:
        raise typer.BadParameter(f"At most {_CONTACT_LIMIT} characters.", param_hint="--contact")
    return NewOrganisation(tidy_name, tidy_contact, _spoken(languages), _zone(time_zone))


def _spoken(languages: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip().lower() for code in languages.split(",") if code.strip()))
    if not codes or not set(codes) <= set(SPOKEN):
        raise typer.BadParameter(f"Choose from {', '.join(SPOKEN)}, separated by commas.", param_hint="--languages")
    return codes


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name.strip()).key
    except (KeyError, ValueError, OSError):  # unknown, not a zone's name, a folder of zones
        raise typer.BadParameter("Write it like Europe/Brussels.", param_hint="--time-zone") from None
