"""The organisation's points for mentors: what the team ticks, a lead changes (`points.desk`), and mentors read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.mentor_points import OWN_LIMIT, Point
from mentoring.messages.base import Message, declare
from mentoring.messages.pairing import Named


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point, and who of the team ticked it when."""

    point: Point
    by: str | None = None
    at: datetime | None = None

    @property
    def is_ticked(self) -> bool:
        return self.at is not None


@declare("points.desk-card")
class PointsCard(Message):
    """A mentor's points. `has_begun`: they were in a duo before, so nothing is held back."""

    membership_id: int
    organisation_id: int
    who: Named
    lines: tuple[PointLine, ...]
    has_begun: bool
    leads: bool  # whoever looks can change the list


@declare("points.desk-not-ready")
class MentorNotReady(Message):
    """Before a first proposal these points are to be ticked. `seeker_id`: for whom this mentor was chosen."""

    membership_id: int
    seeker_id: int
    who: Named
    points: tuple[Point, ...]


@declare("points.desk-not-sent")
class PointsOpen(Message):
    """The same in one line, where there is no room for more: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A usual point, and whether it is on the list."""

    point: Point
    is_on: bool


@declare("points.desk-edit")
class EditList(Message):
    """The lead's view: the usual ones to switch, own ones to remove."""

    organisation_id: int
    organisation: str
    usual: tuple[Offered, ...]
    own: tuple[Point, ...]
    is_full: bool


@declare("points.desk-write")
class WritePoint(Message):
    """Asks for an own point, as a text."""

    organisation_id: int
    limit: int = OWN_LIMIT


@declare("points.desk-not-usable")
class PointNotUsable(Message):
    """Nothing to read in it, or too long."""

    limit: int = OWN_LIMIT


@declare("points.mentor")
class MentorPrepares(Message):
    """What happens next, to a mentor whose points are open."""

    organisation: str
    points: tuple[Point, ...]
