"""Who can be written to: people block the bot and come back."""

from __future__ import annotations

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.menus import refresh_menu
from mentoring.messages.delivery import PartnerAway
from mentoring.people import name_of
from mentoring.work import Work
from storage import outbox, relays
from storage.tables import Thread


def heard_from(actor: Actor) -> None:
    """Whoever writes, taps or reacts can be written to again."""
    actor.person.unreachable_since = None


async def blocked(actor: Actor, work: Work) -> None:
    """The actor blocked the bot: nothing is tried any more, and whoever's words were on their way learns it, once."""
    person = actor.person
    if person.unreachable_since is None:
        person.unreachable_since = work.now
    lost_in = await relays.threads_waiting(work.store, person.id)
    await outbox.cancel(work.store, work.now, person_id=person.id)
    if not lost_in:
        return
    since = int(person.unreachable_since.timestamp())
    away = PartnerAway(name=name_of(work.store.vault, person))
    theirs, senders = aliased(Thread), aliased(Thread)
    both = and_(col(senders.duo_id) == theirs.duo_id, col(senders.person_id) == theirs.partner_person_id)
    statement = select(theirs.id, senders.id, senders.person_id).join(senders, both)
    for thread_id, sender_thread, sender in (
        await work.store.session.execute(
            statement.where(col(theirs.id).in_(lost_in), col(theirs.person_id) == person.id)
        )
    ).all():
        # the courier says the same under the same key when it finds out first
        await work.post(sender, away, thread_id=sender_thread, key=f"away:{thread_id}:{since}")


async def came_back(actor: Actor, work: Work) -> None:
    """Unblocked: the menu is sent again, because what was pending is gone. The partner hears nothing of it."""
    heard_from(actor)
    await refresh_menu(work, actor.person.id)
