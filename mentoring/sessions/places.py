"""Where a meeting is: an address line or a link, as somebody wrote it, checked."""

from __future__ import annotations

from urllib.parse import urlsplit

from mentoring.errors import NotALinkError, TextTooLongError
from mentoring.people import has_letters, one_line
from mentoring.sessions.planning import Spot
from storage.words import Place

LONGEST_ADDRESS = 200  # characters
LONGEST_LINK = 300


def spot_of(place: Place, text: str) -> Spot:
    """The place with what was written about it. Raises TextTooLongError, NotALinkError."""
    line = one_line(text)
    if len(line) > (LONGEST_LINK if place is Place.ONLINE else LONGEST_ADDRESS):
        raise TextTooLongError
    if place is Place.ONLINE:
        return Spot(place, _checked_link(line))
    return Spot(place, line if has_letters(line) else None)


def _checked_link(line: str) -> str:
    """An http or https address with a host."""
    try:
        parts = urlsplit(line)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises ValueError for what is no port
    except ValueError as error:
        raise NotALinkError from error
    is_host = "." in host.strip(".") and not host.startswith(".") and " " not in line
    if parts.scheme.lower() not in {"http", "https"} or not is_host:
        raise NotALinkError
    return line
