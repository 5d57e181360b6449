"""The team notes that a mentor has no room now, or has room again."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.desk.person_card import staff_side
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.pairs import has_no_room
from mentoring.room import close_room, open_room
from mentoring.work import Work
from storage.words import MembershipState, Role


async def set_mentor_room(actor: Actor, work: Work, membership_id: int, *, has_room: bool) -> None:
    """Twice is once. Raises NotFoundError where they are no mentor there; OutOfDateError for who is not ready."""
    side = await staff_side(actor, work, membership_id, locked=True)
    mentor = side.membership
    if side.role is not Role.MENTOR:
        raise NotFoundError
    if mentor.state != MembershipState.READY:
        raise OutOfDateError
    if has_room == has_no_room(mentor):
        await (open_room(work, mentor) if has_room else close_room(work, mentor))
