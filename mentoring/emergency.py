"""The numbers to call in danger, by language. They are the programme's starting point: check them before use.

Source: programme, "Safety and privacy". 112 is the European emergency number and always stands first; 107, 106 and 108
are the listening lines of the three communities, 0800 32 123 and 1813 those for people who think of suicide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mentoring.people import has_letters, one_line
from storage.tables import Organisation

MAX_NUMBERS = 6  # a language, 112 included: more is no help in danger
MAX_NAME = 40  # characters
_DIGITS = range(3, 15)  # from 112 to a number with its country's prefix
_WRITTEN = re.compile(r"(?P<number>\+?[0-9][0-9 ./()-]*)(?P<name>.*)", re.DOTALL)


@dataclass(frozen=True)
class EmergencyNumber:
    """A number as people dial it, and who answers; no name for 112, which has one in every language."""

    number: str
    name: str = ""

    @property
    def digits(self) -> str:
        """What tells numbers apart, however they are written."""
        return re.sub(r"[^0-9]", "", self.number)


EVERYWHERE = EmergencyNumber("112")
_LISTENING = {
    "fr": (EmergencyNumber("107", "Télé-Accueil"), EmergencyNumber("0800 32 123", "Prévention du suicide")),
    "nl": (EmergencyNumber("106", "Tele-Onthaal"), EmergencyNumber("1813", "Zelfmoordlijn")),
    "de": (EmergencyNumber("108", "Telefonhilfe"),),
    "en": (EmergencyNumber("107", "Télé-Accueil (FR)"), EmergencyNumber("106", "Tele-Onthaal (NL)")),
}


class NotANumberError(ValueError):
    """A text that does not begin with a number to dial."""


class NoNameError(ValueError):
    """A number without a word about who answers."""


def numbers_for(organisation: Organisation, language: str) -> tuple[EmergencyNumber, ...]:
    """What somebody who reads that language may call; 112 first, whatever the organisation chose."""
    own = (organisation.emergency_numbers or {}).get(language)
    others = usual_numbers(language) if own is None else tuple(_read(own))
    return (EVERYWHERE, *[number for number in others if number.digits != EVERYWHERE.digits])


def usual_numbers(language: str) -> tuple[EmergencyNumber, ...]:
    """The starting point, without 112."""
    return _LISTENING.get(language, ())


def all_numbers(organisations: Iterable[Organisation], language: str) -> tuple[EmergencyNumber, ...]:
    """Those of several organisations, each number once."""
    found = {n.digits: n for organisation in organisations for n in numbers_for(organisation, language)}
    return tuple(found.values()) or (EVERYWHERE, *usual_numbers(language))


def read_number(text: str) -> EmergencyNumber:
    """`0800 32 123 Prévention du suicide`: the number first, then who answers.

    Raises NotANumberError for what cannot be dialled, NoNameError where nobody is named or the name is too long.
    """
    found = _WRITTEN.fullmatch(one_line(text))
    if found is None or len(re.sub(r"[^0-9]", "", found["number"])) not in _DIGITS:
        raise NotANumberError
    name = found["name"].strip(" :–—-,;")
    if not has_letters(name) or len(name) > MAX_NAME:
        raise NoNameError
    return EmergencyNumber(" ".join(found["number"].strip(" ./(-").split()), name)


def kept(numbers: Iterable[EmergencyNumber]) -> list[dict[str, str]]:
    """As the organisation's row keeps them."""
    return [{"number": each.number, "name": each.name} for each in numbers if each.digits != EVERYWHERE.digits]


def _read(rows: Iterable[dict[str, str]]) -> Iterable[EmergencyNumber]:
    return (EmergencyNumber(row.get("number", ""), row.get("name", "")) for row in rows if row.get("number"))
