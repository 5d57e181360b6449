"""Chats that try links, and strangers: how often they may, and what they hear. Programme time throughout."""

from __future__ import annotations

from datetime import datetime, timedelta

from mentoring.work import Work
from storage.tables import Visitor

WRONG_LINKS = 5  # in WINDOW, then no link of that chat is looked at, right or wrong
WINDOW = timedelta(hours=1)


async def greet_once(work: Work, user_id: int) -> bool:
    """True the first time ever that this stranger is to be greeted; then it is noted."""
    visitor = await _visitor(work, user_id)
    if visitor.greeted_at is not None:
        return False
    visitor.greeted_at = work.now
    return True


async def may_try_link(work: Work, user_id: int) -> bool:
    """False for a chat that tried too many wrong links within the hour."""
    return wrong_links_now(await _visitor(work, user_id), work.now) < WRONG_LINKS


async def count_wrong_link(work: Work, user_id: int) -> None:
    """Notes one more; the hour begins with the first."""
    visitor = await _visitor(work, user_id)
    before = wrong_links_now(visitor, work.now)
    if before == 0:
        visitor.wrong_since = work.now
    visitor.wrong_links = before + 1


async def tell_to_wait(work: Work, user_id: int) -> bool:
    """True once in the hour of a chat that may not try: it is told so, and hears nothing until the hour is over."""
    visitor = await _visitor(work, user_id)
    if visitor.wrong_links > WRONG_LINKS:
        return False
    visitor.wrong_links = WRONG_LINKS + 1
    return True


def wrong_links_now(visitor: Visitor, now: datetime) -> int:
    """How many wrong links count at this moment: none once the hour since the first is over."""
    since = visitor.wrong_since
    return visitor.wrong_links if since is not None and now < since + WINDOW else 0


async def _visitor(work: Work, user_id: int) -> Visitor:
    """The chat's row; in a private chat its id is the person's."""
    lookup = work.store.vault.lookup("chat", user_id)
    visitor = await work.store.session.get(Visitor, lookup)
    if visitor is None:
        visitor = Visitor(chat_lookup=lookup)
        work.store.session.add(visitor)
        await work.store.session.flush()
    return visitor
