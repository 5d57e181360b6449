"""An organisation whose team gets its digest, on either database, for the tests of `digests.send`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import col, select

from mentoring.messages.base import Message, from_params
from mentoring.messages.morning import Digest
from mentoring.signals.reasons import Kind, Reason
from mentoring.work import Work
from scheduler import send_digests
from scheduler.works import works_of
from storage.tables import Absence, Alert, Duo, Organisation, Outbox
from storage.words import AlertState, Level, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.scheduler.duos import Town

M = TypeVar("M", bound=Message)
LENA, ELS = 901, 902


def silent(since: date, days: int = 16) -> list[dict[str, Any]]:
    return [Reason(Kind.SILENCE, Role.SEEKER, since, {"days": days}).to_json()]


class Team(Town):
    """Lena coordinates, Els leads."""

    lena: Made
    els: Made
    zone = ZoneInfo("Europe/Brussels")

    async def settle_in(self) -> None:
        await make_organisation(self)
        self.els = await make_person(self, ELS, Role.LEAD, name="Els", language="nl")
        self.lena = await make_person(self, LENA, Role.COORDINATOR, name="Lena")

    async def run(self) -> int:
        """The job at this moment."""
        return await send_digests.run(works_of("digests.send", self.database, self.clock, self.clock), self.now)

    async def at(self, *moment: int) -> int:
        """Goes to that moment (UTC) and runs the job."""
        self.clock.advance_to(datetime(*moment, tzinfo=UTC))  # type: ignore[arg-type,misc]  # year, month, day, hour, minute
        return await self.run()

    async def duo_of(self, number: int, keeper: Made | None, **change: Any) -> int:
        """A duo that somebody looks after."""
        seeker = await make_person(self, 500 + number, name=f"Amina{number}")
        mentor = await make_person(self, 600 + number, Role.MENTOR, name=f"Bram{number}")
        duo_id = await make_duo(self, seeker, mentor, coordinator=keeper)
        if change:
            await self.change(duo_id, **change)
        return duo_id

    async def change(self, duo_id: int, **values: Any) -> None:
        async with self.database.write() as store:
            await store.session.execute(update(Duo).where(col(Duo.id) == duo_id).values(**values))

    async def alert(self, duo_id: int, level: Level = Level.AT_RISK, **fields: Any) -> int:
        await self.change(duo_id, level=level)
        async with self.database.write() as store:
            row = Alert(
                duo_id=duo_id,
                organisation_id=self.lena.organisation_id,
                level=level,
                reasons=silent(self.now.date() - timedelta(days=16)),
                **({"state": AlertState.OPEN, "opened_at": self.now} | fields),
            )
            store.session.add(row)
            return row.id

    async def away(self, who: Made, first: date, last: date) -> None:
        async with self.database.write() as store:
            days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
            store.session.add(Absence(membership_id=who.membership_id, created_at=self.now, **days))

    async def digest_at(self) -> datetime | None:
        async with self.database.read() as store:
            organisation = await store.session.get(Organisation, self.lena.organisation_id)
            assert organisation is not None
            return organisation.digest_at

    async def said(self, who: Made, kind: type[M]) -> list[M]:
        return [from_params(row.kind, self._params(row)) for row in await self.rows(who, kind)]  # type: ignore[misc]

    async def digests(self, who: Made) -> list[Digest]:
        return await self.said(who, Digest)

    def _params(self, row: Outbox) -> dict[str, Any]:
        params: dict[str, Any] = json.loads(row.open(self.database.vault, "params") or "{}")
        return params

    async def add(self, *rows: Any) -> None:
        async with self.database.write() as store:
            store.session.add_all(rows)

    async def does(self, deed: Callable[[Work], Awaitable[Any]]) -> Any:
        async with self.work() as work:
            return await deed(work)

    async def all_duos(self) -> list[Duo]:
        return await self.all(Duo)

    async def all(self, table: Any) -> list[Any]:
        async with self.database.read() as store:
            return list((await store.session.execute(select(table).order_by(table.id))).scalars().all())
