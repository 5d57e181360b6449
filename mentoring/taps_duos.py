"""Buttons of /duos; codes begin with d. `group`, `page` and `text` as in mentoring/taps_people.py."""

from __future__ import annotations

from mentoring.desk.groups import DuoGroup
from mentoring.taps import Tap, tap


# -- the list ---------------------------------------------------------------------------------------------------------
@tap("dl")
class DuoList(Tap):
    """A page of the list."""

    organisation_id: int
    page: int


@tap("dv")
class ShowDuos(Tap):
    """A page of one group, or of what a search found."""

    organisation_id: int
    group: DuoGroup
    page: int
    text: str


@tap("dg")
class DuoGroups(Tap):
    """Which groups there are, and how many are in each."""

    organisation_id: int


@tap("ds")
class SearchDuos(Tap):
    """Asks which duo to look for."""

    organisation_id: int


# -- one duo ----------------------------------------------------------------------------------------------------------
@tap("dc")
class DuoCard(Tap):
    """One duo, with what can be done: as a new message, from anywhere."""

    duo_id: int


@tap("do")
class OpenDuo(Tap):
    """The same in place of the list, or of what was asked about that duo."""

    duo_id: int
    group: DuoGroup
    page: int
    text: str


@tap("dw")
class WhoLooksAfterDuo(Tap):
    """Asks who of the team looks after it; `page` of a big team."""

    duo_id: int
    page: int


@tap("dy")
class GiveDuo(Tap):
    """From now on that colleague does. `seen`: see mentoring/desk/looking_after.py."""

    duo_id: int
    colleague_id: int
    seen: int
