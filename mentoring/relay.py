"""What a person writes goes to their partner, by reference. The rules of docs/decisions/lines.md.

Which text goes where is one pure function, `decide`; the rest writes rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.errors import OutOfDateError
from mentoring.guards import duo_running
from mentoring.lines import lines_of, own_side, unanswered_duo
from mentoring.messages.base import Message, to_params
from mentoring.messages.delivery import PartnerAway
from mentoring.messages.thread import (
    DuoEnded,
    ForWhom,
    LineOpen,
    NobodyToWriteTo,
    NotCarried,
    NotCarriedReason,
    PassedOn,
    WentTo,
)
from mentoring.threads import Side, ensure_topic, running, sides_of
from mentoring.work import Work
from storage import outbox, relays
from storage.words import Call, Priority

ALBUM_WAIT = timedelta(seconds=0.7)  # real time; the parts of an album arrive as messages of their own, close together
ANSWERS = "_reply_to"  # beside a message's own parameters: which message of that chat it answers (see the courier)
_MOST_ROWS_AN_ALBUM = 12  # each later part finds the row before it gone: more than an album has parts


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as far as the relay looks at it: never what it says. Ids are Telegram's, in the sender's chat."""

    message_id: int
    topic_id: int | None = None
    album: str | None = None  # media_group_id
    reply_to: int | None = None
    reply_to_bot: bool = False  # what is answered came from the bot: a copy, or Tandem's own words


@dataclass(frozen=True, slots=True)
class To:
    side: Side


@dataclass(frozen=True, slots=True)
class Ask:
    sides: Sequence[Side]


@dataclass(frozen=True, slots=True)
class Ended:
    side: Side


@dataclass(frozen=True, slots=True)
class Nobody:
    """There is no conversation, now or before."""


Verdict = To | Ask | Ended | Nobody


@dataclass(frozen=True, slots=True)
class Facts:
    """What `decide` decides by. `answers`: the duo of the message that is answered, if it was ever relayed."""

    sides: Sequence[Side]
    has_topics: bool
    open_thread_id: int | None = None
    answers: int | None = None
    unanswered: int | None = None  # the duo of the last message received, if they have not written since


def decide(incoming: Incoming, facts: Facts) -> Verdict:
    """Which of the sender's threads the message is for, or what has to be asked first."""
    answers_tandem = incoming.reply_to_bot and facts.answers is None
    in_topic = _by_topic(incoming, facts)
    if in_topic is not None:
        if not in_topic.is_running:
            return Ended(in_topic)
        return Ask([in_topic]) if answers_tandem else To(in_topic)
    answered = next((side for side in facts.sides if side.duo.id == facts.answers), None)
    if answered is not None and not facts.has_topics:
        return To(answered) if answered.is_running else Ended(answered)
    runs = running(facts.sides)
    if not runs:
        return Ended(facts.sides[-1]) if facts.sides else Nobody()
    if facts.has_topics or answers_tandem:
        return Ask(runs)
    return _by_line(runs, facts)


def _by_topic(incoming: Incoming, facts: Facts) -> Side | None:
    if incoming.topic_id is None:
        return None
    return next((side for side in facts.sides if side.thread.topic_id == incoming.topic_id), None)


def _by_line(runs: Sequence[Side], facts: Facts) -> Verdict:
    """The open line, the only one, or a question; also where somebody else wrote last: a slip must not go wrong."""
    line = next((side for side in runs if side.thread.id == facts.open_thread_id), None)
    if line is None and len(runs) == 1:
        line = runs[0]
    if line is None or facts.unanswered not in {None, line.duo.id}:
        return Ask(runs)
    return To(line)


async def relay(actor: Actor, work: Work, incoming: Incoming) -> None:
    """Passes the message on, or says what became of it."""
    facts = await _facts(actor, work, incoming)
    verdict = decide(incoming, facts)
    if isinstance(verdict, To):
        await _relay_to(actor, work, incoming, verdict.side, facts)
    elif isinstance(verdict, Ask):
        await _ask(actor, work, incoming, verdict.sides, facts)
    else:
        said = DuoEnded(name=verdict.side.name) if isinstance(verdict, Ended) else NobodyToWriteTo()
        await _say(actor, work, incoming, said, facts)


async def refuse(actor: Actor, work: Work, incoming: Incoming, reason: NotCarriedReason) -> None:
    """Says that this kind of content is not passed on; to somebody without a conversation, that there is none."""
    facts = await _facts(actor, work, incoming)
    said = NotCarried(reason=reason) if running(facts.sides) else NobodyToWriteTo()
    await _say(actor, work, incoming, said, facts)


async def pass_on(actor: Actor, work: Work, thread_id: int, message_ids: list[int]) -> Effects:
    """Passes on the message (or album) that Tandem asked about, once; without topics that line is open then.

    Raises NotFoundError, and OutOfDateError where the duo has ended or the message went somewhere already.
    """
    side = await own_side(actor, work, thread_id)
    if side.partner.unreachable_since is not None:
        return [Edit(PartnerAway(name=side.name))]
    key = _relay_key(actor, message_ids[0])
    row = (
        relay_row(work, side, Call.ALBUM, {"message_ids": message_ids}, key)
        if len(message_ids) > 1
        else relay_row(work, side, Call.COPY, {"message_id": message_ids[0], "reply_to": None}, key)
    )
    row_id = await outbox.add(work.store, row)
    if row_id is None:
        raise OutOfDateError
    await _remember(actor, work, side, row_id, message_ids)
    if not work.has_topics:
        actor.person.open_thread_id = side.thread.id
    return [Edit(PassedOn(name=side.name, line_open=not work.has_topics))]


def relay_row(
    work: Work, side: Side, call: Call, params: Mapping[str, Any], key: str, *, wait: timedelta | None = None
) -> outbox.NewRow:
    """A row that carries something to the partner, as long as the duo runs; not before `wait` (real time) is over."""
    return outbox.NewRow(
        dedupe_key=key,
        call=call,
        priority=Priority.RELAY,
        due_at=work.now,
        params=params,
        person_id=side.partner.id,
        thread_id=side.partner_thread.id,
        guard=duo_running(side.duo.id),
        not_before=work.real_now + wait if wait else None,
        created_at=work.now,
    )


async def _facts(actor: Actor, work: Work, incoming: Incoming) -> Facts:
    sides = await sides_of(work, actor.person.id)
    answers = None
    if incoming.reply_to is not None:
        answers = await relays.conversation_of_message(work.store, actor.person.id, incoming.reply_to)
    several = len(sides) > 1 and not work.has_topics
    unanswered = await unanswered_duo(work, actor.person.id) if several else None
    return Facts(sides, work.has_topics, actor.person.open_thread_id, answers, unanswered)


async def _relay_to(actor: Actor, work: Work, incoming: Incoming, side: Side, facts: Facts) -> None:
    if side.partner.unreachable_since is not None:
        await _say(actor, work, incoming, PartnerAway(name=side.name), facts)
        return
    if incoming.album is not None:
        await _relay_part(actor, work, incoming, side)
    else:
        await _relay_one(actor, work, incoming, side, facts)
    said = None if work.has_topics else _settle_line(actor, side, facts)
    if said is not None:
        await _say(actor, work, incoming, said, facts)


async def _relay_one(actor: Actor, work: Work, incoming: Incoming, side: Side, facts: Facts) -> None:
    await relays.finish_albums(work.store, side.partner.id, side.partner_thread.id)
    reply_to = incoming.reply_to if facts.answers == side.duo.id else None
    params = {"message_id": incoming.message_id, "reply_to": reply_to}
    row_id = await outbox.add(
        work.store, relay_row(work, side, Call.COPY, params, _relay_key(actor, incoming.message_id))
    )
    if row_id is not None:
        await _remember(actor, work, side, row_id, [incoming.message_id])


def _settle_line(actor: Actor, side: Side, facts: Facts) -> Message | None:
    """What the sender has to know about lines after writing to that side: nothing, where it is plain."""
    line = next((other for other in running(facts.sides) if other.thread.id == facts.open_thread_id), None)
    if line is None:
        actor.person.open_thread_id = side.thread.id
        return LineOpen(name=side.name) if len(facts.sides) > 1 else None
    if line.thread.id == side.thread.id:
        return None
    return WentTo(name=side.name, open_name=line.name, thread_id=side.thread.id)


async def _relay_part(actor: Actor, work: Work, incoming: Incoming, side: Side) -> None:
    """Adds one part to the album's row; where that is on its way already, begins another."""
    base = f"album:{side.partner_thread.id}:{incoming.album}"
    params = {"message_ids": [incoming.message_id]}
    for number in range(1, _MOST_ROWS_AN_ALBUM):
        row = relay_row(work, side, Call.ALBUM, params, f"{base}:{number}", wait=ALBUM_WAIT)
        row_id = await _grow_or_add(work, row, incoming.message_id)
        if row_id is not None:
            await _remember(actor, work, side, row_id, [incoming.message_id])
            return


async def _grow_or_add(work: Work, row: outbox.NewRow, message_id: int) -> int | None:
    """The row with this part in it: the one that waits under that key, or a new one; None where it has gone."""
    part = ("message_ids", message_id)
    grown = await outbox.grow(work.store, row.dedupe_key, work.real_now + ALBUM_WAIT, part)
    return grown if grown is not None else await outbox.add(work.store, row)


async def _remember(actor: Actor, work: Work, side: Side, row_id: int, message_ids: list[int]) -> None:
    await relays.remember_copies(
        work.store,
        outbox_id=row_id,
        conversation_id=side.duo.id,
        sender=actor.person.id,
        recipient=side.partner.id,
        message_ids=message_ids,
        now=work.now,
    )


async def _ask(actor: Actor, work: Work, incoming: Incoming, sides: Sequence[Side], facts: Facts) -> None:
    """Asks for whom the message is; once for an album, whose parts the question gathers."""
    for side in sides:
        await ensure_topic(work, side.thread)
    question = ForWhom(lines=lines_of(list(sides)), message_ids=[incoming.message_id])
    if incoming.album is None:
        await _say(actor, work, incoming, question, facts)
        return
    for number in range(1, _MOST_ROWS_AN_ALBUM):
        key = f"{question.kind}:{actor.person.id}:{incoming.album}:{number}"
        row = replace(_answer(actor, work, incoming, question, facts, key), not_before=work.real_now + ALBUM_WAIT)
        if await _grow_or_add(work, row, incoming.message_id) is not None:
            return


async def _say(actor: Actor, work: Work, incoming: Incoming, said: Message, facts: Facts) -> None:
    """Answers the sender's message; once for all parts of an album."""
    key = f"{said.kind}:{actor.person.id}:{incoming.album or incoming.message_id}"
    await outbox.add(work.store, _answer(actor, work, incoming, said, facts, key))


def _answer(actor: Actor, work: Work, incoming: Incoming, said: Message, facts: Facts, key: str) -> outbox.NewRow:
    """Where the message came from, and as an answer to it, so that it is plain which one is meant."""
    in_topic = _by_topic(incoming, facts)
    return outbox.NewRow(
        dedupe_key=key,
        call=Call.SEND,
        kind=said.kind,
        priority=said.policy.priority,
        due_at=work.now,
        params={**to_params(said), ANSWERS: incoming.message_id},
        person_id=actor.person.id,
        thread_id=in_topic.thread.id if in_topic else None,
        created_at=work.now,
    )


def _relay_key(actor: Actor, message_id: int) -> str:
    """The same for whatever way a message takes: it is passed on once."""
    return f"relay:{actor.person.id}:{message_id}"
