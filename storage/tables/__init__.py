"""The tables. They map rows and nothing else: `table=True` models do not validate, input models elsewhere do."""

from __future__ import annotations

from storage.tables.base import Row, metadata
from storage.tables.delivery import Card, ChatHold, Outbox
from storage.tables.desk import (
    Absence,
    Chore,
    IntakeList,
    LineSide,
    MentorTick,
    OrganisationPause,
    PairingRound,
    Takeover,
    TeamLine,
)
from storage.tables.intake import DialogueState, HandledUpdate, JobState, Visitor
from storage.tables.pairing import Duo, MessageMap, Thread
from storage.tables.people import Invitation, Membership, Organisation, Person
from storage.tables.progress import Alert, DuoEvent, DuoPause, Milestone, TeamDeed, WeekFigures
from storage.tables.rhythm import CheckIn, CheckInAnswer, Nudge
from storage.tables.sessions import DuoSession, Goal, SessionSeries, SessionSide

__all__ = [
    "Absence",
    "Alert",
    "Card",
    "ChatHold",
    "CheckIn",
    "CheckInAnswer",
    "Chore",
    "DialogueState",
    "Duo",
    "DuoEvent",
    "DuoPause",
    "DuoSession",
    "Goal",
    "HandledUpdate",
    "IntakeList",
    "Invitation",
    "JobState",
    "LineSide",
    "Membership",
    "MentorTick",
    "MessageMap",
    "Milestone",
    "Nudge",
    "Organisation",
    "OrganisationPause",
    "Outbox",
    "PairingRound",
    "Person",
    "Row",
    "SessionSeries",
    "SessionSide",
    "Takeover",
    "TeamDeed",
    "TeamLine",
    "Thread",
    "Visitor",
    "WeekFigures",
    "metadata",
]
