"""A report from what was read: figures of the period beside those of the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mentoring.reports.counting import Cells, cells_of
from mentoring.reports.hiding import Atom, Of, base_atom, hidden_atoms
from mentoring.reports.paths import Path
from mentoring.reports.periods import Period
from mentoring.reports.values import ALONE, Cell, Figure, Happened, Key, Report


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for a report of an organisation (None: of the federation).

    `periods` and `happened`: of the period, and of the one before. `until`: the day of reading.
    """

    organisation: str | None
    paths: Sequence[Path]
    periods: tuple[Period, Period]
    happened: tuple[Happened, Happened]
    until: date


def report_of(read: Read, *, is_shared: bool) -> Report:
    """The figures. With `is_shared`, and of the federation always, small cells are hidden."""
    is_shared = is_shared or read.organisation is None
    now, before = (cells_of(read.paths, each, period) for each, period in zip(read.happened, read.periods, strict=True))
    before = {key: cell for key, cell in before.items() if key.name not in ALONE}
    hidden = hidden_atoms(now, before) if is_shared else frozenset()
    return Report(
        organisation=read.organisation,
        period=read.periods[0],
        before=read.periods[1],
        until=read.until,
        is_shared=is_shared,
        duos=len(read.paths),
        figures=tuple(_figure(key, cell, before, hidden) for key, cell in now.items()),
    )


def _figure(key: Key, cell: Cell, before: Cells, hidden: frozenset[Atom]) -> Figure:
    earlier = before.get(key, _NOTHING)
    value = Atom(Of.NOW, key) in hidden, Atom(Of.BEFORE, key) in hidden
    base = base_atom(Of.NOW, key) in hidden, base_atom(Of.BEFORE, key) in hidden
    return Figure(
        name=key.name,
        part=key.part,
        value=None if value[0] else cell.value,
        base=None if base[0] else cell.base,
        before=None if value[1] else earlier.value,
        before_base=None if base[1] else earlier.base,
        is_hidden=value[0],
        base_is_hidden=base[0],
        before_is_hidden=value[1],
        before_base_is_hidden=base[1],
    )


_NOTHING = Cell(None, None, 0)
