"""Time zones by the names that people use: a city or a country in their language, or the zone's own name.

The zones are those of the machine's IANA database; the names in each language come from Unicode's locale data (Babel).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

# where those who are in a duo live, come from or travel to most; each is one tap
OFFERED = (
    *("Europe/Brussels", "Europe/London", "Europe/Lisbon", "Europe/Bucharest", "Europe/Athens", "Europe/Istanbul"),
    *("Europe/Kyiv", "Africa/Casablanca", "Africa/Tunis", "Africa/Kinshasa", "Africa/Kigali", "America/New_York"),
)
MAX_TEXT = 64  # characters; longer is no place
# countries with several zones of which one is meant; a country with one zone needs no line here
_MAIN = {"DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon", "UA": "Europe/Kyiv"}
_BELGIAN_CITIES = (
    *("Antwerpen", "Anvers", "Gent", "Gand", "Brugge", "Bruges", "Leuven", "Louvain", "Mechelen", "Malines", "Aalst"),
    *("Hasselt", "Genk", "Kortrijk", "Courtrai", "Oostende", "Ostende", "Charleroi", "Liège", "Luik", "Lüttich"),
    *("Namur", "Namen", "Mons", "Tournai", "Doornik", "La Louvière", "Verviers", "Wavre", "Nivelles", "Arlon", "Eupen"),
)
_SPOKEN = ("fr", "nl", "de", "en")
_NOT_PLACES = ("Etc/", "SystemV/", "posix/", "right/")


def find_zone(text: str) -> str | None:
    """The IANA name of the zone that somebody means by `Kinshasa`, `Londen`, `maroc`, `Africa/Tunis`; else None."""
    return _zones_by_name().get(_folded(text)) if len(text) <= MAX_TEXT else None


def is_zone(name: str) -> bool:
    """Whether it is the exact name of a zone that people can choose."""
    return name in _places()


@cache
def _places() -> frozenset[str]:
    known = available_timezones()
    return frozenset(name for name in known if "/" in name and not name.startswith(_NOT_PLACES)) | {"UTC"}


@cache
def _zones_by_name() -> dict[str, str]:
    """Later names do not displace earlier ones: zones themselves, cities, then countries."""
    names: dict[str, str] = {}
    for name, zone in (*_own_names(), *_city_names(), *_country_names(), *_belgian_names()):
        if zone in _places():
            names.setdefault(_folded(name), zone)
    return names


def _own_names() -> Iterator[tuple[str, str]]:
    for zone in sorted(_places()):
        yield zone, zone
    canonical = get_global("zone_territories")
    for zone in sorted(_places(), key=lambda zone: (zone not in canonical, zone)):
        yield zone.rsplit("/", 1)[-1], zone


def _city_names() -> Iterator[tuple[str, str]]:
    for language in _SPOKEN:
        for zone, words in Locale.parse(language).time_zones.items():
            if "city" in words:
                yield words["city"], zone


def _country_names() -> Iterator[tuple[str, str]]:
    zones: dict[str, list[str]] = defaultdict(list)
    for zone, territory in get_global("zone_territories").items():
        zones[territory].append(zone)
    for language in _SPOKEN:
        for territory, name in Locale.parse(language).territories.items():
            if territory in _MAIN or len(zones[territory]) == 1:
                yield name, _MAIN.get(territory) or zones[territory][0]


def _belgian_names() -> Iterator[tuple[str, str]]:
    for city in _BELGIAN_CITIES:
        yield city, "Europe/Brussels"


def _folded(text: str) -> str:
    """For comparing: without accents, capitals, underscores and stray spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.replace("_", " ").replace("-", " ").casefold().split())
