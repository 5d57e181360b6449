"""What Tandem says about the private thread. What people write to each other is never one of these."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mentoring.called import Called, Team
from mentoring.messages.base import Message, Policy, declare
from mentoring.portrait import Portrait
from storage.words import Priority

# As urgent as what is relayed: the greeting has to be there before the partner's first words.
_BEFORE_THE_FIRST_WORDS = Policy(priority=Priority.RELAY)


class NotCarriedReason(StrEnum):
    """Kinds of content that stay where they are."""

    CONTACT = "contact"
    POLL = "poll"
    GAME = "game"
    INVOICE = "invoice"
    STORY = "story"
    PAID_MEDIA = "paid_media"
    GIVEAWAY = "giveaway"
    CHECKLIST = "checklist"
    LIVE_LOCATION = "live_location"
    GIFT = "gift"
    EDIT = "edit"  # the copy of such a message cannot be changed
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """One of a person's running threads or lines, and what its other end is called."""

    thread_id: int
    name: Called
    is_open: bool = False


@declare("thread.opened", _BEFORE_THE_FIRST_WORDS)
class ThreadOpened(Message):
    """Both accepted: who the other is."""

    portrait: Portrait


@declare("thread.how", _BEFORE_THE_FIRST_WORDS)
class HowItWorks(Message):
    """Where what is written goes, who cannot read it, and how to begin."""

    name: str
    duo_id: int


@declare("thread.another-line", _BEFORE_THE_FIRST_WORDS)
class AnotherLine(Message):
    """The same without topics, where the line to somebody else stays open."""

    name: str
    open_name: Called
    thread_id: int
    duo_id: int


@declare("thread.closed")
class ThreadClosed(Message):
    """The duo has ended: nothing is passed on any more."""

    name: str


@declare("thread.ended")
class DuoEnded(Message):
    """Something was written to a partner of before; it was not passed on."""

    name: str


@declare("thread.nobody")
class NobodyToWriteTo(Message):
    """Something was written, and this person has no conversation."""


@declare("thread.no-chats")
class NoChats(Message):
    """/chats without a conversation."""


@declare("thread.for-whom")
class ForWhom(Message):
    """Whose message is this? `message_ids` are one message, or the parts of an album; `teams` can be asked as well."""

    lines: list[Line]
    message_ids: list[int]
    teams: list[Team] = field(default_factory=list)


@declare("thread.passed-on")
class PassedOn(Message):
    """The message that Tandem asked about went there; without topics that line is open now (`line_open`)."""

    name: Called
    line_open: bool


@declare("thread.kept")
class KeptHere(Message):
    """The message that Tandem asked about went nowhere."""


@declare("thread.went-to")
class WentTo(Message):
    """A reply went to the one it answers, while the line to somebody else stays open."""

    name: Called
    open_name: Called
    thread_id: int


@declare("thread.not-carried")
class NotCarried(Message):
    """This kind of content stays here."""

    reason: NotCarriedReason


@declare("thread.line")
class LineOpen(Message):
    """Whose line is open now. `question_waits`: an answer to Tandem comes first."""

    name: Called
    question_waits: bool = False


@declare("thread.in-topic")
class InTopic(Message):
    """A button from the time without topics: that conversation has its own topic now."""

    name: Called


@declare("thread.chats")
class Chats(Message):
    """The running conversations, and whose line is open. `topics`: each has its own topic."""

    lines: list[Line]
    topics: bool
