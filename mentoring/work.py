"""What every use case is handed: the transaction, the time, and how to say something to somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mentoring.messages.base import Message, to_params
from storage import outbox
from storage.database import Store
from storage.words import Call, Priority

ANCHOR = "_anchor"  # a parameter of a card's rows: which card
ZONE = "_zone"  # a parameter of a message to a chat that is nobody's: the time zone in which it tells times
HAT = "_hat"  # a parameter of a message: the organisation it is about, for people with roles in several


@dataclass
class Work:
    """One unit of work. `now` is programme time, `real_now` real time, both aware and in UTC.

    `cause` names what set it off (`update:815`, `job:proposals.expire:42`): dedupe keys begin with it, so that the
    same cause never says the same thing twice.
    """

    store: Store
    now: datetime
    real_now: datetime
    cause: str
    has_topics: bool = False
    bot_username: str = ""
    _posted: int = field(default=0)

    async def post(  # the one way a declared message leaves
        self,
        person_id: int,
        message: Message,
        *,
        thread_id: int | None = None,
        guard: str = "",
        key: str | None = None,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        not_before: datetime | None = None,
        hat: str | None = None,
    ) -> int | None:
        """Writes the message to the outbox for that person; returns the row's id, None if it was there already.

        `thread_id`: into that thread (its topic where there are topics), else the person's chat. `guard`: the reason
        that has to hold at sending time, see mentoring/guards.py. `key`: a dedupe key of its own, for messages that
        more than one cause can set off. `due_at` in programme time, now by default. `expires_at` in programme time:
        from then on it is pointless; by default what the message's policy says. `not_before` in real time. `hat`: the
        organisation to name above the text, see mentoring/hats.py.
        """
        due = due_at or self.now
        span = message.policy.expires_after
        return await outbox.add(
            self.store,
            outbox.NewRow(
                dedupe_key=key or self.next_key(message.kind),
                call=Call.SEND,
                kind=message.kind,
                priority=message.policy.priority,
                due_at=due,
                expires_at=expires_at or (due + span if span else None),
                not_before=not_before,
                params={**to_params(message), **({HAT: hat} if hat else {})},
                person_id=person_id,
                thread_id=thread_id,
                guard=guard,
                created_at=self.now,
            ),
        )

    async def card(
        self,
        person_id: int,
        anchor: str,
        message: Message,
        *,
        thread_id: int | None = None,
        guard: str = "",
    ) -> None:
        """Brings that person's card about `anchor` (`session:ID`) up to date: sent the first time, edited from then on.

        In order with everything else of that chat. Telegram says nothing to people about an edit: news is a message.
        """
        await self._about_card(Call.CARD, person_id, anchor, thread_id, guard, message)

    async def pin(self, person_id: int, anchor: str, *, pinned: bool) -> None:
        """That card goes to the top of its chat, or comes down. What never arrived is not pinned."""
        await self._about_card(Call.PIN if pinned else Call.UNPIN, person_id, anchor, None, "", None)

    async def _about_card(
        self, call: Call, person_id: int, anchor: str, thread_id: int | None, guard: str, message: Message | None
    ) -> None:
        await outbox.add(
            self.store,
            outbox.NewRow(
                dedupe_key=self.next_key(f"{call}:{anchor}:{person_id}"),
                call=call,
                kind=message.kind if message is not None else "",
                priority=message.policy.priority if message is not None else Priority.REPLY,
                due_at=self.now,
                params={**(to_params(message) if message is not None else {}), ANCHOR: anchor},
                person_id=person_id,
                thread_id=thread_id,
                guard=guard,
                created_at=self.now,
            ),
        )

    async def post_to_chat(
        self,
        chat_id: int,
        language: str,
        message: Message,
        *,
        key: str | None = None,
        zone: str | None = None,
        guard: str = "",
    ) -> int | None:
        """The same for a chat that belongs to nobody we know, or to a team: its group. `zone`: UTC by default."""
        span = message.policy.expires_after
        return await outbox.add(
            self.store,
            outbox.NewRow(
                dedupe_key=key or self.next_key(message.kind),
                call=Call.SEND,
                kind=message.kind,
                priority=message.policy.priority,
                due_at=self.now,
                expires_at=self.now + span if span else None,
                params={**to_params(message), **({ZONE: zone} if zone else {})},
                chat_id=chat_id,
                language=language,
                guard=guard,
                created_at=self.now,
            ),
        )

    def next_key(self, word: str) -> str:
        """A dedupe key for the next thing this cause says."""
        self._posted += 1
        return f"{self.cause}:{self._posted}:{word}"
