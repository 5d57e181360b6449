"""What a report that leaves the team does not show: small cells, and whatever they could be computed from.

A cell is small where fewer than five persons or duos stand behind it; nobody at all is no small cell. Cells that add
up to a total are looked at together: where a hidden one could be told from the others, the next smallest is hidden as
well, and so on until it holds (`tests/unit/reports/test_report_hiding.py` solves the sums as a reader would). Where one
part of a whole is hidden, so are those with nobody: a single star among zeros would tell what the few have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentoring.reports.counting import Cells
from mentoring.reports.values import Key, Name

SMALLEST_SHOWN = 5


class Side(StrEnum):
    VALUE = "value"
    BASE = "base"
    REST = "rest"  # base minus value: not shown, but anybody can compute it


class Of(StrEnum):
    NOW = "now"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Atom:
    """One number that a reader sees or can compute."""

    of: Of
    key: Key
    side: Side = Side.VALUE


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is all of `parts` together, and every reader knows that.

    `divides`: the parts say what became of the same people, so that which of them is not zero tells something.
    """

    total: Atom
    parts: tuple[Atom, ...]
    divides: bool = True


# The base of a share that is another figure's value, so that both are hidden or none.
_BASES = {Name.REASON: Name.ENDED, Name.LEAVING: Name.LEFT, Name.LATER_WORK: Name.LATER_KNOWN}
_PARTS = {Name.ENDED: Name.REASON, Name.LEFT: Name.LEAVING, Name.HELD: Name.HELD_IN, Name.STEPS: Name.STEP}
_SHARES = {Name.SUCCESS, Name.STAYED_3, Name.STAYED_6, Name.ANSWERED, Name.LATER_KNOWN, Name.LATER_WORK}


def hidden_atoms(now: Cells, before: Cells) -> frozenset[Atom]:
    """What is not shown of a report with these figures and those of the period before."""
    people = {**_people(Of.NOW, now), **_people(Of.BEFORE, before)}
    return protect(people, sums_of(now, before))


def base_atom(of: Of, key: Key) -> Atom:
    """The number that a figure rests on: another figure's, or its own."""
    if key.name in _BASES:
        return Atom(of, Key(_BASES[key.name]))
    if key.name is Name.ANSWERED:
        return Atom(of, Key(Name.ASKED, key.part))
    return Atom(of, key, Side.BASE)


def _people(of: Of, cells: Cells) -> dict[Atom, int]:
    """How many stand behind each number."""
    found: dict[Atom, int] = {}
    for key, cell in cells.items():
        found[Atom(of, key)] = cell.people
        base = base_atom(of, key)
        if base.side is Side.BASE and cell.base is not None:
            found[base] = cell.base
        if key.name in _SHARES:
            rest = int((cell.base or 0) - (cell.value or 0))
            # questions left unanswered are no persons: those behind them are all who were asked
            found[Atom(of, key, Side.REST)] = cell.people if key.name is Name.ANSWERED else rest
    return found


def sums_of(now: Cells, before: Cells) -> list[Sum]:
    """What adds up in such a report."""
    sums = [*_sums(Of.NOW, now), *_sums(Of.BEFORE, before)]
    ran_before = (Atom(Of.BEFORE, Key(Name.ACTIVE)), Atom(Of.NOW, Key(Name.STARTED)))
    sums.append(Sum(Atom(Of.NOW, Key(Name.RAN)), ran_before, divides=False))
    for of, cells in ((Of.NOW, now), (Of.BEFORE, before)):
        # of a whole year, the duos that are too young to be counted are those that began in it
        if cells[Key(Name.STARTED)].value == cells[Key(Name.NOT_YET)].value:
            sums.append(Sum(Atom(of, Key(Name.STARTED)), (Atom(of, Key(Name.NOT_YET)),), divides=False))
    return sums


def _sums(of: Of, cells: Cells) -> Iterator[Sum]:
    def named(*names: Name) -> tuple[Atom, ...]:
        return tuple(Atom(of, Key(name)) for name in names)

    yield Sum(Atom(of, Key(Name.RAN)), named(Name.ACTIVE, Name.LEFT, Name.BETWEEN))
    yield Sum(Atom(of, Key(Name.LEFT)), named(Name.COMPLETED, Name.ENDED))
    for total, part in _PARTS.items():
        if parts := tuple(Atom(of, key) for key in cells if key.name is part):
            yield Sum(Atom(of, Key(total)), parts)
    for key in cells:
        if key.name in _SHARES:
            yield Sum(base_atom(of, key), (Atom(of, key), Atom(of, key, Side.REST)))


# -- the rule ----------------------------------------------------------------------------------------------------------
def protect(people: Mapping[Atom, int], sums: Sequence[Sum]) -> frozenset[Atom]:
    """The small ones, and as many more as it takes."""
    hidden = {atom for atom, number in people.items() if 0 < number < SMALLEST_SHOWN}
    while True:
        more = next((atoms for each in sums if (atoms := _gives_away(each, hidden, people))), None)
        if more is None:
            return frozenset(hidden)
        hidden |= more


def _gives_away(each: Sum, hidden: set[Atom], people: Mapping[Atom, int]) -> set[Atom]:
    """What has to be hidden as well so that this sum tells nothing; nothing where it tells nothing."""
    shown = [part for part in each.parts if part not in hidden]
    nobody = {part for part in shown if not people[part]}
    if nobody and each.divides and (each.total in hidden or len(shown) < len(each.parts)):
        return nobody
    kept_back = [people[part] for part in each.parts if part in hidden]
    if kept_back if each.total in hidden else not any(kept_back) or _is_crowd(kept_back):
        return set()
    if len(shown) > len(nobody):
        return {min((part for part in shown if people[part]), key=lambda part: people[part])}
    return {each.total} if each.total not in hidden and people[each.total] > 0 else set()


def _is_crowd(kept_back: Sequence[int]) -> bool:
    """Several, five people or more together: from their sum nobody can tell any of them."""
    return len(kept_back) > 1 and sum(kept_back) >= SMALLEST_SHOWN
