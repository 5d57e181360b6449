"""Buttons of the team looking after itself; codes begin with v. Days are written `20261124`."""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import Role


@tap("vo")
class Colleagues(Tap):
    """Who works here, who stands in, who is away."""

    organisation_id: int


@tap("vp")
class ColleaguesPage(Tap):
    """A page of a big team."""

    organisation_id: int
    page: int


@tap("vc")
class ColleagueCard(Tap):
    """One of the team, in place of the list or of a question."""

    membership_id: int


# -- absences ---------------------------------------------------------------------------------------------------------
@tap("va")
class AskAbsence(Tap):
    """When will they be away?"""

    membership_id: int


@tap("vq")
class NoteAbsence(Tap):
    """From that day to that day, both included."""

    membership_id: int
    first: str
    last: str


@tap("vw")
class WriteAbsence(Tap):
    """The days come as texts."""

    membership_id: int


@tap("vx")
class EraseAbsence(Tap):
    """They are there after all."""

    absence_id: int


# -- deputies and handing over ----------------------------------------------------------------------------------------
@tap("vd")
class AskDeputy(Tap):
    """Who stands in for them?"""

    membership_id: int
    page: int


@tap("ve")
class SetDeputy(Tap):
    """That colleague stands in; 0 for nobody in particular."""

    membership_id: int
    deputy_id: int


@tap("vg")
class AskGiveAll(Tap):
    """To whom shall everything go that they look after?"""

    membership_id: int
    page: int


@tap("vh")
class ReallyGiveAll(Tap):
    """Says how much that is, and asks."""

    membership_id: int
    colleague_id: int


@tap("vi")
class GiveAll(Tap):
    membership_id: int
    colleague_id: int


# -- roles ------------------------------------------------------------------------------------------------------------
@tap("vr")
class AskRole(Tap):
    """Asks whether they shall lead, or no longer."""

    membership_id: int
    role: Role


@tap("vs")
class SetRole(Tap):
    membership_id: int
    role: Role


@tap("vl")
class AskLeave(Tap):
    """Asks whether they shall leave the team."""

    membership_id: int


@tap("vy")
class LeaveTeam(Tap):
    membership_id: int
