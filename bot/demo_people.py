"""Who is there when the demo begins."""

from __future__ import annotations

from datetime import datetime

from mentoring.invitations import issue, link_for
from mentoring.work import Work
from sandbox import Sandbox
from storage.database import Database
from storage.tables import Organisation
from storage.words import Role

ORGANISATION = "Duo Dijle"
_CONTACT = "bonjour@duodijle.example, 02 000 00 00"


async def fill_empty(database: Database, sandbox: Sandbox, bot_username: str, now: datetime) -> None:
    """One organisation, and the link for its first coordinator, as it would arrive by e-mail."""
    async with database.write() as store:
        organisation = Organisation(name=ORGANISATION, contact=_CONTACT, created_at=now)
        store.session.add(organisation)
        await store.session.flush()
        work = Work(store, now, now, "demo:empty", bot_username=bot_username)
        issued = await issue(work, organisation, Role.LEAD, label="The first coordinator")
    sandbox.add_link("The first coordinator's invitation", link_for(bot_username, issued.token))
