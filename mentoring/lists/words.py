"""The words of the file itself: what columns, roles and languages are called in it, in the four languages.

They are part of the format and not of the catalogs: what is written here is read again, whoever translates.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from storage.words import Role

MAX_LINES = 10_000  # people in one list: issue 4
MAX_BYTES = 2 * 1024 * 1024  # 10,000 lines with every cell filled are about 1 MB
MAX_REFERENCE = 40  # characters


class Column(StrEnum):
    """In the order in which they are written."""

    ROLE = "role"
    LABEL = "label"
    LANGUAGE = "language"
    REFERENCE = "reference"
    PARTNER = "partner"
    STARTED = "started"


HEADS: Mapping[str, Mapping[Column, str]] = {
    "en": dict(zip(Column, ("role", "label", "language", "reference", "partner", "started"), strict=True)),
    "fr": dict(zip(Column, ("rôle", "repère", "langue", "référence", "partenaire", "début"), strict=True)),
    "nl": dict(zip(Column, ("rol", "label", "taal", "referentie", "partner", "gestart"), strict=True)),
    "de": dict(zip(Column, ("Rolle", "Bezeichnung", "Sprache", "Referenz", "Partner", "Beginn"), strict=True)),
}
# Heads of the columns that our own files have besides: they are no mistake of the team's when such a file comes back.
STATE_HEADS = {"en": "state", "fr": "situation", "nl": "situatie", "de": "Stand"}
LINK_HEADS = {"en": "link", "fr": "lien", "nl": "link", "de": "Link"}
TEXT_HEADS = {"en": "text", "fr": "texte", "nl": "tekst", "de": "Text"}
PROBLEM_HEADS = {"en": "problem", "fr": "problème", "nl": "probleem", "de": "Problem"}
LINE_HEADS = {"en": "line", "fr": "ligne", "nl": "regel", "de": "Zeile"}

ROLES: Mapping[str, Mapping[Role, str]] = {
    "en": dict(zip(Role, ("mentee", "mentor", "coordinator", "lead", "federation"), strict=True)),
    "fr": dict(zip(Role, ("mentee", "mentor", "coordination", "responsable", "fédération"), strict=True)),
    "nl": dict(zip(Role, ("mentee", "mentor", "coördinator", "hoofdcoördinator", "federatie"), strict=True)),
    "de": dict(zip(Role, ("Mentee", "Mentor", "Koordination", "Leitung", "Dachverband"), strict=True)),
}

_OTHER_HEADS = {
    Column.ROLE: ("fonction", "functie", "funktion"),
    Column.LABEL: (
        *("name", "nom", "prenom", "nometprenom", "prenometnom", "etiquette", "naam", "voornaam", "etiket"),
        *("vorname", "kennwort", "benaming"),
    ),
    Column.LANGUAGE: ("lang",),
    Column.REFERENCE: (
        *("ref", "numero", "nummer", "number", "no", "nr", "dossier", "nodossier", "numerodedossier", "dossiernummer"),
        *("aktenzeichen", "aktennummer"),
    ),
    Column.PARTNER: ("duo", "binome", "duopartner", "partnerin"),
    Column.STARTED: (
        "start",
        "since",
        "startdate",
        "datededebut",
        "datedebut",
        "debutduduo",
        "depuis",
        "startdatum",
        "sinds",
        "seit",
        "begin",
    ),
}
_OTHER_ROLES = {
    Role.SEEKER: (
        *("seeker", "mentees", "jobseeker", "demandeur", "demandeuse", "demandeurdemploi", "demandeusedemploi"),
        *("chercheur", "chercheuse", "chercheurdemploi", "chercheusedemploi", "candidat", "candidate", "mentore"),
        *(
            "personneenrecherchedemploi",
            "mentoree",
            "mentoreee",
            "filleul",
            "filleule",
            "jeune",
            "werkzoekende",
            "werkzoeker",
            "arbeitsuchende",
            "arbeitsuchender",
        ),
        *("arbeitssuchende", "arbeitssuchender", "stellensuchende", "stellensuchender"),
    ),
    Role.MENTOR: (
        "mentors",
        "mentorin",
        "mentrice",
        "mentoren",
        "parrain",
        "marraine",
        "benevole",
        "volontaire",
        "vrijwilliger",
    ),
    Role.COORDINATOR: (
        *("coordinators", "coordinateur", "coordinatrice", "coordination", "coordinatie", "koordinator"),
        *("koordinatorin", "colleague", "collegue", "collega", "kollege", "kollegin"),
        *("coordonnateur", "coordonnatrice", "collaborateur", "collaboratrice", "medewerker"),
    ),
    Role.FEDERATION: ("foderation", "foederation", "verband", "mentoringbelgium"),
    Role.LEAD: ("leadcoordinator", "leadcoordinateur", "leadcoordinatrice", "hoofd", "leiter", "leiterin"),
}
_LANGUAGES = {
    "fr": ("francais", "frans", "franzosisch", "franzoesisch", "french", "fra"),
    "nl": (
        "neerlandais",
        "nederlands",
        "niederlandisch",
        "niederlaendisch",
        "dutch",
        "flamand",
        "vlaams",
        "flamisch",
        "nld",
    ),
    "de": ("allemand", "duits", "deutsch", "german", "deu"),
    "en": ("anglais", "engels", "englisch", "english", "eng"),
}


def plainly(text: str) -> str:
    """The word without accents, signs, blanks and capitals: `Date de début` is `datededebut`."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _known(written: Mapping[str, Mapping[Role, str]] | Mapping[str, Mapping[Column, str]]) -> dict[str, Role | Column]:
    return {plainly(word): meaning for words in written.values() for meaning, word in words.items()}


_COLUMN_OF = {**_known(HEADS), **{word: column for column, words in _OTHER_HEADS.items() for word in words}}
_ROLE_OF = {**_known(ROLES), **{word: role for role, words in _OTHER_ROLES.items() for word in words}}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in (code, *words)}
_OUR_OWN = {
    plainly(word)
    for heads in (STATE_HEADS, LINK_HEADS, TEXT_HEADS, PROBLEM_HEADS, LINE_HEADS)
    for word in heads.values()
}


def column_of(head: str) -> Column | None:
    found = _COLUMN_OF.get(plainly(head))
    return found if isinstance(found, Column) else None


def is_our_own(head: str) -> bool:
    """A column that our files have besides, or one without a name."""
    return plainly(head) in {"", *_OUR_OWN}


def role_of(word: str) -> Role | None:
    found = _ROLE_OF.get(plainly(word))
    return found if isinstance(found, Role) else None


def language_of(word: str) -> str | None:
    """The code of the language: of its name in any of the four, or of a code such as `fr-BE`."""
    primary = word.replace("_", "-").split("-")[0]
    return _LANGUAGE_OF.get(plainly(word)) or _LANGUAGE_OF.get(plainly(primary))
