"""Lists of people as files: how they look, what one would do, what was done, and the files themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mentoring.lists.reading import Unusable
from mentoring.lists.values import Problem
from mentoring.messages.base import Message, declare
from storage.words import ListState, Role

FILE_LINES = 1_500  # people in one file: under a megabyte with the texts, 200 KB of sealed parameters


# -- sending one -----------------------------------------------------------------------------------------------------
@declare("lists.how")
class HowToSend(Message):
    """`languages` are the organisation's; its name only for people who work for several."""

    organisation_id: int
    organisation: str | None
    languages: tuple[str, ...]


@declare("lists.template")
class Template(Message):
    """An empty list with two lines as an example, as a file; `started` is the day of the example (ISO)."""

    languages: tuple[str, ...]
    started: str


@declare("lists.reading")
class Reading(Message):
    """The file has arrived; what it would do comes next."""


@declare("lists.question-left")
class QuestionLeft(Message):
    """A file arrived while a question was open: the question is left, and the file read."""


@declare("lists.unusable")
class ListUnusable(Message):
    """The file is no list. `line`: where, if that can be said."""

    why: Unusable
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation that the reader works for."""

    organisation_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A running conversation of the reader's."""

    thread_id: int
    name: str


@declare("lists.which-use")
class WhichUse(Message):
    """A file of somebody who works for several organisations, or who also is in a duo. `message_id`: the file's."""

    list_id: int
    desks: tuple[Desk, ...]
    chats: tuple[Chat, ...]
    message_id: int


# -- the dry run -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Count:
    role: Role
    language: str
    people: int


@declare("lists.preview")
class Preview(Message):
    """What the list would do. `problems` are the first ten of `problem_lines`.

    `coordinator_id`: who will look after the people, as a tap names it; `keeper` is their name, where it is neither
    the reader (`own_id`) nor everybody. `team`: how many work there; alone there is nothing to choose.
    `is_newer`: it is shown in place of an older one, which it retired.
    """

    list_id: int
    organisation: str | None
    people: int
    duos: int
    counts: tuple[Count, ...]
    here: int
    problem_lines: int
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]
    coordinator_id: int
    own_id: int
    keeper: str | None
    team: int
    is_newer: bool = False


@declare("lists.nothing")
class NothingToDo(Message):
    """No line of it can be carried out."""

    here: int
    problem_lines: int
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is left out, as the file has it, and why."""

    problem: Problem
    role: str
    label: str
    language: str
    reference: str
    partner: str
    started: str


@declare("lists.problems")
class ProblemsFile(Message):
    """The lines that are left out, as a file; `lines` of them in all, of which this part has some."""

    rows: tuple[BadLine, ...]
    lines: int
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Colleague:
    membership_id: int
    name: str


@declare("lists.colleagues")
class WhichColleague(Message):
    list_id: int
    colleagues: tuple[Colleague, ...]
    page: int
    pages: int
    own_id: int


# -- doing it --------------------------------------------------------------------------------------------------------
@declare("lists.stands")
class HowItStands(Message):
    """What the dry run becomes when it is carried out or left; also what an old button shows.

    `done`: lines gone through, and once it is done, people it invited. `is_newer`: as in Preview.
    """

    state: ListState
    done: int
    total: int
    is_newer: bool = False


@declare("lists.stuck")
class ListStuck(Message):
    """Carrying it out failed too often: it can be tried again, or left. `coordinator_id`: as in DoList."""

    list_id: int
    coordinator_id: int


@declare("lists.progress")
class Progress(Message):
    """A card that moves."""

    done: int
    total: int


@declare("lists.done")
class ListDone(Message):
    """`here`, `yours`: lines left out because somebody else, or the reader, invited these people meanwhile."""

    people: int
    duos: int
    here: int
    files: int
    yours: int = 0


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One person of the list, with the token of the link; `role` and `language` as codes."""

    role: Role
    label: str
    language: str
    reference: str
    partner: str
    started: str
    token: str


@declare("lists.links")
class LinksFile(Message):
    """The answer to a list: its people with their links and the texts to forward, as a file."""

    rows: tuple[LinkRow, ...]
    organisation: str
    bot_username: str
    expires_at: datetime
    part: int
    parts: int


# -- everybody -------------------------------------------------------------------------------------------------------
class Stage(StrEnum):
    """How far somebody is, as a list tells it."""

    INVITED = "invited"
    JOINING = "joining"
    WAITING = "waiting"
    IN_DUO = "in_duo"
    READY = "ready"  # a mentor without a duo
    BY_PHONE = "by_phone"
    WORKING = "working"
    READING = "reading"  # of the federation


@dataclass(frozen=True, slots=True)
class PersonRow:
    role: Role
    label: str
    language: str
    reference: str
    partner: str
    started: str
    stage: Stage


@declare("lists.writing")
class Writing(Message):
    """Everybody as a file comes next."""


@declare("lists.people")
class PeopleFile(Message):
    """Everybody of the organisation, as a file; `people` of them in all, of whom this part has some."""

    rows: tuple[PersonRow, ...]
    organisation: str
    people: int
    part: int
    parts: int
