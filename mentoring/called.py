"""What a conversation is called: a person's name, or the team of an organisation, worded in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Team:
    """The team of an organisation, as a person of theirs sees it. `id` is the organisation's."""

    id: int
    organisation: str


Called = str | Team


_LONGEST_PLACE = 20  # characters of an organisation beside a name


def with_places(named: Sequence[tuple[int, str, bool, str]]) -> list[tuple[int, str, bool]]:
    """Names with their organisation, `Amina (Apides)`, where conversations of several organisations run.

    Takes (thread, name, whether it runs, organisation), and gives what `told_apart` takes.
    """
    several = len({place for _, _, runs, place in named if runs}) > 1
    return [
        (thread_id, f"{name} ({_short(place)})" if several and runs else name, runs)
        for thread_id, name, runs, place in named
    ]


def _short(place: str) -> str:
    return place if len(place) <= _LONGEST_PLACE else f"{place[: _LONGEST_PLACE - 1].rstrip()}…"


def told_apart(named: Sequence[tuple[int, str, bool]]) -> dict[int, str]:
    """Names by thread: where two running threads have partners of the same name, the later ones get a number.

    Takes (thread, name, whether it runs), oldest first.
    """
    names: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for thread_id, name, runs in named:
        seen[name] += runs
        names[thread_id] = f"{name} ({seen[name]})" if runs and seen[name] > 1 else name
    return names
