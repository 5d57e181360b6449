"""Buttons for duos that ran before Tandem; codes begin with k."""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import Role


@tap("kn")
class TakeOver(Tap):
    """That mentee or mentor already has a partner."""

    membership_id: int


@tap("ka")
class TakeOverNew(Tap):
    """A duo that already runs, of whom nobody need be here yet."""

    organisation_id: int


# -- both are here -----------------------------------------------------------------------------------------------------
@tap("kp")
class PartnerPage(Tap):
    """A page of the possible partners."""

    membership_id: int
    page: int


@tap("kw")
class TakeOverWith(Tap):
    """The two are chosen: since when?"""

    seeker_id: int
    mentor_id: int


@tap("kd")
class OtherStart(Tap):
    """The day comes as a text."""

    seeker_id: int
    mentor_id: int


@tap("kc")
class TakeOverSince(Tap):
    """Shows what would be done; `day` is written `20260301`."""

    seeker_id: int
    mentor_id: int
    day: str


@tap("ks")
class TakeOverNow(Tap):
    seeker_id: int
    mentor_id: int
    day: str


# -- somebody is to be invited: answers to what is asked in the dialogue -----------------------------------------------
@tap("ki")
class InvitePartner(Tap):
    """The partner of that person is to be invited."""

    membership_id: int


@tap("kk")
class SkipLabel(Tap):
    role: Role


@tap("kb")
class PlanSince(Tap):
    day: str


@tap("kg")
class PlanLanguage(Tap):
    """The next language for the invitation of that role."""

    role: Role


@tap("kf")
class PlanDone(Tap):
    """Makes the invitations."""


@tap("kx")
class PlanCancel(Tap):
    """Leaves without an invitation."""


# -- those that have not begun -----------------------------------------------------------------------------------------
@tap("kq")
class OpenTakeovers(Tap):
    """A page of the list."""

    organisation_id: int
    page: int


@tap("kt")
class ShowTakeover(Tap):
    takeover_id: int


@tap("kv")
class RenewLinks(Tap):
    """New links for those who have not joined."""

    takeover_id: int


@tap("kr")
class AskDrop(Tap):
    """Asks whether to drop it."""

    takeover_id: int


@tap("ky")
class DropTakeover(Tap):
    takeover_id: int
