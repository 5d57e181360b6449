"""While somebody waits: news for them, word for the team, and the end of waiting. Kinds for staff: `waiting.desk`."""

from __future__ import annotations

from datetime import date, timedelta

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from storage.words import MembershipState, Priority, Role

_NEWS = Policy(
    priority=Priority.CHECK_IN, expires_after=timedelta(days=7), waits_for_morning=True, rests=True, counts=True
)
_TO_THE_TEAM = Policy(priority=Priority.DIGEST, waits_for_morning=True, rests=True)


@declare("waiting.news", _NEWS)
class StillLooking(Message):
    """Nothing new, and nobody is forgotten. `turn` counts the news: its words change with it."""

    to: Role
    organisation: str
    turn: int


@declare("waiting.desk-long", _TO_THE_TEAM)
class WaitsLong(Message):
    """A mentee has waited for so many working days; `times` counts how often this was said."""

    seeker_id: int
    who: Named
    since: date
    working_days: int
    times: int
    by_phone: bool = False  # prefers no Telegram


@declare("waiting.desk-erased-soon", _TO_THE_TEAM)
class ErasedSoon(Message):
    """Who was in no duo for so long is erased on that day, unless the team keeps them.

    `state`: of somebody by phone, or who never finished the welcome.
    """

    membership_id: int
    role: Role
    who: Named
    since: date
    on: date
    months: int
    state: MembershipState = MembershipState.READY


@declare("waiting.desk-kept")
class KeptLonger(Message):
    """The team keeps them until that day."""

    membership_id: int
    role: Role
    who: Named
    until: date
    waits: bool = True  # for a partner


@declare("waiting.desk-called")
class CallNoted(Message):
    """A toast: the call counts. `on`: when the team hears of that mentee again."""

    on: date | None


@declare("waiting.desk-forward")
class ForwardThis(Message):
    """Before a text that the team forwards to somebody who goes by phone."""


@declare("waiting.desk-telegram")
class TelegramAfterAll(Message):
    """To forward, in the language of whoever goes by phone: how they can use Telegram after all."""

    language: str
    organisation: str
    link: str


@declare("waiting.desk-not-waiting")
class WaitsNoLonger(Message):
    """Nobody is to be erased: they are in a duo, or about to be."""

    who: Named


@declare("waiting.erased")
class Erased(Message):
    """The last message to somebody who was in no duo for so many months, or agreed and told no more."""

    to: Role
    organisation: str
    months: int
    was_welcomed: bool = True
