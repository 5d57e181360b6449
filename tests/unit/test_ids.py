from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storage.ids import MAX_ID, new_id


@given(st.integers(1, 300))
def test_ids_only_grow_and_fit_into_63_bits(number: int) -> None:
    ids = [new_id() for _ in range(number)]
    assert all(earlier < later for earlier, later in pairwise(ids))
    assert ids[0] > 0
    assert ids[-1] <= MAX_ID < 2**63


def test_threads_never_make_the_same_id_and_each_sees_them_grow() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: [new_id() for _ in range(2000)], range(8)))
    assert len({fresh for ids in made for fresh in ids}) == 16_000
    assert all(earlier < later for ids in made for earlier, later in pairwise(ids))


def test_two_ids_are_far_enough_apart_not_to_be_guessed_at_a_glance() -> None:
    made = [new_id() for _ in range(3)]
    assert made[0] > 2**40
