"""Buttons of the proposal for a whole group; codes begin with a.

There is one draft an organisation. `sequence` is the draft as it was seen, no two of an organisation have the same: a
tap on an older one shows how it stands now.
"""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("ag")
class PairGroup(Tap):
    """The best proposal for everyone who waits: the open draft, or a new one; as a new message."""

    organisation_id: int


@tap("ar")
class ComputeAgain(Tap):
    """Drops that draft for a new one."""

    organisation_id: int
    sequence: int


@tap("ap")
class DraftPage(Tap):
    """The draft in place."""

    organisation_id: int
    page: int


@tap("ac")
class DraftPair(Tap):
    """One seeker of the draft with the mentor proposed; `page` is where Back leads."""

    seeker_id: int
    page: int


@tap("am")
class DraftMentors(Tap):
    """Other mentors for that seeker, after the first `skip`."""

    seeker_id: int
    skip: int
    page: int


@tap("at")
class TakeMentor(Tap):
    seeker_id: int
    mentor_id: int
    sequence: int
    page: int


@tap("al")
class LeaveOut(Tap):
    seeker_id: int
    sequence: int
    page: int


@tap("as")
class AskSendAll(Tap):
    organisation_id: int


@tap("an")
class SendAll(Tap):
    organisation_id: int
    sequence: int


@tap("ax")
class ThrowAway(Tap):
    organisation_id: int
    sequence: int
