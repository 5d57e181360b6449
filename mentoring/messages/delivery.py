"""What the courier itself has to say: a topic's name, who a copy is from, and what did not arrive."""

from __future__ import annotations

from mentoring.called import Called
from mentoring.messages.base import Message, declare


@declare("thread.title")
class ThreadTitle(Message):
    """The name of a private thread's topic; plain text."""

    name: str


@declare("thread.sender")
class SenderLabel(Message):
    """Without topics, for somebody with several lines: whose message this is, with a button that opens that line.

    On a copy only the button is used; an album cannot carry one, so this follows it.
    """

    name: str
    thread_id: int


@declare("relay.partner-away")
class PartnerAway(Message):
    """To the sender, once an outage: the partner cannot be reached, what was written did not arrive."""

    name: Called


@declare("relay.not-passed-on")
class NotPassedOn(Message):
    """To the sender, as an answer to that very message: it could not be passed on."""

    name: Called
