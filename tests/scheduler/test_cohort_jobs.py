"""The benchmark's cohort through rows and the job: it has to live, be asked and be noticed."""

from __future__ import annotations

import asyncio

from benchmarks.cohort_jobs import play_jobs
from benchmarks.cohort_lives import live


def test_duos_that_fade_are_asked_and_noticed_by_the_job() -> None:
    played, nudges = asyncio.run(play_jobs(live(2, seed=4, dropouts=0.6), until=70))
    assert nudges > 0
    for one in played:
        fades_at = one.life.duo.fades_at
        noticed = [day for day in (*one.alerts, *one.urgent) if day >= fades_at]
        assert noticed, "with that chance a week everybody fades soon"
        assert min(noticed) - fades_at <= 28
