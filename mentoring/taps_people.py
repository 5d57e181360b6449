"""Buttons of /people; codes begin with u."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("uc")
class PersonCard(Tap):
    """Everything the team knows about one person in one role."""

    membership_id: int


@tap("ul")
class PeopleList(Tap):
    """A page of the list."""

    organisation_id: int
    page: int
