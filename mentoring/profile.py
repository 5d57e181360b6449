"""What people tell for matching, and only that: languages, sectors, regions, times. All of it can be skipped.

Never asked: health, religion, origin, benefits, date of birth (programme, 2).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from mentoring.errors import NotFoundError
from storage.sealing import Vault
from storage.tables import Membership

# Language codes of CLDR, which names them all; the three national languages first, then those most spoken by
# newcomers on the labour market (`rif`: Tarifit, the Berber language most spoken in Belgium).
SPOKEN_LANGUAGES = (
    *("fr", "nl", "de", "en", "ar", "tr", "rif", "es", "it", "pt", "ro", "pl", "bg", "uk", "ru"),
    *("fa", "ps", "ku", "ti", "so", "ln", "sq", "zh"),
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


class Question(StrEnum):
    """What is asked for matching; each is a list of codes."""

    LANGUAGES = "languages"
    SECTORS = "sectors"
    REGIONS = "regions"
    TIMES = "times"


OPTIONS: dict[Question, tuple[str, ...]] = {
    Question.LANGUAGES: SPOKEN_LANGUAGES,
    Question.SECTORS: tuple(Sector),
    Question.REGIONS: tuple(Region),
    Question.TIMES: tuple(Moment),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Codes only, each list in the order above; an empty list means: not told."""

    languages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    def told(self, question: Question) -> tuple[str, ...]:
        """The codes told for that question."""
        codes: tuple[str, ...] = getattr(self, question.value)
        return codes

    def with_toggled(self, question: Question, option: str) -> Profile:
        """With that option added, or taken away where it was told. Raises NotFoundError for an unknown option."""
        if option not in OPTIONS[question]:
            raise NotFoundError
        told = set(self.told(question)) ^ {option}
        ordered = tuple(code for code in OPTIONS[question] if code in told)
        return replace(self, **{question.value: ordered})


def read_profile(vault: Vault, membership: Membership) -> Profile:
    document = _read(vault, membership)
    return Profile(**{question.value: tuple(document.get(question.value, ())) for question in Question})


def save_profile(vault: Vault, membership: Membership, profile: Profile) -> None:
    _write(vault, membership, _read(vault, membership) | asdict(profile))


def read_position(vault: Vault, membership: Membership) -> str | None:
    """The question of the welcome at which this membership stands, as `save_position` noted it."""
    position: str | None = _read(vault, membership).get(_POSITION)
    return position


def save_position(vault: Vault, membership: Membership, position: str | None) -> None:
    """Notes where the welcome stands, beside the answers, so that it outlives every dialogue; None forgets it."""
    document = _read(vault, membership)
    document.pop(_POSITION, None)
    _write(vault, membership, document | ({_POSITION: position} if position else {}))


def forget_answers(vault: Vault, membership: Membership) -> None:
    """Drops all answers, for somebody who does not agree."""
    membership.seal(vault, "profile", None)


_POSITION = "position"


def _read(vault: Vault, membership: Membership) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(membership.open(vault, "profile") or "{}")
    return document


def _write(vault: Vault, membership: Membership, document: dict[str, Any]) -> None:
    membership.seal(vault, "profile", json.dumps(document))
