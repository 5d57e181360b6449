"""Thresholds compared over the same duos: what goes into the process that reckons, and what comes out."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mentoring.simulation.made_up import made_up
from mentoring.simulation.past import End, Past
from mentoring.simulation.people import BASE, STRESS
from mentoring.simulation.playing import (
    FEWEST,
    MadeUp,
    Order,
    curve_of,
    order_payload,
    play,
    play_on,
    read_answer,
    read_order,
    rungs,
)
from mentoring.thresholds import DEFAULTS, contradicted

TRIED = replace(DEFAULTS, risk_silence_days=10)
COHORT = MadeUp(2, 3, 0.1)
PASTS = tuple(made_up(seed, STRESS)[0] for seed in range(4))


def test_an_order_is_the_same_after_its_way_to_the_other_process() -> None:
    order = Order((DEFAULTS, TRIED), PASTS, COHORT, seconds=3.0)
    assert read_order(json.loads(json.dumps(order_payload(order)))) == order


def test_the_other_process_answers_what_is_played_here() -> None:
    order = Order((DEFAULTS, TRIED), PASTS[:1], MadeUp(1, 3, 0.1))
    given = json.dumps(order_payload(order)).encode()
    answer = subprocess.run(
        [sys.executable, "-m", "mentoring.simulation"], input=given, stdout=subprocess.PIPE, check=True
    )
    assert read_answer(json.loads(answer.stdout)) == play(order)


def test_the_same_seed_is_the_same_cohort_in_whatever_parts_it_is_played() -> None:
    with ThreadPoolExecutor(2) as pool:
        parts = play_on(pool, Order((DEFAULTS, TRIED), made_up=COHORT))
    assert play(Order((DEFAULTS, TRIED), made_up=COHORT)).made_up == parts
    other = play(Order((DEFAULTS, TRIED), made_up=replace(COHORT, seed=4))).made_up
    assert other != parts


def short_pasts(count: int) -> tuple[Past, ...]:
    """The first fortnights of made-up duos: quickly played."""
    lives = [made_up(seed, STRESS)[0] for seed in range(count)]
    return tuple(replace(past, until=min(past.until, past.here_since + timedelta(days=14))) for past in lives)


def test_when_time_is_over_a_fixed_part_of_the_duos_is_compared_under_all_thresholds() -> None:
    pasts = short_pasts(2 * FEWEST + 3)
    found = play(Order((DEFAULTS, TRIED), pasts, seconds=0.0)).own
    assert found is not None
    assert (found.duos, found.played) == (2 * FEWEST + 3, FEWEST + 1)
    assert [each.duos for each in found.figures] == [FEWEST + 1, FEWEST + 1]
    assert play(Order((DEFAULTS, TRIED), pasts, seconds=0.001)).own == found


def test_the_fewest_are_played_however_long_it_takes() -> None:
    found = play(Order((DEFAULTS, TRIED), PASTS, COHORT, seconds=0.0))
    assert found == play(Order((DEFAULTS, TRIED), PASTS, COHORT))
    assert found.own is not None
    assert (found.own.duos, found.own.played) == (4, 4)


@given(st.integers(0, 100_000))
def test_every_rung_is_half_of_the_one_before(duos: int) -> None:
    found = rungs(duos)
    assert found[0] == duos
    assert all(lower == higher // 2 >= FEWEST for higher, lower in pairwise(found))
    assert found[-1] < 2 * FEWEST


def test_where_nothing_is_asked_for_nothing_is_played() -> None:
    answer = play(Order((DEFAULTS, TRIED)))
    assert (answer.own, answer.made_up) == (None, None)


def test_the_curve_holds_other_numbers_of_the_first_threshold_that_differs_and_no_contradiction() -> None:
    points = curve_of(DEFAULTS, TRIED)
    assert points
    assert all(point not in {DEFAULTS, TRIED} for point in points)
    assert all(replace(point, risk_silence_days=10) == TRIED for point in points)
    narrow = replace(DEFAULTS, watch_contact_days=20)
    assert not any(any(contradicted(point)) for point in curve_of(DEFAULTS, narrow))
    assert curve_of(DEFAULTS, DEFAULTS) == ()


def test_more_drop_out_where_more_is_said_to() -> None:
    def dropouts(chance: float) -> int:
        return sum(made_up(seed, chance)[0].end is End.DROPPED_OUT for seed in range(200))

    assert dropouts(BASE) < dropouts(STRESS) < dropouts(0.1)
