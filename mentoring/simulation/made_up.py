"""Made-up duos as a past: lived to the end first, so that all thresholds are tried on the very same lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from mentoring.signals.facts import SIDES, Meeting, Round
from mentoring.simulation.past import UNSEEN, Answer, End, Past
from mentoring.simulation.people import WEEKS, Duo, Event, Happened
from storage.words import Met, Noticed, Role, SessionState

FIRST = date(2026, 1, 5)  # a Monday
_AFTER = 28  # days after its fade at which a dropout is known to the team without an alert (assumption)
_NOON = time(12)
assert _AFTER + 28 == UNSEEN, "a fade takes four weeks at most"


def made_up(seed: int, dropouts: float) -> tuple[Past, Answer]:
    """A duo that drops out with that chance a week, and what its people say to nudges."""
    duo = Duo(Random(seed), dropouts)  # noqa: S311 - a game, no secret
    last = duo.start + WEEKS * 7
    if duo.drops_out:
        last = int(duo.fades_at + duo.fade) + _AFTER
    life = [(day, one) for day in range(duo.start, last + 1) for one in duo.live(day)]
    meetings = tuple(_meetings(life))
    met = next((one.day for one in meetings if one.state is SessionState.HELD), None)
    past = Past(
        zone="UTC",
        started=_on(duo.start),
        here_since=_on(duo.start),
        until=_on(last),
        end=End.DROPPED_OUT if duo.drops_out else End.COMPLETED,
        met=met,
        under_way=met,
        wrote=(_wrote(life, 0), _wrote(life, 1)),
        meetings=meetings,
        rounds=tuple(_rounds(life)),
        fades_at=_on(int(duo.fades_at)) if duo.drops_out else None,
    )
    return past, _answers(duo, seed)


def _on(day: int) -> date:
    return FIRST + timedelta(days=day)


def _at(day: int) -> datetime:
    return datetime.combine(_on(day), _NOON, UTC)


def _wrote(life: list[tuple[int, Happened]], side: int) -> frozenset[date]:
    return frozenset(_on(day) for day, one in life if one.event is Event.WROTE and one.side == side)


def _meetings(life: list[tuple[int, Happened]]) -> Iterator[Meeting]:
    """One at most in a week: held, or as it fell through, as far as anybody told."""
    by_day: dict[int, list[Happened]] = {}
    for day, one in life:
        by_day.setdefault(day, []).append(one)
    for day, happened in by_day.items():
        sides = {event: {one.side for one in happened if one.event is event} for event in Event}
        if any(one.event is Event.WEEK and one.value for one in happened):
            told = sides[Event.CONFIRMED]
            yield _meeting(day, SessionState.HELD, met=[Met.YES if side in told else Met.OPEN for side in (0, 1)])
        elif sides[Event.CANCELLED]:
            yield _meeting(day, SessionState.CANCELLED, declined=sides[Event.CANCELLED])
        elif sides[Event.ABSENT]:
            absent = sides[Event.ABSENT]
            yield _meeting(day, SessionState.MISSED, met=[Met.OPEN if side in absent else Met.NO for side in (0, 1)])


def _meeting(
    day: int, state: SessionState, met: list[Met] | None = None, declined: set[int] | frozenset[int] = frozenset()
) -> Meeting:
    first, second = met or (Met.OPEN, Met.OPEN)
    return Meeting(_on(day), _at(day), state, (first, second), (0 in declined, 1 in declined))


def _rounds(life: list[tuple[int, Happened]]) -> Iterator[Round]:
    faces = {(day, one.side): one.value for day, one in life if one.event is Event.FACE}
    for day, one in life:
        if one.event is Event.ROUND:
            side, face = SIDES[one.side], faces.get((day, one.side), 0)
            yield Round(side, _on(day), _on(day), _at(day), face) if one.value else Round(side, _on(day))


def _answers(duo: Duo, seed: int) -> Answer:
    """The same nudge gets the same answer under all thresholds: chance goes by side and day."""

    def answer(side: Role, day: date) -> tuple[int, Noticed] | None:
        number, place = (day - FIRST).days, SIDES.index(side)
        duo.random = Random(f"{seed}:{place}:{number}")  # noqa: S311 - a game, no secret
        said = duo.answer_nudge(place, number)
        if said is None:
            return None
        after, well = said
        return after, Noticed.NUDGE_WELL if well else Noticed.NUDGE_NO_CONTACT

    return answer
