"""Meetings for the samples of messages about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mentoring.messages.sessions import SessionFacts
from storage.words import Place, SessionKind

AT = datetime(2026, 11, 24, 17, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)
HERE = SessionFacts(
    session_id=1,
    duo_id=2,
    sequence=0,
    kind=SessionKind.REGULAR,
    starts_at=AT,
    minutes=60,
    time_zone="Europe/Brussels",
    place=Place.IN_PERSON,
    where="Rue Haute 5, 1000 Bruxelles",
    name="Amina",
)
CALL = replace(HERE, place=Place.CALL, where=None)
FAR = replace(CALL, other_zone="America/New_York")
ONLINE = replace(HERE, place=Place.ONLINE, where="https://meet.example.org/amina", kind=SessionKind.MIDTERM)
FIRST = replace(HERE, kind=SessionKind.FIRST, where=None, team="Lena")
