"""Buttons under "how is it going with the two of you?"; their code begins with v."""

from __future__ import annotations

from enum import StrEnum

from mentoring.taps import Tap, tap


class ProbeAnswer(StrEnum):
    """What one tap says."""

    WELL = "well"
    MET = "met"
    NO_TIME = "no_time"
    NO_CONTACT = "no_contact"
    TEAM = "team"


@tap("vn")
class AnswerProbe(Tap):
    """`asked`: when it was asked, in seconds since 1970 of programme time."""

    duo_id: int
    asked: int
    answer: ProbeAnswer
