"""The questions of the welcome, in order: pure rules about what is asked of whom, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.words import Role


class Step(StrEnum):
    LANGUAGE = "language"
    AGREEMENT = "agreement"  # what is stored, who sees it, and whether to go on here
    NAME = "name"  # the only one that cannot be skipped
    LANGUAGES = "languages"
    SECTORS = "sectors"
    REGIONS = "regions"
    TIMES = "times"
    CAPACITY = "capacity"


_OF_THE_PERSON = (Step.LANGUAGE, Step.NAME)  # told once, whatever the roles
_OF_OTHERS = (Step.LANGUAGE, Step.AGREEMENT, Step.NAME)  # of the team, or the federation
_SEEKER = (*_OF_OTHERS, Step.LANGUAGES, Step.SECTORS, Step.REGIONS, Step.TIMES)
_MENTOR = (*_SEEKER, Step.CAPACITY)
_STEPS = {Role.SEEKER: _SEEKER, Role.MENTOR: _MENTOR}
_OPTIONAL = frozenset(Step) - {*_OF_OTHERS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: the second of seven."""

    number: int
    of: int

    @property
    def is_first(self) -> bool:
        return self.number == 1


def steps_for(role: Role, *, is_known: bool) -> tuple[Step, ...]:
    """What is asked in that role. `is_known`: language and name were told in another role before."""
    steps = _STEPS.get(role, _OF_OTHERS)
    return tuple(step for step in steps if not (is_known and step in _OF_THE_PERSON))


def place_of(step: Step, steps: tuple[Step, ...]) -> Place:
    return Place(steps.index(step) + 1, len(steps))


def step_from(word: str | None, steps: tuple[Step, ...]) -> Step:
    """The step that was noted; the first where nothing was, the next one where it is no longer asked."""
    order = list(Step)
    noted = order.index(Step(word)) if word in set(Step) else 0
    return next((step for step in steps if order.index(step) >= noted), steps[-1])


def step_after(step: Step, steps: tuple[Step, ...]) -> Step | None:
    """The next step; None after the last."""
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def step_before(step: Step, steps: tuple[Step, ...]) -> Step:
    """The step before; the first one is its own."""
    return steps[max(0, steps.index(step) - 1)]


def is_optional(step: Step) -> bool:
    """It can be skipped."""
    return step in _OPTIONAL
