"""`python -m benchmarks.pairing`: the proposal for a whole group, side by side with taking the best mentor one by one.

500 seekers and 500 mentors with profiles as people give them, by a fixed seed. Measured is what a coordinator waits for
beside the database: scoring, the start of the other process with its import of scipy, the answer; at the end all of it
through the desk. "One by one" is taking for whoever waits longest the mentor who fits best of those with room.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.pairing_desk import through_the_desk
from mentoring.group_pairing.chore import MODULE
from mentoring.group_pairing.scores import Table, score_table
from mentoring.matching import FREE_PLACE, MOST_FREE_PLACES, Candidate, fit
from mentoring.profile import Moment, Profile, Region, Sector

SEEKERS = MENTORS = 500
_SEED = 20261124
# How many speak what, roughly as newcomers and volunteers in Brussels do; an assumption, the same for both ways.
_SEEKERS_SPEAK = {"fr": 60, "ar": 35, "nl": 15, "en": 30, "tr": 12, "es": 8, "uk": 8, "ti": 4, "so": 4, "pl": 6}
_MENTORS_SPEAK = {"fr": 75, "nl": 55, "en": 70, "de": 10, "es": 10, "ar": 6, "tr": 3, "it": 6, "pl": 2}


@dataclass(frozen=True)
class Result:
    pairs: Sequence[tuple[int, int]]
    seconds: float


def people(count: int, speak: dict[str, int], rng: random.Random, *, mentors: bool) -> list[Candidate]:
    first = 10_000 if mentors else 0
    return [
        Candidate(first + n, first + n, _profile(speak, rng), rng.choice((1, 1, 1, 2, 3)) if mentors else 0)
        for n in range(count)
    ]


def _profile(speak: dict[str, int], rng: random.Random) -> Profile:
    spoken = tuple(code for code, percent in speak.items() if rng.random() * 100 < percent)
    return Profile(
        languages=() if rng.random() < 0.05 else spoken or ("fr",),  # some skip the question
        sectors=tuple(rng.sample([*Sector], rng.randint(0, 3))),
        regions=tuple(rng.sample([*Region][:5], rng.randint(1, 2))),
        times=tuple(rng.sample([*Moment], rng.randint(1, 3))),
    )


async def together(seekers: Sequence[Candidate], mentors: Sequence[Candidate]) -> Result:
    began = time.perf_counter()
    payload = json.dumps(score_table(seekers, mentors, {}).payload()).encode()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", MODULE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    answer, _ = await process.communicate(payload)
    assert process.returncode == 0
    return Result([(s, m) for s, m in json.loads(answer)], time.perf_counter() - began)


def one_by_one(table: Table) -> Result:
    began = time.perf_counter()
    return Result(list(_greedy(table)), time.perf_counter() - began)


def _greedy(table: Table) -> Iterator[tuple[int, int]]:
    left = list(table.places)
    for seeker, row in enumerate(table.scores):
        possible = [
            (score + FREE_PLACE * min(left[mentor], MOST_FREE_PLACES), -mentor)
            for mentor, score in enumerate(row)
            if score is not None and left[mentor] > 0
        ]
        if possible:
            mentor = -max(possible)[1]
            left[mentor] -= 1
            yield seeker, mentor


def total(table: Table, pairs: Sequence[tuple[int, int]]) -> int:
    """The scores of the pairs together, without the free places, which change while pairs are made."""
    return sum(table.scores[seeker][mentor] or 0 for seeker, mentor in pairs)


def report(title: str, seekers: Sequence[Candidate], mentors: Sequence[Candidate]) -> None:
    table = score_table(seekers, mentors, {})
    best, greedy = asyncio.run(together(seekers, mentors)), one_by_one(table)
    kept = [fit(seekers[s], mentors[m]) for s, m in best.pairs]
    assert len({s for s, _ in best.pairs}) == len(kept)
    places = sum(table.places)
    print(f"{title}: {len(seekers)} seekers, {len(mentors)} mentors with {places} places")
    for name, result in (("together", best), ("one by one", greedy)):
        score = total(table, result.pairs)
        mean = score / max(1, len(result.pairs))
        print(
            f"  {name:<10} {len(result.pairs):>4} pairs, score {score:>7} ({mean:.1f} a pair), {result.seconds:.2f} s"
        )
    print(f"  ratio      {total(table, best.pairs) / total(table, greedy.pairs):.3f} of the score one by one")


def main() -> None:
    rng = random.Random(_SEED)
    seekers = people(SEEKERS, _SEEKERS_SPEAK, rng, mentors=False)
    mentors = people(MENTORS, _MENTORS_SPEAK, rng, mentors=True)
    report("room for everybody", seekers, mentors)
    single = [Candidate(m.membership_id, m.person_id, m.profile, 1) for m in mentors]
    report("one place each", seekers, single)
    report("too few mentors", seekers, single[:350])
    report("an intake day", seekers[:20], single[:20])
    pairs, seconds = asyncio.run(through_the_desk(seekers, mentors))
    print(f"through the desk, with its database: {pairs} pairs in the draft after {seconds:.2f} s")


if __name__ == "__main__":
    main()
