"""Who lives in the demo, and what they said to each other. Made-up people; their words are theirs, not Tandem's."""

from __future__ import annotations

from dataclasses import dataclass, field

from mentoring.milestones import Milestone
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

    `meets_in`: days until the next meeting, None: nothing is planned; `agreed`: both come. `words_days`: how many days
    ago the words were written. `steps`: how many days ago which step was noted. `faces`: how the seeker and the mentor
    answer the weekly question, 1 to 5; `last_face`: the seeker's answer of last week, where it is another one.
    `silent_days`: so long neither of the two has met, answered or written.
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
    by: str = "Sabine"  # who looks after them
    words_days: int = 1
    steps: tuple[tuple[int, Milestone], ...] = ()
    faces: tuple[int, int] = (4, 5)
    last_face: int = 0
    silent_days: int = 0


def _told(languages: str, sectors: str, regions: str, times: str) -> Profile:
    return Profile(*(tuple(part.split()) for part in (languages, sectors, regions, times)))


COORDINATOR = Character("Sabine", "de", Role.LEAD, days=200)

CAST = (
    COORDINATOR,  # the first three are on the page's three phones
    Character("Aïcha", "fr", Role.SEEKER, _told("fr ar", "care social", "brussels", "morning evening")),
    Character("Wout", "nl", Role.MENTOR, _told("nl fr", "care social sales", "brussels", "evening"), capacity=3),
    Character("Pieter", "nl", Role.COORDINATOR, days=200),
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
    Character("Nour", "fr", Role.SEEKER, _told("fr ar", "office sales", "brussels", "morning afternoon"), days=48),
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
        steps=((17, Milestone.CV_READY), (1, Milestone.FIRST_APPLICATION)),
        words=(
            (True, "Bonjour Wout, j'ai envoyé ma candidature à la maison de repos."),
            (False, "Bravo Aïcha ! On prépare l'entretien la prochaine fois ?"),
            (True, "Oui, avec plaisir 🙂"),
        ),
    ),
    DuoStory(
        "Yasmina",
        "Wout",
        days=20,
        meets_in=2,
        meets_at=16,
        agreed=False,
        goal="Un CV à jour",
        last_face=1,
        words_days=2,
        words=((False, "Bonjour Yasmina, comment va la recherche ?"),),
    ),
    DuoStory("Samuel", "Wout", days=3, meets_in=4),
    DuoStory(
        "Fatma",
        "Lotte",
        days=61,
        goal="Vast werk in de zorg",
        meets_in=1,
        weekly=True,
        by="Pieter",
        steps=((40, Milestone.CV_READY), (12, Milestone.APPLICATION_SENT)),
        words=((False, "Dag Fatma, heb je al iets gehoord?"), (True, "Nog niet, ik bel morgen.")),
    ),
    DuoStory(
        "Dawit",
        "Bram",
        days=17,
        goal="Rijbewijs C",
        meets_in=5,
        weekly=True,
        by="Pieter",
        steps=((4, Milestone.CV_READY),),
        words_days=4,
        words=((True, "Hallo Bram, mijn cv is klaar!"), (False, "Top, stuur maar door.")),
    ),
    DuoStory(
        "Olena",
        "Nathalie",
        days=84,
        goal="L'équivalence de mon diplôme",
        silent_days=30,
        words_days=31,
        words=((False, "Bonjour Olena, prête pour lundi ?"),),
    ),
    DuoStory(
        "Ilse",
        "Jürgen",
        days=119,
        goal="Eine Stelle im Kindergarten",
        meets_in=3,
        weekly=True,
        faces=(5, 5),
        steps=((80, Milestone.CV_READY), (25, Milestone.APPLICATION_SENT), (5, Milestone.INTERVIEW)),
        words_days=5,
        words=((True, "Guten Morgen Jürgen, das Gespräch lief gut."), (False, "Das freut mich sehr!")),
    ),
    DuoStory(
        "Marek",
        "Greet",
        days=165,
        goal="Hovenier worden",
        meets_in=6,
        weekly=True,
        by="Pieter",
        steps=((120, Milestone.CV_READY), (30, Milestone.TRIAL_DAY)),
        words_days=2,
        words=((False, "Dag Marek, zaterdag om 10 uur?"), (True, "Zaterdag is goed.")),
    ),
    DuoStory("Bintou", "Thomas", state=DuoState.PAUSED, days=45),
    DuoStory(
        "Reza",
        "An",
        state=DuoState.COMPLETED,
        days=150,
        by="Pieter",
        goal="Een job in IT",
        faces=(5, 5),
        steps=((110, Milestone.CV_READY), (30, Milestone.INTERVIEW), (16, Milestone.CONTRACT_SIGNED)),
    ),
    DuoStory("Jean", "Michel", state=DuoState.ENDED, days=140),
    DuoStory("Amira", "Claire", state=DuoState.PROPOSED, days=2, answers=(Answer.OPEN, Answer.YES)),
)

CLOSED_DAYS = 10  # so long ago the duos that are over said goodbye


def joined_days(character: Character) -> int:
    """How long ago they joined: a week before their first duo at the latest."""
    own = [story.days + 7 for story in DUOS if character.name in {story.seeker, story.mentor}]
    return max(character.days, *own) if own else character.days


def described(character: Character) -> str:
    """Who that is, in a few words, for whoever tries the demo; the page knows what stands after "try"."""
    command = {"Sabine": "/today", "Pieter": "/today", "Aïcha": "/progress", "Wout": "/sessions"}.get(character.name)
    return f"({_who(character)}{f'; try {command}' if command else ''})"


def _who(character: Character) -> str:
    if character.role is Role.LEAD:
        return "lead coordinator"
    if character.role is Role.COORDINATOR:
        return "coordinator"
    stories = [story for story in DUOS if character.name in {story.seeker, story.mentor}]
    if character.role is Role.MENTOR:
        mentees = ", ".join(story.seeker for story in stories if DuoState(story.state).is_running)
        proposed = next((story.seeker for story in stories if story.state is DuoState.PROPOSED), "")
        return f"mentor of {mentees}" if mentees else f"mentor, {f'{proposed} is proposed' if proposed else 'free'}"
    if not stories:
        return "waits for a mentor"
    mentor, state = stories[0].mentor, stories[0].state
    return {
        DuoState.PROPOSED: f"mentee, {mentor} is proposed",
        DuoState.PAUSED: f"mentee of {mentor}, pausing",
        DuoState.COMPLETED: f"mentee of {mentor} until they found work",
        DuoState.ENDED: f"was a mentee of {mentor}",
    }.get(state, f"mentee of {mentor}")
