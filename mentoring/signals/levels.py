"""From facts to a level with its reasons (programme, the table of levels; docs/decisions/noticing.md).

What is measured decides: the chance of a fade, once there is something to say in words. A chance alone is nobody's
level: it tells a coordinator nothing to do, and the two are asked by then anyway. One signal alone is never *at risk*;
a block, two contradictions and somebody who asks for the team are no signals but something said.
"""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.signals.explanations import Verdict
from mentoring.signals.facts import ANSWERS, Facts
from mentoring.signals.ladder import Limits
from mentoring.signals.reasons import Kind, Reason, reasons_of
from mentoring.thresholds import Thresholds
from storage.words import Level

URGENT = frozenset({Kind.HELP, Kind.WANTS_TO_STOP, Kind.LOWEST_FACE})
# the programme's conditions of *watch*; the other kinds only come on top of one
WATCHED = frozenset(
    {
        Kind.WORRIED,
        Kind.SILENCE,
        Kind.UNANSWERED,
        Kind.MISSED_MEETINGS,
        Kind.NO_MEETING,
        Kind.FIRST_MEETING_LATE,
    }
)
RANK = {level: rank for rank, level in enumerate(Level)}


def level_of(
    facts: Facts, verdict: Verdict, thresholds: Thresholds, limits: Limits | None = None
) -> tuple[Level, tuple[Reason, ...]]:
    """The level today, with what speaks for it; a duo that rests or has ended is well, and so without reasons."""
    limits = limits or Limits()
    if not facts.is_active:
        return Level.WELL, ()
    reasons = reasons_of(facts, thresholds)
    level = _level(facts, verdict, reasons, thresholds, limits)
    return level, reasons if level is not Level.WELL else ()


def _level(facts: Facts, verdict: Verdict, reasons: Sequence[Reason], thresholds: Thresholds, limits: Limits) -> Level:
    kinds = {reason.kind for reason in reasons}
    if kinds & URGENT:
        return Level.URGENT
    if any(_is_plain(reason, thresholds) for reason in reasons):
        return Level.AT_RISK
    if len(kinds) > 1 and (verdict.fading >= limits.alarm or _is_long(facts, reasons, thresholds)):
        return Level.AT_RISK
    if kinds and (verdict.fading >= limits.watch or (kinds & WATCHED and not _is_settled(facts, limits))):
        return Level.WATCH
    return Level.WELL


def _is_plain(reason: Reason, thresholds: Thresholds) -> bool:
    """Needs no second signal: it was said, or done on purpose."""
    match reason.kind:
        case Kind.BLOCKED:
            return True
        case Kind.CONTRADICTION:
            return reason.numbers["times"] >= thresholds.risk_contradictions
        case Kind.WORRIED:
            return "team" in reason.numbers
    return False


def _is_long(facts: Facts, reasons: Sequence[Reason], thresholds: Thresholds) -> bool:
    """Where the chance of a fade says little, days decide: before the first meeting, when nothing is asked yet, the
    programme's 21; and twice its 14 without a sign of one side, because to so long a silence habits have adapted.
    Unless one of the two has said since that all is well: who plans or talks elsewhere would be called about again and
    again.
    """
    longest: dict[Kind, int] = {}
    if not _is_reassured(facts, thresholds.risk_session_days):
        longest[Kind.FIRST_MEETING_LATE] = thresholds.risk_session_days
    if not _is_reassured(facts, thresholds.risk_silence_days):
        longest[Kind.SILENCE] = 2 * thresholds.risk_silence_days
    return any(reason.numbers["days"] >= longest[reason.kind] for reason in reasons if reason.kind in longest)


def _is_settled(facts: Facts, limits: Limits) -> bool:
    return _is_reassured(facts, limits.settled)


def _is_reassured(facts: Facts, days: int) -> bool:
    """The last answer to a nudge is not that old, and was "all is well"."""
    told = [one for one in facts.happened if one.kind in ANSWERS]
    return bool(told) and ANSWERS[told[-1].kind] and facts.age(told[-1].day) < days
