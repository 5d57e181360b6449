"""Who lives in the demo, and what they said to each other. Made-up people; their words are theirs, not Tandem's."""

from __future__ import annotations

from dataclasses import dataclass, field

from mentoring.profile import Profile
from storage.words import Answer, DuoState, Role


@dataclass(frozen=True)
class Character:
    """Somebody with a phone. `days` is how long ago they joined (a seeker: since when they wait)."""

    name: str
    language: str
    role: Role
    profile: Profile = field(default_factory=Profile)
    capacity: int = 1
    days: int = 30


@dataclass(frozen=True)
class DuoStory:
    """A duo, how far it is, and its last words: (True: the seeker's, text).

    `meets_in`: days until the next meeting, None: nothing is planned; `agreed`: both come.
    """

    seeker: str
    mentor: str
    state: DuoState = DuoState.ACTIVE
    days: int = 7
    words: tuple[tuple[bool, str], ...] = ()
    answers: tuple[Answer, Answer] = (Answer.YES, Answer.YES)
    goal: str = ""
    meets_in: int | None = None
    meets_at: int = 18  # local hour
    agreed: bool = True
    weekly: bool = False


def _told(languages: str, sectors: str, regions: str, times: str) -> Profile:
    return Profile(*(tuple(part.split()) for part in (languages, sectors, regions, times)))


COORDINATOR = Character("Sabine", "de", Role.LEAD, days=200)

CAST = (
    COORDINATOR,  # the first three are on the page's three phones
    Character("Aïcha", "fr", Role.SEEKER, _told("fr ar", "care social", "brussels", "morning evening")),
    Character("Wout", "nl", Role.MENTOR, _told("nl fr", "care social sales", "brussels", "evening"), capacity=3),
    Character("Pieter", "nl", Role.COORDINATOR, days=90),
    # those who are in a duo
    Character("Yasmina", "fr", Role.SEEKER, _told("fr", "sales office", "brussels", "morning")),
    Character("Samuel", "fr", Role.SEEKER, _told("fr ln", "it", "brussels walloon-brabant", "evening")),
    Character("Fatma", "nl", Role.SEEKER, _told("nl tr", "cleaning care", "antwerp", "morning")),
    Character("Dawit", "nl", Role.SEEKER, _told("nl ti en", "transport industry", "east-flanders", "afternoon")),
    Character("Olena", "fr", Role.SEEKER, _told("fr uk en", "finance office", "liege", "morning evening")),
    Character("Ilse", "de", Role.SEEKER, _told("de fr", "education", "east-belgium", "afternoon")),
    Character("Marek", "nl", Role.SEEKER, _told("nl pl", "building green", "flemish-brabant", "weekend")),
    Character("Bintou", "fr", Role.SEEKER, _told("fr", "hospitality", "namur", "afternoon")),
    Character("Reza", "nl", Role.SEEKER, _told("nl fa en", "it creative", "limburg", "evening")),
    Character("Jean", "fr", Role.SEEKER, _told("fr", "industry", "hainaut", "morning"), days=220),
    Character("Amira", "fr", Role.SEEKER, _told("fr ar", "care", "brussels", "morning"), days=19),
    Character("Lotte", "nl", Role.MENTOR, _told("nl en", "care cleaning", "antwerp", "morning weekend")),
    Character(
        "Bram", "nl", Role.MENTOR, _told("nl en fr", "transport industry", "east-flanders", "evening"), capacity=2
    ),
    Character("Nathalie", "fr", Role.MENTOR, _told("fr en", "finance office", "liege", "evening")),
    Character("Jürgen", "de", Role.MENTOR, _told("de fr", "education social", "east-belgium", "afternoon")),
    Character("Greet", "nl", Role.MENTOR, _told("nl", "building green", "flemish-brabant", "weekend")),
    Character("Thomas", "fr", Role.MENTOR, _told("fr", "hospitality sales", "namur", "afternoon")),
    Character("An", "nl", Role.MENTOR, _told("nl en", "it", "limburg antwerp", "evening")),
    Character("Michel", "fr", Role.MENTOR, _told("fr", "industry", "hainaut", "morning")),
    Character("Claire", "fr", Role.MENTOR, _told("fr nl", "care", "brussels walloon-brabant", "morning"), capacity=2),
    # those who wait, and mentors who are free
    Character("Nour", "fr", Role.SEEKER, _told("fr ar", "office sales", "brussels", "morning afternoon"), days=26),
    Character("Tom", "nl", Role.SEEKER, _told("nl", "transport", "east-flanders", "evening"), days=9),
    Character("Hanna", "de", Role.SEEKER, _told("de", "care", "east-belgium", "morning"), days=2),
    Character("Sofie", "nl", Role.MENTOR, _told("nl fr", "office finance", "brussels flemish-brabant", "morning")),
    Character(
        "Helga", "de", Role.MENTOR, _told("de nl", "care education", "east-belgium liege", "morning"), capacity=2
    ),
)

DUOS = (
    DuoStory(
        "Aïcha",
        "Wout",
        days=38,
        goal="Un emploi comme aide-soignante",
        meets_in=2,
        weekly=True,
        words=(
            (True, "Bonjour Wout, j'ai envoyé ma candidature à la maison de repos."),
            (False, "Bravo Aïcha ! On prépare l'entretien jeudi ?"),
            (True, "Oui, avec plaisir 🙂"),
        ),
    ),
    DuoStory(
        "Yasmina",
        "Wout",
        days=12,
        meets_in=2,
        meets_at=16,
        agreed=False,
        goal="Un CV à jour",
        words=((False, "Bonjour Yasmina, comment va la recherche ?"),),
    ),
    DuoStory("Samuel", "Wout", days=3, meets_in=4),
    DuoStory(
        "Fatma",
        "Lotte",
        days=61,
        goal="Vast werk in de zorg",
        meets_in=1,
        words=((False, "Dag Fatma, heb je al iets gehoord?"), (True, "Nog niet, ik bel morgen.")),
    ),
    DuoStory(
        "Dawit",
        "Bram",
        days=17,
        goal="Rijbewijs C",
        meets_in=5,
        words=((True, "Hallo Bram, mijn cv is klaar!"), (False, "Top, stuur maar door.")),
    ),
    DuoStory(
        "Olena",
        "Nathalie",
        days=84,
        goal="L'équivalence de mon diplôme",
        words=((False, "Bonjour Olena, prête pour lundi ?"),),
    ),
    DuoStory(
        "Ilse",
        "Jürgen",
        days=119,
        goal="Eine Stelle im Kindergarten",
        meets_in=3,
        weekly=True,
        words=((True, "Guten Morgen Jürgen, das Gespräch lief gut."), (False, "Das freut mich sehr!")),
    ),
    DuoStory(
        "Marek",
        "Greet",
        days=165,
        goal="Hovenier worden",
        meets_in=6,
        words=((False, "Dag Marek, zaterdag om 10 uur?"), (True, "Zaterdag is goed.")),
    ),
    DuoStory("Bintou", "Thomas", state=DuoState.PAUSED, days=45),
    DuoStory("Reza", "An", state=DuoState.COMPLETED, days=190),
    DuoStory("Jean", "Michel", state=DuoState.ENDED, days=140),
    DuoStory("Amira", "Claire", state=DuoState.PROPOSED, days=2, answers=(Answer.OPEN, Answer.YES)),
)
