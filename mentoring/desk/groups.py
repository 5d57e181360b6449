"""Which people and which duos a list shows. The values travel in buttons, so they are letters."""

from __future__ import annotations

from enum import StrEnum


class PeopleGroup(StrEnum):
    ALL = "a"
    WAITING = "w"  # mentees without a proposal or a duo
    IN_DUO = "d"  # mentees in a duo
    ROOM = "r"  # mentors who can have one more duo
    MENTORS = "m"
    TEAM = "t"
    INVITED = "i"  # a link was made for them and nobody used it yet
    PHONE = "p"
    MINE = "o"  # whom the actor looks after


class DuoGroup(StrEnum):
    """Running ones (active or paused), unless it says otherwise."""

    ALL = "a"
    MINE = "o"
    URGENT = "g"
    AT_RISK = "r"
    WATCH = "w"
    PAUSED = "p"
    IDLE = "i"  # active, and no meeting is to come
    UNMET = "u"
    EXPECTED = "e"  # they met before Tandem, and one of them has not joined yet
    ENDED = "x"
