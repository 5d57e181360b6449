"""Which function does which kind of chore."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mentoring.chores import ChoreFunction, ClaimedChore
from mentoring.digest.weeks import draw_week
from mentoring.group_pairing.chore import pair_group
from mentoring.lists.carrying_chore import carry_out_list, stuck
from mentoring.lists.export import export_list
from mentoring.lists.reading_chore import read_list
from mentoring.messages.base import Message
from mentoring.progress.picture import draw_progress
from mentoring.reports.chore import make_report
from mentoring.simulation.chore import simulate
from storage.words import ChoreKind

CHORES: Mapping[ChoreKind, ChoreFunction] = {
    ChoreKind.READ_LIST: read_list,
    ChoreKind.CARRY_OUT_LIST: carry_out_list,
    ChoreKind.EXPORT_LIST: export_list,
    ChoreKind.PAIR_GROUP: pair_group,
    ChoreKind.DRAW_PROGRESS: draw_progress,
    ChoreKind.SIMULATE: simulate,
    ChoreKind.DRAW_WEEK: draw_week,
    ChoreKind.MAKE_REPORT: make_report,
}

# What whoever asked hears when a chore failed for the last time, where that is more than that something went wrong.
REGRETS: Mapping[ChoreKind, Callable[[ClaimedChore], Message]] = {ChoreKind.CARRY_OUT_LIST: stuck}
