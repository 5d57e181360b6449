"""Buttons of endings and pauses; codes begin with z. Days are written `20260301`."""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import EndReason, Outcome


# -- ending ------------------------------------------------------------------------------------------------------------
@tap("zc")
class EndDuo(Tap):
    """Asks how that duo ends: from its card."""

    duo_id: int


@tap("zf")
class FinishDuo(Tap):
    """It comes to a good end: asks where the mentee stands now."""

    duo_id: int


@tap("zg")
class ReallyFinish(Tap):
    duo_id: int
    outcome: Outcome


@tap("zo")
class FinishAs(Tap):
    duo_id: int
    outcome: Outcome


@tap("ze")
class EndEarly(Tap):
    """Asks for the reason."""

    duo_id: int


@tap("zy")
class ReallyEnd(Tap):
    duo_id: int
    reason: EndReason


@tap("zd")
class EndFor(Tap):
    duo_id: int
    reason: EndReason


# -- pausing -----------------------------------------------------------------------------------------------------------
@tap("zp")
class PauseDuo(Tap):
    """Asks until when."""

    duo_id: int


@tap("zu")
class PauseUntil(Tap):
    """`seen`: until when it was paused as whoever taps saw it, 0 where it was not."""

    duo_id: int
    day: str
    seen: int


@tap("zt")
class WritePauseDay(Tap):
    """Asks for another day as a text."""

    duo_id: int
    seen: int


@tap("zr")
class ResumeDuo(Tap):
    duo_id: int


# -- another mentor, or once more --------------------------------------------------------------------------------------
@tap("zh")
class HandOver(Tap):
    """Asks which mentor goes on with the mentee; the next ones after `skip`."""

    duo_id: int
    skip: int = 0


@tap("zm")
class HandOverTo(Tap):
    """Really? `mentor_id` is a membership."""

    duo_id: int
    mentor_id: int


@tap("zn")
class DoHandOver(Tap):
    duo_id: int
    mentor_id: int


@tap("za")
class PairAgain(Tap):
    """Really? The same two once more."""

    duo_id: int


@tap("zb")
class DoPairAgain(Tap):
    duo_id: int


@tap("zl")
class LookAgain(Tap):
    """The mentee of a duo that is over looks for a mentor again: tapped by the team, or by the mentee."""

    duo_id: int


# -- half a year later -------------------------------------------------------------------------------------------------
@tap("zw")
class WhereNow(Tap):
    duo_id: int
    outcome: Outcome


@tap("zs")
class RatherNot(Tap):
    duo_id: int
