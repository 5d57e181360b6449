"""Which function does which kind of chore."""

from __future__ import annotations

from collections.abc import Mapping

from mentoring.chores import ChoreFunction
from mentoring.group_pairing.chore import pair_group
from storage.words import ChoreKind

CHORES: Mapping[ChoreKind, ChoreFunction] = {
    ChoreKind.PAIR_GROUP: pair_group,
}
