"""What people tell for matching, and only that: languages, sectors, regions, times. All of it can be skipped.

Never asked: health, religion, origin, benefits, date of birth (programme, 2).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from storage.sealing import Vault
from storage.tables import Membership

# ISO 639-1; the three national languages first, then those most spoken by newcomers on the labour market.
SPOKEN_LANGUAGES = (
    *("fr", "nl", "de", "en", "ar", "tr", "es", "it", "pt", "ro", "pl", "uk", "ru", "fa", "ps", "ti", "so", "ln", "sq"),
    *("ber", "zh"),
)


class Sector(StrEnum):
    OFFICE = "office"
    BUILDING = "building"
    CARE = "care"
    CLEANING = "cleaning"
    SALES = "sales"
    HOSPITALITY = "hospitality"
    IT = "it"
    INDUSTRY = "industry"
    TRANSPORT = "transport"
    EDUCATION = "education"
    SOCIAL = "social"
    CREATIVE = "creative"
    FINANCE = "finance"
    GREEN = "green"
    SECURITY = "security"
    OTHER = "other"


class Region(StrEnum):
    """The ten provinces, Brussels, and the German-speaking Community, where people say where they can meet."""

    BRUSSELS = "brussels"
    WALLOON_BRABANT = "walloon-brabant"
    FLEMISH_BRABANT = "flemish-brabant"
    ANTWERP = "antwerp"
    EAST_FLANDERS = "east-flanders"
    WEST_FLANDERS = "west-flanders"
    LIMBURG = "limburg"
    HAINAUT = "hainaut"
    NAMUR = "namur"
    LIEGE = "liege"
    LUXEMBOURG = "luxembourg"
    EAST_BELGIUM = "east-belgium"


class Moment(StrEnum):
    """When somebody can usually meet."""

    MORNING = "morning"  # working days
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class Profile:
    """Codes only, each list in the order above; an empty list means: not told."""

    languages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def read_profile(vault: Vault, membership: Membership) -> Profile:
    text = membership.open(vault, "profile")
    if not text:
        return Profile()
    return Profile(**{name: tuple(values) for name, values in json.loads(text).items()})


def save_profile(vault: Vault, membership: Membership, profile: Profile) -> None:
    membership.seal(vault, "profile", json.dumps(asdict(profile)))
