"""Who can be written to: people block the bot and come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.effects import Reply
from mentoring.menus import refresh_menu
from mentoring.messages.delivery import PartnerAway
from mentoring.people import name_of
from mentoring.signals import signs
from mentoring.team_lines.away import Loss, tell_writers
from mentoring.threads import greet_again
from mentoring.work import Work
from storage import outbox, relays
from storage.lines import rows_waiting
from storage.tables import Thread

_MOMENT = timedelta(seconds=2)  # real time


def heard_from(actor: Actor) -> None:
    """Whoever writes, taps or reacts can be written to again."""
    actor.person.unreachable_since = None


async def blocked(actor: Actor, work: Work) -> None:
    """The actor blocked the bot: nothing is tried any more, and whoever's words were on their way learns it, once."""
    person = actor.person
    if person.unreachable_since is None:
        person.unreachable_since = work.now
        await signs.went_away(work.store, work.now, person.id)
    lost_in = await relays.threads_waiting(work.store, person.id)
    in_lines = await rows_waiting(work.store, person.id)
    await outbox.cancel(work.store, work.now, person_id=person.id)
    since = int(person.unreachable_since.timestamp())
    await work.store.session.flush()
    await tell_writers(work.store, work.now, in_lines, Loss(PartnerAway, f"away:{{side}}:{since}"))
    if not lost_in:
        return
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
    """Unblocked: menu and greetings are sent again, because what was pending is gone. The partner hears nothing of it.

    What waits for an answer is asked again by the handler, see `in_a_moment`.
    """
    heard_from(actor)
    await signs.came_back(work, actor.person.id)
    await refresh_menu(work, actor.person.id)
    await greet_again(work, actor.person.id)


def in_a_moment(actor: Actor, work: Work, replies: Iterable[Reply]) -> list[Reply]:
    """The same replies, a moment later, so that /start can be faster: Telegram's button to unblock sends it as well."""
    not_before = work.real_now + _MOMENT
    prefix = _later_prefix(actor)
    return [
        replace(reply, key=f"{prefix}{place}:{work.cause}", not_before=not_before)
        for place, reply in enumerate(replies)
    ]


async def start_instead(actor: Actor, work: Work) -> None:
    """/start answers now: what was to be asked in a moment is not asked twice."""
    await relays.cancel_older(work.store, actor.person.id, _later_prefix(actor), work.now)


def _later_prefix(actor: Actor) -> str:
    return f"back:{actor.person.id}:"
