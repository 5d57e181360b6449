"""What a verdict entails, written in the transaction of its mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, func, insert, select, update

from bot.courier.judging import REPLY_TO
from bot.courier.verdicts import (
    TOPIC_GONE,
    TOPIC_WANTED,
    Away,
    CardShown,
    Consequence,
    GroupLost,
    GroupMoved,
    Hold,
    Regret,
    TopicGone,
    TopicMade,
    TopicWanted,
    Verdict,
)
from mentoring import guards
from mentoring.messages.base import to_params
from mentoring.messages.delivery import NotPassedOn, PartnerAway
from mentoring.signals import signs
from mentoring.team_group import letting_go
from mentoring.team_lines.away import Loss, tell_writers
from mentoring.work import ANCHOR, Work
from storage import holds, outbox
from storage.database import Store
from storage.delivery import Claimed
from storage.ids import new_id
from storage.lines import rows_waiting
from storage.tables import Card, LineSide, Outbox, Person, Thread
from storage.words import Call, OutboxState, Priority

_card: Table = Card.__table__  # type: ignore[attr-defined]
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_person: Table = Person.__table__  # type: ignore[attr-defined]
_thread: Table = Thread.__table__  # type: ignore[attr-defined]
_line_side: Table = LineSide.__table__  # type: ignore[attr-defined]
_PASSED_ON = frozenset({Call.COPY, Call.ALBUM, Call.EDIT})
_WORTH_TELLING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Place:
    person_id: int
    topic_id: int | None
    guard: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes consequences; `now` is programme time."""

    store: Store
    now: datetime

    async def write(self, verdict: Verdict) -> None:
        for consequence in verdict.also:
            await self._write(verdict.row, consequence)

    async def _write(self, row: Claimed, consequence: Consequence) -> None:
        match consequence:
            case Hold(chat_key, until):
                await holds.hold(self.store, chat_key, until)
            case TopicMade(thread_id, topic_id):
                await self._set_topic(thread_id, topic_id)
                await self._cut_short(row.person_id, thread_id)
            case CardShown(anchor, message_id):
                await self._note_card(row, anchor, message_id)
            case TopicGone(thread_id, topic_id):
                await self._set_topic(thread_id, None, instead_of=topic_id)
            case TopicWanted(thread_id):
                await self._want_topic(thread_id)
            case Away(person_id):
                await self._away(row, person_id)
            case GroupLost(chat_id):
                await letting_go.lost(self._work(row), chat_id)
            case GroupMoved(chat_id, new_chat_id):
                await letting_go.moved(self._work(row), chat_id, new_chat_id)
                await self._send_after(row, new_chat_id)
            case Regret(thread_id, message_id):
                regret = Loss(NotPassedOn, f"outbox:{row.id}:regret", answers=True)
                await tell_writers(self.store, self.now, [row.id], regret)
                await self._tell_sender(thread_id, f"outbox:{row.id}:regret", NotPassedOn, message_id)

    def _work(self, row: Claimed) -> Work:
        return Work(self.store, self.now, self.now, f"outbox:{row.id}")

    async def _send_after(self, row: Claimed, chat_id: int) -> None:
        """The same to the group where it is now, once."""
        await outbox.add(
            self.store,
            outbox.NewRow(
                dedupe_key=f"outbox:{row.id}:moved",
                call=row.call,
                kind=row.kind,
                priority=Priority(row.priority),
                due_at=self.now,
                expires_at=row.expires_at,
                params=row.params,
                chat_id=chat_id,
                language=row.language,
                created_at=self.now,
            ),
        )

    async def _note_card(self, row: Claimed, anchor: str, message_id: int) -> None:
        """Where the card is. A card that had to be sent anew takes the place of the one before, also on top."""
        where = (_card.c.person_id == row.person_id, _card.c.anchor == anchor)
        before = (await self.store.session.execute(select(_card.c.message_id, _card.c.is_pinned).where(*where))).first()
        noted = {"message_id": message_id, "updated_at": self.now}
        if before is None:
            values = {"id": new_id(), "person_id": row.person_id, "anchor": anchor, "is_pinned": False, **noted}
            await self.store.session.execute(insert(_card).values(values))
            return
        await self.store.session.execute(update(_card).where(*where).values(noted))
        if before.is_pinned and before.message_id not in {None, message_id}:
            await outbox.add(self.store, _pin_again(row, anchor, message_id, self.now))

    async def _set_topic(self, thread_id: int, topic_id: int | None, *, instead_of: int | None = None) -> None:
        """Only where nobody else did: what is there may be newer than what we know."""
        for table in (_thread, _line_side):
            expected = table.c.topic_id.is_(None) if instead_of is None else table.c.topic_id == instead_of
            await self.store.session.execute(
                update(table).where(table.c.id == thread_id, expected).values(topic_id=topic_id)
            )

    async def _cut_short(self, person_id: int | None, thread_id: int) -> None:
        """What waited for the topic goes now."""
        await self.store.session.execute(
            update(_outbox)
            .where(
                _outbox.c.person_id == person_id,
                _outbox.c.thread_id == thread_id,
                _outbox.c.state == OutboxState.PENDING,
                _outbox.c.error.in_([TOPIC_WANTED, TOPIC_GONE]),
            )
            .values(not_before=None)
        )
        self.store.outbox_grew = True

    async def _want_topic(self, thread_id: int) -> None:
        """A row that makes the topic, unless one is on its way; each making has a key of its own."""
        thread = await self._place(thread_id)
        made_before = select(_outbox.c.state, func.max(_outbox.c.id)).where(
            _outbox.c.person_id == thread.person_id, _outbox.c.call == Call.TOPIC, _outbox.c.thread_id == thread_id
        )
        made = {row[0]: row[1] for row in await self.store.session.execute(made_before.group_by(_outbox.c.state))}
        if thread.topic_id is not None or made.keys() & {OutboxState.PENDING, OutboxState.SENDING}:
            return
        after = max(made.values(), default=None)
        await outbox.add(self.store, outbox.topic_row(thread_id, thread.person_id, thread.guard, self.now, after=after))

    async def _place(self, thread_id: int) -> _Place:
        """Where a topic is wanted: a duo's thread, or a line with the team."""
        threads = select(_thread.c.person_id, _thread.c.topic_id, _thread.c.duo_id).where(_thread.c.id == thread_id)
        thread = (await self.store.session.execute(threads)).one_or_none()
        if thread is not None:
            return _Place(thread.person_id, thread.topic_id, guards.duo_running(thread.duo_id))
        lines = select(_line_side.c.person_id, _line_side.c.topic_id).where(_line_side.c.id == thread_id)
        side = (await self.store.session.execute(lines)).one()
        return _Place(side.person_id, side.topic_id, guards.line_side(thread_id))

    async def _away(self, row: Claimed, person_id: int) -> None:
        """Marks the person, cancels what waits for them, and tells whoever wrote to them."""
        since = (
            await self.store.session.execute(
                update(_person)
                .where(_person.c.id == person_id)
                .values(unreachable_since=func.coalesce(_person.c.unreachable_since, self.now))
                .returning(_person.c.unreachable_since)
            )
        ).scalar_one_or_none()
        if since is None:
            return
        if since == self.now:  # not known before
            await signs.went_away(self.store, self.now, person_id)
        waiting = select(_outbox.c.thread_id).where(
            _outbox.c.person_id == person_id,
            _outbox.c.state == OutboxState.PENDING,
            _outbox.c.call.in_(_PASSED_ON),
        )
        threads = set((await self.store.session.execute(waiting.distinct())).scalars())
        if row.call in _PASSED_ON:
            threads.add(row.thread_id)
        in_lines = {*await rows_waiting(self.store, person_id), row.id}
        await outbox.cancel(self.store, self.now, person_id=person_id)
        lost = Loss(PartnerAway, f"away:{{side}}:{int(since.timestamp())}")
        await tell_writers(self.store, self.now, sorted(in_lines), lost)
        for thread_id in sorted(_known(threads)):
            await self._tell_sender(thread_id, f"away:{thread_id}:{int(since.timestamp())}", PartnerAway, None)

    async def _tell_sender(
        self, thread_id: int, key: str, message: type[PartnerAway | NotPassedOn], message_id: int | None
    ) -> None:
        """Into the sender's side of the thread, as an answer to the message that it is about."""
        mine = _thread.alias("mine")
        statement = (
            select(mine.c.id, mine.c.person_id, _thread.c.person_id.label("partner_id"), _person.c.first_name_sealed)
            .join(mine, (mine.c.duo_id == _thread.c.duo_id) & (mine.c.person_id == _thread.c.partner_person_id))
            .join(_person, _person.c.id == _thread.c.person_id)
            .where(_thread.c.id == thread_id)
        )
        side = (await self.store.session.execute(statement)).one_or_none()
        if side is None:
            return
        name = _name(self.store, side.first_name_sealed, side.partner_id)
        said = message(name=name)
        await outbox.add(
            self.store,
            outbox.NewRow(
                dedupe_key=key,
                call=Call.SEND,
                kind=said.kind,
                priority=said.policy.priority,
                due_at=self.now,
                expires_at=self.now + _WORTH_TELLING,
                params={**to_params(said), REPLY_TO: message_id},
                person_id=side.person_id,
                thread_id=side.id,
                created_at=self.now,
            ),
        )


def _pin_again(row: Claimed, anchor: str, message_id: int, now: datetime) -> outbox.NewRow:
    return outbox.NewRow(
        dedupe_key=f"pin:{anchor}:{row.person_id}:{message_id}",
        call=Call.PIN,
        priority=Priority.REPLY,
        due_at=now,
        params={ANCHOR: anchor},
        person_id=row.person_id,
        created_at=now,
    )


def _known(threads: Iterable[int | None]) -> Iterable[int]:
    return (thread_id for thread_id in threads if thread_id is not None)


def _name(store: Store, sealed: bytes | None, person_id: int) -> str:
    return store.vault.open(sealed, "person", "first_name_sealed", person_id) if sealed else ""
