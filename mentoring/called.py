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
