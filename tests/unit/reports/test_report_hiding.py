"""What is passed on gives nobody away: a reader who knows what adds up solves the sums and learns no hidden number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.report_samples import sample_report
from mentoring.reports.counting import cells_of
from mentoring.reports.hiding import SMALLEST_SHOWN, Atom, Of, Sum, hidden_atoms, protect, sums_of
from mentoring.reports.paths import paths_of
from mentoring.reports.periods import Period
from mentoring.reports.values import DuoRow, Happened, Key, Name, Tally
from storage.words import DuoState, EndReason

TOTAL, *PARTS = [Atom(Of.NOW, Key(Name.REASON, part)) for part in ("total", "a", "b", "c", "d", "e", "f")]


def hidden_of(*parts: int) -> tuple[set[int], bool]:
    """Which parts of a total are hidden, by their number, and whether the total is."""
    used = PARTS[: len(parts)]
    people = {TOTAL: sum(parts), **dict(zip(used, parts, strict=True))}
    hidden = protect(people, [Sum(TOTAL, tuple(used))])
    return {number for number, atom in enumerate(used) if atom in hidden}, TOTAL in hidden


def test_large_cells_are_all_shown() -> None:
    assert hidden_of(5, 6, 70, 0) == (set(), False)


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    assert hidden_of(3, 9, 7, 20) == ({0, 2}, False)


def test_several_small_cells_hide_each_other() -> None:
    assert hidden_of(3, 4, 9) == ({0, 1}, False)


def test_small_cells_that_are_few_together_take_one_more() -> None:
    assert hidden_of(1, 1, 9, 12) == ({0, 1, 2}, False)
    assert hidden_of(2, 2, 9, 12) == ({0, 1, 2}, False)


def test_a_few_people_hide_the_total_where_nothing_else_is_left() -> None:
    assert hidden_of(1, 1, 1, 1) == ({0, 1, 2, 3}, True)
    assert hidden_of(1, 1, 1, 1, 1, 1) == ({0, 1, 2, 3, 4, 5}, False)


def test_nobody_is_no_small_cell() -> None:
    assert hidden_of(0, 0, 0) == (set(), False)
    assert hidden_of(0, 9, 0, 6) == (set(), False)


def test_a_single_reason_is_not_told_by_the_one_star_among_zeros() -> None:
    assert hidden_of(0, 3, 0) == ({0, 1, 2}, True)
    assert hidden_of(0, 3, 9, 0) == ({0, 1, 2, 3}, False)
    assert hidden_of(0, 3, 4, 9) == ({0, 1, 2}, False)


# -- what a reader can compute -----------------------------------------------------------------------------------------
def learned(people: Mapping[Atom, int], sums: Sequence[Sum], hidden: frozenset[Atom]) -> set[Atom]:
    """The hidden atoms that follow from the shown ones, by solving all sums at once."""
    unknown = sorted(hidden, key=str)
    rows = []
    for each in sums:
        row = [Fraction(0)] * len(unknown)
        for sign, atoms in ((1, (each.total,)), (-1, each.parts)):
            for atom in atoms:
                if atom in hidden:
                    row[unknown.index(atom)] += sign
        rows.append(row)
    solved = reduced(rows)
    return {unknown[row.index(1)] for row in solved if sum(bool(cell) for cell in row) == 1}


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan: a row with one number left tells that number."""
    rows, done = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((number for number in range(done, len(rows)) if rows[number][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [cell / rows[done][column] for cell in rows[done]]
        for number, row in enumerate(rows):
            if number != done and row[column]:
                rows[number] = [cell - row[column] * other for cell, other in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6))
def test_no_part_of_a_total_can_be_computed(parts: list[int]) -> None:
    used = PARTS[: len(parts)]
    people = {TOTAL: sum(parts), **dict(zip(used, parts, strict=True))}
    sums = [Sum(TOTAL, tuple(used))]
    hidden = protect(people, sums)
    assert {atom for atom, number in people.items() if 0 < number < SMALLEST_SHOWN} <= hidden
    assert learned(people, sums, hidden) == set()


def shown_of(parts: Sequence[int]) -> tuple[int | None, ...]:
    """What a reader sees of these parts and their total."""
    hidden, total_is_hidden = hidden_of(*parts)
    return *(None if n in hidden else part for n, part in enumerate(parts)), None if total_is_hidden else sum(parts)


def could_be(shown: Sequence[int | None], most: int) -> Iterator[tuple[int, ...]]:
    """Everything that a reader has to think possible: parts that agree with what is shown."""
    *parts, total = shown
    ranges = [range(most + 1) if part is None else (part,) for part in parts]
    return (found for found in product(*ranges) if total is None or sum(found) == total)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_neither_the_value_of_a_few_nor_that_there_are_any_follows_beside_zeros(count: int) -> None:
    for parts in product(range(8), repeat=count):
        shown = shown_of(parts)
        few = [n for n, part in enumerate(parts) if 0 < part < SMALLEST_SHOWN]
        if not few:
            continue
        assert 0 not in shown[:-1], (parts, shown)
        possible = list(could_be(shown, 12))
        for n in few:
            values = {found[n] for found in possible}
            assert len(values) > 1, (parts, shown)
            assert 0 in values or 0 not in parts, (parts, shown)


FIRST = date(2025, 1, 1)


@st.composite
def many_duos(draw: st.DrawFn) -> list[DuoRow]:
    duos = []
    for seeker in range(draw(st.integers(0, 60))):
        started = date.fromordinal(FIRST.toordinal() + draw(st.integers(-300, 170)))
        kind = draw(st.integers(0, 3))
        closed = date.fromordinal(started.toordinal() + draw(st.integers(0, 300)))
        if kind < 2:
            duos.append(DuoRow(seeker, started, None, DuoState.ACTIVE))
        elif kind == 2:
            duos.append(DuoRow(seeker, started, closed, DuoState.COMPLETED))
        else:
            duos.append(DuoRow(seeker, started, closed, DuoState.ENDED, draw(st.sampled_from(EndReason))))
    return duos


@given(many_duos(), st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_no_hidden_figure_of_a_report_can_be_computed(duos: list[DuoRow], months: list[int]) -> None:
    period = Period(FIRST, date(2025, 6, 30))
    held = {month: Tally(number * 3, number) for month, number in zip(period.months(), months, strict=True)}
    happened = Happened(Tally(3 * sum(months), max(months)), held, Tally(0, 0), {}, {}, {})
    paths = paths_of(duos)
    now, before = cells_of(paths, happened, period), cells_of(paths, happened, period.before())
    before = {key: cell for key, cell in before.items() if key.name is not Name.HELD_IN}  # as a report shows it
    hidden, sums = hidden_atoms(now, before), sums_of(now, before)
    small = {
        Atom(of, key)
        for of, cells in zip(Of, (now, before), strict=True)
        for key, c in cells.items()
        if 0 < c.people < 5
    }
    assert small <= hidden
    known = learned({}, sums, hidden)
    assert known & small == set()
    for name in (Name.REASON, Name.LEAVING, Name.HELD_IN, Name.STEP):
        for of, cells in zip(Of, (now, before), strict=True):
            parts = {Atom(of, key): cell.people for key, cell in cells.items() if key.name is name}
            if any(0 < people < SMALLEST_SHOWN for people in parts.values()):
                nobody = {atom for atom, people in parts.items() if not people}
                assert nobody <= hidden
                assert not nobody & known


def test_the_federation_hides_small_cells_always() -> None:
    made = sample_report(duos=3, organisation=None)
    assert made.is_shared
    assert all(not figure.value for figure in made.figures if figure.name in {Name.STARTED, Name.RAN, Name.ACTIVE})


def test_a_team_sees_all_of_its_own() -> None:
    made = sample_report(duos=3)
    assert not any(figure.is_hidden or figure.base_is_hidden for figure in made.figures)


def test_a_hidden_figure_has_no_value_left() -> None:
    for figure in sample_report(duos=20, is_shared=True).figures:
        if figure.is_hidden:
            assert (figure.value, figure.percent) == (None, None)
        if figure.base_is_hidden:
            assert figure.base is None
