"""Buttons of /people; codes begin with u.

`group`, `page` and `text` say where in the list somebody was, so that the way back leads there. `text` is what was
searched for, folded (mentoring/search.py); empty where nothing was.
"""

from __future__ import annotations

from enum import StrEnum

from mentoring.desk.groups import PeopleGroup
from mentoring.taps import Tap, tap


class Noted(StrEnum):
    """What the team notes of somebody in its own words."""

    LABEL = "l"
    REFERENCE = "r"


# -- the list ---------------------------------------------------------------------------------------------------------
@tap("ul")
class PeopleList(Tap):
    """A page of the list."""

    organisation_id: int
    page: int


@tap("uv")
class ShowPeople(Tap):
    """A page of one group, or of what a search found."""

    organisation_id: int
    group: PeopleGroup
    page: int
    text: str


@tap("ug")
class PeopleGroups(Tap):
    """Which groups there are, and how many are in each."""

    organisation_id: int


@tap("us")
class SearchPeople(Tap):
    """Asks whom to look for."""

    organisation_id: int


# -- one person -------------------------------------------------------------------------------------------------------
@tap("uc")
class PersonCard(Tap):
    """Everything the team knows about one person in one role: as a new message, from anywhere."""

    membership_id: int


@tap("uo")
class OpenPerson(Tap):
    """The same in place of the list, or of what was asked about that person."""

    membership_id: int
    group: PeopleGroup
    page: int
    text: str


@tap("un")
class AskNote(Tap):
    """Another label, another reference: asks for the text."""

    membership_id: int
    what: Noted


@tap("uz")
class EmptyNote(Tap):
    """No label any more, no reference."""

    membership_id: int
    what: Noted


@tap("uw")
class WhoLooksAfter(Tap):
    """Asks who of the team looks after that person; `page` of a big team."""

    membership_id: int
    page: int


@tap("uy")
class GivePerson(Tap):
    """From now on that colleague does. `seen`: see mentoring/desk/looking_after.py."""

    membership_id: int
    colleague_id: int
    seen: int


@tap("uh")
class MentorRoom(Tap):
    """The team notes that a mentor has no room now, or has room again."""

    membership_id: int
    has_room: bool


@tap("ud")
class AskRemoval(Tap):
    """Asks whether that person shall leave the organisation."""

    membership_id: int


@tap("ux")
class RemovePerson(Tap):
    membership_id: int


# -- somebody who was invited -----------------------------------------------------------------------------------------
@tap("ui")
class OpenInvited(Tap):
    """The invitation of somebody who has not joined yet."""

    invitation_id: int
    group: PeopleGroup
    page: int
    text: str


@tap("ur")
class RenewLink(Tap):
    """A new link for the same invitation, in place of one that ran out."""

    invitation_id: int


@tap("ub")
class AskTakeBack(Tap):
    """Asks whether that invitation shall no longer be valid."""

    invitation_id: int


@tap("uk")
class TakeBack(Tap):
    invitation_id: int
