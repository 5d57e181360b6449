"""The benchmark of reviews still runs: with tiny sizes, so its figures mean nothing."""

from __future__ import annotations

import pytest

from benchmarks.review import Cost, measure, table
from tests.conftest import TEMPLATE, PostgresServer


async def test_what_changed_is_reviewed_beside_what_did_not(postgres_server: PostgresServer) -> None:
    urls = {duos: await postgres_server.create(TEMPLATE) for duos in (40, 100)}
    few, many = await measure(urls, changed=20, waves=2)
    assert (few.duos, many.duos) == (40, 100)
    assert min(few.waves + many.waves) > 0
    assert sum(many.levels.values()) == 100
    assert few.levels["at_risk"] == many.levels["at_risk"] == 2  # of the silent ones
    assert sum(few.levels.values()) == 40


@pytest.mark.parametrize(("seconds", "kept"), [(1.5, "1.5 times: kept"), (1.6, "NOT kept"), (10.0, "NOT kept")])
def test_a_cost_that_grows_too_much_or_takes_too_long_is_said(seconds: float, kept: str) -> None:
    few = Cost(10, (1.0, 2.0), {}, 1.0)
    assert kept in table(few, Cost(100, (seconds,), {}, 1.0), 10)
