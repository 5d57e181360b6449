"""What a list is between reading and doing: its people, its duos, its problems, and who is there already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.lists.reading import Line
from storage.words import Role


class Reason(StrEnum):
    """Why a line is left out. In brackets what a problem is about besides."""

    HERE = "here"  # no mistake
    ROLE = "role"  # (the word)
    LEAD = "lead"
    FEDERATION = "federation"
    LABEL_MISSING = "label_missing"
    LABEL_LONG = "label_long"
    LANGUAGE = "language"  # (the word)
    LANGUAGE_NOT_SPOKEN = "language_not_spoken"  # (its code)
    REFERENCE_LONG = "reference_long"
    TWICE = "twice"  # (the other line's number)
    DAY = "day"  # (the word)
    FUTURE = "future"  # (the word)
    LONG_AGO = "long_ago"  # (the word)
    START_ALONE = "start_alone"
    NO_START = "no_start"
    STARTS_DIFFER = "starts_differ"  # (the other line's number)
    PARTNER_OF_STAFF = "partner_of_staff"
    PARTNER_UNKNOWN = "partner_unknown"  # (the word), as the next three
    PARTNER_AMBIGUOUS = "partner_ambiguous"
    PARTNER_SAME_ROLE = "partner_same_role"
    SEEKER_TAKEN = "seeker_taken"  # a mentee has one mentor
    MENTOR_FULL = "mentor_full"
    PARTNER_BAD = "partner_bad"  # (the other line's number)


@dataclass(frozen=True, slots=True)
class Problem:
    number: int
    reason: Reason
    about: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is there, or is invited: by a membership or by an invitation that waits. `duos`: that they have."""

    role: Role
    label: str
    reference: str = ""
    membership_id: int | None = None
    invitation_id: int | None = None
    duos: int = 0


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A line that can be carried out. `group`: who is in duos with each other has the same number."""

    line: Line
    role: Role
    label: str
    language: str
    group: int


Who = Line | Known


@dataclass(frozen=True, slots=True)
class NewDuo:
    """At least one of the two is a line."""

    seeker: Who
    mentor: Who
    started: date


@dataclass(frozen=True, slots=True)
class Checked:
    people: tuple[Newcomer, ...]
    duos: tuple[NewDuo, ...]
    problems: tuple[Problem, ...]  # by line


def key_of(role: Role | None, label: str, reference: str) -> str:
    """Two with the same key are the same person: the reference, or without one the role and the label."""
    return f"r:{reference.casefold()}" if reference else f"l:{role}:{label.casefold()}"


def keys_of(role: Role, label: str, reference: str) -> tuple[str, ...]:
    """The keys under which somebody who is there is found."""
    return tuple(dict.fromkeys((key_of(role, label, reference), key_of(role, label, ""))))
