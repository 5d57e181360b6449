"""The tables. They map rows and nothing else: `table=True` models do not validate, input models elsewhere do."""

from __future__ import annotations

from storage.tables.base import Row, metadata
from storage.tables.delivery import ChatHold, Outbox
from storage.tables.intake import DialogueState, HandledUpdate, JobState, Visitor
from storage.tables.pairing import Duo, MessageMap, Thread
from storage.tables.people import Invitation, Membership, Organisation, Person

__all__ = [
    "ChatHold",
    "DialogueState",
    "Duo",
    "HandledUpdate",
    "Invitation",
    "JobState",
    "Membership",
    "MessageMap",
    "Organisation",
    "Outbox",
    "Person",
    "Row",
    "Thread",
    "Visitor",
    "metadata",
]
