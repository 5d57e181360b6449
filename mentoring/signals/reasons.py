"""The facts that speak against a duo, as values: the words come later, in the language of whoever reads them.

Which facts are named is the organisation's choice (mentoring/thresholds.py). Days of pauses never count, nor does what
the team has seen to since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile
from typing import Any

from mentoring.signals.facts import ANSWERS, SIDES, Facts, Happening, Meeting, Round
from mentoring.signals.history import answering, elsewhere_until
from mentoring.thresholds import Thresholds
from storage.words import Met, Noticed, Role, SessionState

USUALLY = 0.5  # who answers less often than that is not missed when they do not
NOT_PLANNED_DAYS = 10  # as mentoring/nudges/idle.py
LATELY = 42  # days in which a missed meeting, a contradiction or a face still says something
WORRIED_DAYS = 28  # so long the answer to a nudge counts, unless a better one follows
_LOW = 2  # of the faces 1 to 5
_FALL = 2  # faces down from one answer to the next


class Kind(StrEnum):
    """In the order of their weight, the heaviest first."""

    HELP = "help"
    WANTS_TO_STOP = "wants_to_stop"
    LOWEST_FACE = "lowest_face"
    BLOCKED = "blocked"
    WORRIED = "worried"  # the answer to a nudge; numbers: how often which
    CONTRADICTION = "contradiction"  # about whether they met
    SILENCE = "silence"  # no sign of one side at all
    UNANSWERED = "unanswered"
    MISSED_MEETINGS = "missed_meetings"
    NO_MEETING = "no_meeting"
    FIRST_MEETING_LATE = "first_meeting_late"
    FALLING_ANSWERS = "falling_answers"
    LOW_ANSWERS = "low_answers"
    NOTHING_PLANNED = "nothing_planned"


_WEIGHT = {kind: place for place, kind in enumerate(Kind)}
_WORRIES = {
    Noticed.NUDGE_NO_TIME: "no_time",
    Noticed.NUDGE_NO_CONTACT: "no_contact",
    Noticed.NUDGE_TEAM: "team",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact. `side`: whose, None of both. Of `numbers`, `days` are days that count and `times` says how often."""

    kind: Kind
    side: Role | None
    since: date
    numbers: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        side = self.side.value if self.side else None
        return {
            "kind": self.kind.value,
            "side": side,
            "since": self.since.isoformat(),
            "numbers": dict(self.numbers),
        }


def from_json(values: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Reasons as an alert keeps them; kinds that this version does not know are left out."""
    known = {kind.value for kind in Kind}
    return tuple(
        Reason(
            Kind(value["kind"]),
            Role(value["side"]) if value["side"] else None,
            date.fromisoformat(value["since"]),
            dict(value["numbers"]),
        )
        for value in values
        if value["kind"] in known
    )


def reasons_of(facts: Facts, thresholds: Thresholds) -> tuple[Reason, ...]:
    """All that speaks against the duo today, what weighs most first."""
    found = [
        *_urgent(facts),
        *_blocked(facts),
        *_worried(facts),
        *_contradictions(facts),
        *_unanswered(facts, thresholds),
        *_faces(facts),
    ]
    until = elsewhere_until(facts)
    if until is None or facts.today > until:
        found += [
            *_silence(facts, thresholds),
            *_missed(facts, thresholds),
            *_no_meeting(facts, thresholds),
            *_first_meeting_late(facts, thresholds),
            *_nothing_planned(facts),
        ]
    return tuple(sorted(found, key=lambda reason: (_WEIGHT[reason.kind], reason.since, reason.side or "")))


# -- what somebody said or did -----------------------------------------------------------------------------------------
def _urgent(facts: Facts) -> Iterator[Reason]:
    """Holds until the team has seen to it; the lowest face also until that side gives a better one."""
    told = _not_seen_to(facts)
    for noticed, kind in ((Noticed.HELP, Kind.HELP), (Noticed.WANTS_TO_STOP, Kind.WANTS_TO_STOP)):
        yield from _first_of_each(kind, [one for one in told if one.kind is noticed])
    for side in SIDES:
        rounds = _faces_of(facts, side)
        if rounds and rounds[-1].face == 1:
            run = list(takewhile(lambda one: one.face == 1, reversed(rounds)))
            yield Reason(Kind.LOWEST_FACE, side, run[-1].answered or run[-1].asked, {"times": len(run)})


def _first_of_each(kind: Kind, told: list[Happening]) -> Iterator[Reason]:
    for side in dict.fromkeys(one.side for one in told):
        own = [one for one in told if one.side is side]
        yield Reason(kind, side, own[0].day, {"times": len(own)})


def _blocked(facts: Facts) -> Iterator[Reason]:
    for side, since in facts.blocked.items():
        yield Reason(Kind.BLOCKED, side, since, {"days": facts.age(since)})


def _worried(facts: Facts) -> Iterator[Reason]:
    for side in SIDES:
        told = [one for one in _not_seen_to(facts) if one.side is side and one.kind in ANSWERS]
        worries = list(takewhile(lambda one: not ANSWERS[one.kind], reversed(told)))
        worries = [one for one in worries if facts.age(one.day) <= WORRIED_DAYS]
        if worries:
            numbers: dict[str, int] = {}
            for one in worries:
                numbers[_WORRIES[one.kind]] = numbers.get(_WORRIES[one.kind], 0) + 1
            yield Reason(Kind.WORRIED, side, worries[-1].day, numbers)


def _not_seen_to(facts: Facts) -> list[Happening]:
    return [one for one in facts.happened if _is_open(facts, one.at)]


def _is_open(facts: Facts, at: datetime) -> bool:
    """The team has not seen to it since."""
    return facts.seen_to_at is None or at > facts.seen_to_at


# -- questions ---------------------------------------------------------------------------------------------------------
def _unanswered(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    for side in SIDES:
        habit, run, answers = answering(), list[Round](), 0
        usual = habit.share
        for one in facts.rounds:
            if one.side is not side or facts.days.pause_on(one.asked):
                continue
            if one.answered is None and not facts.is_unanswered(one):
                continue
            if one.answered is not None:
                run.clear()
                answers += 1
            elif one.asked >= facts.begins:
                usual = usual if run else habit.share
                run.append(one)
            habit.note(done=one.answered is not None)
        if len(run) >= thresholds.watch_unanswered and usual >= USUALLY:
            own = {"usual": round(100 * usual)} if answers else {}  # else it is what is usual for all
            yield Reason(Kind.UNANSWERED, side, run[0].asked, {"times": len(run), **own})


def _faces(facts: Facts) -> Iterator[Reason]:
    for side in SIDES:
        rounds = _faces_of(facts, side)
        if not rounds or facts.age(rounds[-1].asked) > LATELY:
            continue
        last = rounds[-1]
        if last.face == _LOW:
            run = list(takewhile(lambda one: one.face <= _LOW, reversed(rounds)))
            since = run[-1].answered or last.asked
            yield Reason(Kind.LOW_ANSWERS, side, since, {"face": last.face, "times": len(run)})
        before = rounds[-2].face if len(rounds) > 1 else 0
        if before - last.face >= _FALL:
            yield Reason(Kind.FALLING_ANSWERS, side, last.answered or last.asked, {"before": before, "face": last.face})


def _faces_of(facts: Facts, side: Role) -> list[Round]:
    """That side's rounds with a face about the duo that the team has not seen to."""
    own = (one for one in facts.rounds if one.side is side and one.face)
    return [one for one in own if one.answered_at is not None and _is_open(facts, one.answered_at)]


# -- silence and meetings ----------------------------------------------------------------------------------------------
def _silence(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    for side in SIDES:
        since = max([facts.begins, *(day for day in _signs_of(facts, side) if day <= facts.today)])
        if facts.age(since) >= thresholds.risk_silence_days:
            yield Reason(Kind.SILENCE, side, since, {"days": facts.age(since)})


def _signs_of(facts: Facts, side: Role) -> Iterator[date]:
    """The days on which that side was there, in whatever way."""
    yield from _deeds_of(facts, side)
    if facts.last_held is not None:
        yield facts.last_held
    place = SIDES.index(side)
    for one in facts.meetings:
        if one.state is SessionState.HELD or one.met[place] is not Met.OPEN:
            yield one.day


def _deeds_of(facts: Facts, side: Role) -> Iterator[date]:
    """What that side did itself, which nobody can say otherwise later."""
    if side in facts.last_signs:
        yield facts.last_signs[side]
    yield from facts.wrote.get(side, ())
    yield from (one.answered for one in facts.rounds if one.side is side and one.answered is not None)
    yield from (one.day for one in facts.happened if one.side is side and one.kind not in _NOT_THEIRS)


def last_signs(facts: Facts) -> dict[Role, date]:
    """By side, the last day on which it did something: kept, because the rows of long ago are read no more, and a last
    sign never moves back. Of meetings the last one held is always known, and what was told of one may be corrected.
    """
    found = {side: max((day for day in _deeds_of(facts, side) if day <= facts.today), default=None) for side in SIDES}
    return {side: day for side, day in found.items() if day is not None}


_NOT_THEIRS = {Noticed.NUDGED, Noticed.BLOCKED, Noticed.CLEARED, Noticed.ELSEWHERE}


def _missed(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    """Missed in a row; those called off or of which nobody told anything are no link of it."""
    told = [one for one in _past(facts) if one.state in {SessionState.HELD, SessionState.MISSED}]
    run = list(takewhile(lambda one: one.state is SessionState.MISSED, reversed(told)))
    if len(run) >= thresholds.watch_missed:
        absent = {side for one in run for side in one.absent}
        side = next(iter(absent)) if len(absent) == 1 else None
        yield Reason(Kind.MISSED_MEETINGS, side, run[-1].day, {"times": len(run)})


def _contradictions(facts: Facts) -> Iterator[Reason]:
    disputed = [one for one in _past(facts) if one.state is SessionState.DISPUTED]
    if disputed:
        yield Reason(Kind.CONTRADICTION, None, disputed[0].day, {"times": len(disputed)})


def _past(facts: Facts) -> list[Meeting]:
    """The meetings of late that are over, and that the team has not seen to."""
    return [
        one
        for one in facts.meetings
        if one.starts_at <= facts.now and facts.age(one.day) <= LATELY and _is_open(facts, one.starts_at)
    ]


def last_met(facts: Facts) -> date | None:
    """The last day on which they met as far as is known; None: never yet."""
    if facts.met is None:
        return None
    told = [one.day for one in facts.happened if one.kind is Noticed.NUDGE_MET]
    return max([facts.met, facts.begins, *told, *([facts.last_held] if facts.last_held else [])])


def _no_meeting(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    """Long since a meeting, with no contact since; or so long that contact does not make up for it."""
    met = last_met(facts)
    if met is None:
        return
    acts = (one.day for one in facts.happened if one.kind is Noticed.ACTED)
    contact = max([met, *(day for days in facts.wrote.values() for day in days), *acts])
    days = facts.age(met)
    if facts.age(contact) >= thresholds.watch_contact_days or days >= thresholds.risk_session_days:
        yield Reason(Kind.NO_MEETING, None, met, {"days": days})


def _first_meeting_late(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    """Of which it is known only that none was told of here; so "all is well" is taken for an answer as long again."""
    days, said = facts.age(facts.begins), [one for one in facts.happened if one.kind in ANSWERS]
    if said and ANSWERS[said[-1].kind] and facts.age(said[-1].day) < thresholds.watch_first_session_days:
        return
    told = any(one.kind is Noticed.NUDGE_MET for one in facts.happened)
    if facts.met is None and not told and days >= thresholds.watch_first_session_days:
        yield Reason(Kind.FIRST_MEETING_LATE, None, facts.begins, {"days": days})


def _nothing_planned(facts: Facts) -> Iterator[Reason]:
    if any(one.is_to_come(facts.now) for one in facts.meetings):
        return
    planned = [one.day for one in facts.meetings if one.state is not SessionState.CANCELLED]
    since = max([facts.begins, *planned, *([facts.under_way] if facts.under_way else [])])
    days = facts.age(since)
    if days >= NOT_PLANNED_DAYS:
        yield Reason(Kind.NOTHING_PLANNED, None, since, {"days": days})
