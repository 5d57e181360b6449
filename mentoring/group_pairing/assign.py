"""`python -m mentoring.group_pairing.assign`: the best pairs of a whole group; JSON in, JSON out.

In: `scores` (a row for each seeker, a number or null for each mentor), `places` of each mentor, `declined` cells,
`free_place` and `most_free_places`. Out: `[[seeker, mentor], ...]` by their places in the table.

A process of its own: scipy and numpy take 60 MB and a second to import, and no other process shall carry them.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def assign(table: dict[str, Any]) -> list[tuple[int, int]]:
    """As many pairs as there can be, among these the highest total; who declined each other only where it costs nobody.

    Where two solutions are worth the same, the seekers who come first in the table get a mentor. A mentor with several
    places is a column for each: the second place is worth a point less, so that people spread.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    scores: list[list[int | None]] = table["scores"]
    owners = [m for m, places in enumerate(table["places"]) for _ in range(min(places, len(scores)))]
    if not scores or not owners:
        return []
    worth = np.array([[np.nan if score is None else score for score in row] for row in scores], dtype=np.float64)
    allowed = ~np.isnan(worth)
    span = float(np.nanmax(np.abs(worth), initial=0.0)) + table["free_place"] * table["most_free_places"] + 1.0
    one_more = 2.0 * span * (min(worth.shape[0], len(owners)) + 1)  # outweighs any gain by exchanging the others
    worth = np.where(allowed, worth + one_more, 0.0)
    for seeker, mentor in table["declined"]:
        worth[seeker, mentor] -= one_more - span  # still better than nobody
    columns = worth[:, owners]
    seekers = len(scores)
    first_come = np.arange(seekers, 0, -1)[:, np.newaxis] / (
        seekers * (seekers + 1.0)
    )  # all together less than a point
    columns += np.where(allowed[:, owners], np.array(_bonus(table)) + first_come, 0.0)
    rows, chosen = linear_sum_assignment(columns, maximize=True)
    pairs = [(int(row), owners[int(column)]) for row, column in zip(rows, chosen, strict=True)]
    return [(seeker, mentor) for seeker, mentor in pairs if allowed[seeker, mentor]]


def _bonus(table: dict[str, Any]) -> list[float]:
    """For each column: how many places its mentor would still have before it is taken."""
    seekers, most, weight = len(table["scores"]), table["most_free_places"], table["free_place"]
    return [
        float(weight * min(places - taken, most)) for places in table["places"] for taken in range(min(places, seekers))
    ]


if __name__ == "__main__":
    json.dump(assign(json.load(sys.stdin)), sys.stdout)
