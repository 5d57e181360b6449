"""Buttons as a forger would fill them in: every kind there is, about things that are there and things that are not."""

from __future__ import annotations

import random
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from mentoring.actor import load_actor
from mentoring.taps import Tap, _codes
from mentoring.taps_menus import SwitchLanguage
from mentoring.taps_settings import ShowSettings
from mentoring.taps_team_line import AskTeam, PassToTeam
from storage.ids import MAX_ID
from storage.tables import (
    Alert,
    CheckIn,
    Duo,
    DuoSession,
    Goal,
    Invitation,
    Membership,
    Milestone,
    Nudge,
    Organisation,
    SessionSeries,
    Thread,
)
from storage.words import Role
from tests.e2e.town import Phone, Town


def kinds() -> list[type[Tap]]:
    """Every button of the programme (a test may declare some too), but for everybody's own: language, settings, and
    words to one's own team.
    """
    own = {SwitchLanguage.__module__, ShowSettings.__module__}
    programme = [cls for cls in _codes.values() if cls.__module__.startswith("mentoring.")]
    return [cls for cls in programme if cls.__module__ not in own and cls not in {AskTeam, PassToTeam}]


_VARIANTS = 4  # of one kind of button; each costs a transaction
NO_IDS = (0, MAX_ID, 10**20)


Known = Mapping[str, Sequence[int | str]]
"""What fields of that name could say."""


def forged(cls: type[Tap], ids: Known) -> list[str]:
    """What that button could say about these things; ids are looked for by the name of the field."""
    hints = get_type_hints(cls)
    columns = [_values(hints[field.name], field.name, ids) for field in fields(cls)]  # type: ignore[arg-type]
    most = min(max((len(column) for column in columns), default=1), _VARIANTS)
    made = (":".join([cls.code, *(column[turn % len(column)] for column in columns)]) for turn in range(most))
    return [data for data in made if len(data.encode()) <= 64]


def nowhere(cls: type[Tap]) -> list[str]:
    """The same with ids that no row has, and with values that are none."""
    ids = {name: list(NO_IDS) for name in _ID_FIELDS}
    return [*forged(cls, ids)[: len(NO_IDS)], f"{cls.code}:-1:²"]


def noise(amount: int) -> list[str]:
    """Bytes that chance made, as far as they are text; half of them begin like a button."""
    chance = random.Random(4)
    signs = "iwptoalxmgr:0123456789\x00é👍"
    made = [chance.randbytes(64).decode("utf-8", "ignore")[:32] for _ in range(amount // 2)]
    made += ["".join(chance.choices(signs, k=chance.randint(1, 30))) for _ in range(amount // 2)]
    return [data for data in made if 1 <= len(data.encode()) <= 64]


OF_A_RUNNING_DUO = ("session_id", "subject", "series_id", "goal_id", "check_in_id", "nudge_id", "step_id")
_ID_FIELDS = (
    *("organisation_id", "membership_id", "seeker_id", "mentor_id", "invitation_id", "duo_id", "thread_id"),
    *OF_A_RUNNING_DUO,
    "alert_id",
)
_NUMBERS = {"minute": "1080", "sequence": "0", "value": "3", "weeks": "2"}
_WORDS = {
    "day": ["20261022"],
    "language": ["nl"],
    "option": ["fr", "care", "brussels", "morning"],
    "rest": ["", "001"],
    "way": ["regular", "time-0", "first-team", "place-0"],
    "zone": ["America/New_York"],
}


def _values(kind: Any, name: str, ids: Known) -> list[str]:
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(option for option in get_args(kind) if option is not type(None))
    if kind is bool:
        return ["1", "0"]
    if kind is int:
        return [str(number) for number in ids.get(name, [])] or [_NUMBERS.get(name, "1")]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return list(kind)
    return [str(word) for word in ids.get(name, _WORDS.get(name, ["x"]))]


async def ids_in(town: Town, organisation: str, *, without: Phone | None = None) -> dict[str, list[int]]:
    """What an intruder would most like to name: what really is in that organisation, and is not that person's."""
    async with town.demo.database.read() as store:
        session = store.session
        own = (
            await session.execute(select(Organisation.id).where(col(Organisation.name) == organisation))
        ).scalar_one()
        actor = await load_actor(store, without.id) if without is not None else None
        mine = {m.id for m in actor.memberships} if actor else set()
        members = (await session.execute(select(Membership).where(col(Membership.organisation_id) == own))).scalars()
        by_role = {(Role(m.role), m.state): m.id for m in members if m.id not in mine}
        duos = (await session.execute(select(Duo).where(col(Duo.organisation_id) == own))).scalars().all()
        others = [duo.id for duo in duos if mine.isdisjoint({duo.seeker_id, duo.mentor_id})]
        threads = (await session.execute(select(Thread).where(col(Thread.duo_id).in_([d.id for d in duos])))).scalars()
        open_ones = select(Invitation.id).where(col(Invitation.organisation_id) == own, col(Invitation.state) == "open")
        return {
            "organisation_id": [own],
            "membership_id": list(by_role.values()),
            "seeker_id": [membership_id for (role, _), membership_id in by_role.items() if role is Role.SEEKER],
            "mentor_id": [membership_id for (role, _), membership_id in by_role.items() if role is Role.MENTOR],
            "invitation_id": list((await session.execute(open_ones)).scalars()),
            "duo_id": others,
            "thread_id": [thread.id for thread in threads if thread.membership_id not in mine],
            **await _of_duos(session, others),
        }


async def _of_duos(session: AsyncSession, duo_ids: list[int]) -> dict[str, list[int]]:
    """What these duos have: meetings, goals, questions, nudges."""
    found = {}
    for name, table in (
        *(("session_id", DuoSession), ("series_id", SessionSeries), ("goal_id", Goal)),
        *(("check_in_id", CheckIn), ("nudge_id", Nudge), ("step_id", Milestone), ("alert_id", Alert)),
    ):
        ids = select(table.id).where(col(table.duo_id).in_(duo_ids)).order_by(col(table.id))
        found[name] = list((await session.execute(ids)).scalars())
    both = (duo_ids, found["session_id"] or duo_ids)
    pairs = zip(*both, strict=False)  # a duo and a meeting in turn, as the ways of a picker are
    return {**found, "subject": [subject for pair in pairs for subject in pair]}
