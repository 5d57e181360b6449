"""What people are called, by whom, and where they stand."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, or_, select

from mentoring.actor import Actor
from mentoring.endings.afterwards import has_finished
from mentoring.mentor_points import Point, open_points_to_tell
from mentoring.work import Work
from storage.sealing import Vault
from storage.tables import Duo, Membership, Organisation, Person, Takeover
from storage.words import Answer, DuoState, MembershipState, Role

NOT_TOLD = "…"  # for a name that nobody has told yet: no language, no gender
_JOINERS = {"\u200c", "\u200d"}  # they join letters in Persian, Sinhala and emoji; without them names read wrong
_LIVE = (DuoState.PROPOSED, DuoState.ACTIVE, DuoState.PAUSED)


def name_of(vault: Vault, person: Person) -> str:
    """The first name they go by; an ellipsis where it is not told yet."""
    return person.open(vault, "first_name") or NOT_TOLD


def label_of(vault: Vault, membership: Membership, person: Person) -> str:
    """What the team calls them: its private label, else the first name. Never for the eyes of a duo."""
    return membership.open(vault, "label") or name_of(vault, person)


def one_line(text: str) -> str:
    """The text as one tidy line: composed (NFC), white space as single spaces, nothing that is not to be seen.

    What goes: control characters, NUL among them, halves of surrogates, and invisible signs such as those that turn the
    reading direction of what follows. Letters of every script and the joiners within words stay.
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_seen(character) for character in composed).split())


def _seen(character: str) -> str:
    if character.isspace():
        return " "
    unseen = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}
    return character if not unseen or character in _JOINERS else ""


def has_letters(text: str) -> bool:
    """There is something to read or to see in it besides white space, joiners and accents."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


class Situation(StrEnum):
    """What is next for somebody in one of their roles."""

    WELCOMING = "welcoming"
    WAITING = "waiting"  # no proposal and no duo yet
    PARTNER_AWAITED = "partner_awaited"  # in a duo that ran before: the partner has not joined yet
    FINISHED = "finished"  # their duo is over, and they do not look for another mentor
    ASKED = "asked"  # a proposal waits for their answer
    ANSWERED = "answered"  # they said yes, the other has not answered yet
    PAIRED = "paired"
    WORKING = "working"  # staff
    READING = "reading"  # the federation
    BY_PHONE = "by_phone"


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in one role."""

    role: Role
    organisation: str
    situation: Situation
    points: tuple[Point, ...] = ()  # of a mentor: what the team still goes through with them before a first duo


async def standings(work: Work, actor: Actor) -> tuple[Standing, ...]:
    """Where they stand in each role they have not left, oldest role first."""
    held = [m for m in actor.memberships if m.state != MembershipState.LEFT]
    duos = await _live_duos(work, [m.id for m in held])
    found = []
    for membership in held:
        organisation = await work.store.session.get(Organisation, membership.organisation_id)
        assert organisation is not None, "a foreign key guards this"
        own = [duo for duo in duos if membership.id in {duo.seeker_id, duo.mentor_id}]
        situation = situation_of(membership, own)
        if situation is Situation.WAITING and await _awaits_partner(work, membership.id):
            situation = Situation.PARTNER_AWAITED
        elif situation is Situation.WAITING and await has_finished(work, membership.id):
            situation = Situation.FINISHED
        points = await open_points_to_tell(work, membership) if situation is Situation.WAITING else ()
        found.append(Standing(Role(membership.role), organisation.name, situation, points))
    return tuple(found)


def situation_of(membership: Membership, live_duos: list[Duo]) -> Situation:
    """What is next in this role, given the duos of it that are proposed, active or paused."""
    if membership.state == MembershipState.WELCOMING:
        return Situation.WELCOMING
    if membership.state == MembershipState.BY_PHONE:
        return Situation.BY_PHONE
    role = Role(membership.role)
    if not role.is_in_duos:
        return Situation.WORKING if role.is_staff else Situation.READING
    if any(DuoState(duo.state).is_running for duo in live_duos):
        return Situation.PAIRED
    if not live_duos:
        return Situation.WAITING
    answers = [duo.seeker_answer if duo.seeker_id == membership.id else duo.mentor_answer for duo in live_duos]
    return Situation.ASKED if Answer.OPEN in answers else Situation.ANSWERED


async def _awaits_partner(work: Work, membership_id: int) -> bool:
    theirs = or_(col(Takeover.seeker_id) == membership_id, col(Takeover.mentor_id) == membership_id)
    waits = (theirs, col(Takeover.duo_id).is_(None), col(Takeover.dropped_at).is_(None))
    return (await work.store.session.execute(select(Takeover.id).where(*waits).limit(1))).first() is not None


async def _live_duos(work: Work, membership_ids: list[int]) -> list[Duo]:
    theirs = or_(col(Duo.seeker_id).in_(membership_ids), col(Duo.mentor_id).in_(membership_ids))
    found = await work.store.session.execute(select(Duo).where(theirs, col(Duo.state).in_(_LIVE)))
    return list(found.scalars().all())
