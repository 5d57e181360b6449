"""What Tandem says about the lines between people and the team. What they write to each other is never one of these."""

from __future__ import annotations

from datetime import datetime

from mentoring.called import Team
from mentoring.messages.base import Message, Policy, declare
from storage.words import Priority

# As urgent as what is relayed: it says who writes next.
_BEFORE_THEIR_WORDS = Policy(priority=Priority.RELAY)
_TO_THE_DESK = Policy(priority=Priority.REMINDER, waits_for_morning=True, rests=True)


@declare("line.which")
class WhichTeam(Message):
    """/team, for somebody in several organisations."""

    teams: list[Team]


@declare("line.none")
class NoTeam(Message):
    """/team, for somebody who is neither mentee nor mentor anywhere."""


@declare("line.open")
class TeamLineOpen(Message):
    """Without topics: the line to the team is open now. `question_waits`: an answer to Tandem comes first."""

    team: Team
    question_waits: bool = False


@declare("line.how", _BEFORE_THEIR_WORDS)
class TeamLineHow(Message):
    """The first words in the topic of the team."""

    team: Team


@declare("line.offer")
class OfferTeam(Message):
    """Somebody without a conversation wrote: is it for the team?"""

    teams: list[Team]
    message_ids: list[int]


@declare("line.closed")
class LineClosed(Message):
    """Something was written into a line that is closed; it was not passed on."""


@declare("line.later", _BEFORE_THEIR_WORDS)
class TeamIsAway(Message):
    """Written when the team is not there: when they answer. Once until somebody answers."""

    team: Team


@declare("line.speaker", _BEFORE_THEIR_WORDS)
class TeamSpeaks(Message):
    """In the topic of the team: somebody else of the team writes now."""

    name: str


@declare("line.title")
class TeamTitle(Message):
    """The name of a person's topic with the team; plain text."""

    team: Team


@declare("line.sender")
class TeamSender(Message):
    """Without topics, at a message of the team: who of the team wrote it; the button opens the line."""

    name: str
    team: Team
    thread_id: int


@declare("desk.line.title")
class DeskTitle(Message):
    """The name of a topic in which somebody of the team writes with one person; plain text."""

    name: str


@declare("desk.line.how", _BEFORE_THEIR_WORDS)
class DeskHow(Message):
    """The first words in that topic."""

    name: str


@declare("desk.line.open")
class DeskLineOpen(Message):
    """Without topics: what somebody of the team writes goes to that person now, until they close the line."""

    name: str
    side_id: int
    question_waits: bool = False


@declare("desk.line.done")
class DeskLineDone(Message):
    """That line is closed: what is written goes to nobody."""


@declare("desk.line.colleague")
class ColleagueAnswered(Message):
    """At a copy of what a colleague wrote to that person; the button opens the line."""

    colleague: str
    name: str
    thread_id: int


@declare("desk.line.unreachable")
class NotOnTelegram(Message):
    """That person cannot be written to here: has not finished the welcome, wants to be phoned, or left."""


@declare("desk.line.waits", _TO_THE_DESK)
class LineWaits(Message):
    """Nobody answered that person. `again`: the second time, then to the lead."""

    name: str
    since: datetime
    line_id: int
    membership_id: int
    again: bool


@declare("desk.line.settled")
class WaitSettled(Message):
    """Nothing waits in that line any more. `by`: who answered, where it was somebody else."""

    name: str
    by: str | None
