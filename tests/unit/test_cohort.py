"""The made-up cohort of the benchmark: weighed at once as one by one, and the alarm's figures, with wide bounds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.cohort import OTHERS, Cohort, seeds_of
from benchmarks.cohort_lives import Lives, live, weighed
from benchmarks.cohort_rules import ring, unanswered
from benchmarks.cohort_weighing import Weighing
from mentoring.signals.explanations import SIDES, Evidence
from mentoring.signals.ladder import Limits
from mentoring.signals.model import USUAL
from mentoring.signals.seen import Seen, What
from mentoring.simulation.people import DAYS, STRESS


@pytest.fixture(scope="module")
def lives() -> Lives:
    """Many that drop out, so that a small cohort says something."""
    return live(240, seed=11, dropouts=3 * STRESS)


def test_a_cohort_is_weighed_as_each_of_its_duos_would_be() -> None:
    cohort = live(6, seed=5, dropouts=0.05)
    weighing = Weighing(6, cohort.keys, USUAL)
    alone = [Evidence() for _ in cohort.lives]
    days = [{day: (usual, seen) for day, usual, seen in weighed(life)} for life in cohort.lives]
    for day in range(int(cohort.first_days.min()), DAYS):
        weighing.next_day(day, cohort.usual[day])
        weighing.forget(np.nonzero(cohort.first_days == day)[0])
        for (_, side), (duos, keys) in cohort.seen.get(day, {}).items():
            weighing.see(duos, keys, side)
        if day == 60:
            weighing.hear(2, What.NUDGE_SILENT, 0)
        shares = weighing.shares()
        for number, evidence in enumerate(alone):
            if day < cohort.first_days[number]:
                continue
            usual, seen = days[number][day]
            evidence.writes = dict(zip(SIDES, usual, strict=True))
            if not evidence.day:
                evidence.begin(day)
            evidence.go_to(day)
            for one in (*seen, *([Seen(What.NUDGE_SILENT, day, SIDES[0])] if (number, day) == (2, 60) else [])):
                evidence.see(one)
            assert list(evidence.verdict().by.values()) == pytest.approx(shares[number].tolist(), rel=1e-6, abs=1e-12)


def test_the_alarm_is_early_and_rarely_wrong(lives: Lives) -> None:
    """Wide bounds: 240 duos say little. The figures are printed by `python -m benchmarks.cohort`."""
    found, nudges = Cohort("small", [lives]).tandem(Limits())
    assert found.dropouts > 70
    assert found.alerted >= 0.95
    assert found.median <= 14
    assert found.false_alerts <= 2.6
    assert nudges <= 80


def test_other_rules_are_wrong_more_often(lives: Lives) -> None:
    cohort = Cohort("small", [lives])
    tandem, _ = cohort.tandem(Limits())
    for name, rule in OTHERS.items():
        assert cohort.other(rule).false_alerts > 3 * tandem.false_alerts, name


def test_the_same_nudge_gets_the_same_answer_whatever_was_asked_before(lives: Lives) -> None:
    life = lives.lives[0]
    first = [life.answer(side, day) for day in range(20, 60) for side in (0, 1)]
    again = [life.answer(side, day) for day in reversed(range(20, 60)) for side in (1, 0)]
    assert first == again[::-1]
    assert None in first
    assert any(first)


def test_another_rule_rings_again_after_two_weeks_at_the_earliest(lives: Lives) -> None:
    for alerts in ring(lives, unanswered(2)):
        assert all(later - earlier >= 14 for earlier, later in pairwise(alerts))


def test_seeds_are_one_or_a_range() -> None:
    assert list(seeds_of("7")) == [7]
    assert list(seeds_of("201-203")) == [201, 202, 203]
