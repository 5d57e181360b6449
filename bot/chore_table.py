"""Which function does which kind of chore."""

from __future__ import annotations

from collections.abc import Mapping

from mentoring.chores import ChoreFunction
from storage.words import ChoreKind

CHORES: Mapping[ChoreKind, ChoreFunction] = {}
