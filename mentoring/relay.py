"""What a person writes goes to their partner, by reference. The rules of docs/decisions/lines.md.

Which text goes where is one pure function, `decide`; the rest writes rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentoring.actor import Actor
from mentoring.called import Team
from mentoring.effects import Edit, Effects
from mentoring.errors import OutOfDateError
from mentoring.lines import have_topic, lines_of, own_side, sides_of_all, unanswered_conversation
from mentoring.messages.base import Message, to_params
from mentoring.messages.delivery import PartnerAway
from mentoring.messages.team_line import LineClosed, OfferTeam
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
from mentoring.relay_rows import (
    ALBUM_WAIT,
    ANSWERS,
    MOST_ROWS_AN_ALBUM,
    Leg,
    Written,
    carry,
    carry_part,
    grow_or_add,
)
from mentoring.signals.signs import wrote
from mentoring.team_lines.opening import own_line, teams_of
from mentoring.team_lines.sides import TeamSide
from mentoring.team_lines.waiting import person_wrote, team_wrote
from mentoring.team_lines.ways import Conversation, call_in_charge, ways
from mentoring.threads import Side, running
from mentoring.work import Work
from storage import outbox, relays
from storage.words import Call

_MOST_OFFERED = 8  # lines that somebody of the team is asked about: the latest


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
    side: Conversation


@dataclass(frozen=True, slots=True)
class Ask:
    sides: Sequence[Conversation]


@dataclass(frozen=True, slots=True)
class Ended:
    side: Conversation


@dataclass(frozen=True, slots=True)
class Nobody:
    """There is no conversation, now or before."""


Verdict = To | Ask | Ended | Nobody


@dataclass(frozen=True, slots=True)
class Facts:
    """What `decide` decides by. `sides`: duos first, then lines with a team, each oldest first.

    `answers`: the duo or line of the message that is answered, if it was ever relayed.
    """

    sides: Sequence[Conversation]
    has_topics: bool
    open_thread_id: int | None = None
    answers: int | None = None
    unanswered: int | None = None  # the duo or line of the last message received, if they have not written since


def decide(incoming: Incoming, facts: Facts) -> Verdict:
    """Which of the sender's threads the message is for, or what has to be asked first."""
    answers_tandem = incoming.reply_to_bot and facts.answers is None
    in_topic = _by_topic(incoming, facts)
    if in_topic is not None:
        if not in_topic.is_running:
            return Ended(in_topic)
        return Ask([in_topic]) if answers_tandem else To(in_topic)
    answered = next((side for side in facts.sides if side.conversation_id == facts.answers), None)
    if answered is not None and not facts.has_topics:
        return To(answered) if answered.is_running else Ended(answered)
    runs = running(facts.sides)
    if not runs:
        return _nothing_runs(facts)
    if facts.has_topics or answers_tandem:
        return Ask(runs)
    return _by_line(runs, facts)


def _nothing_runs(facts: Facts) -> Verdict:
    duos = [side for side in facts.sides if isinstance(side, Side)]
    if duos:
        return Ended(duos[-1])
    return Ended(facts.sides[-1]) if facts.sides else Nobody()


def _by_topic(incoming: Incoming, facts: Facts) -> Conversation | None:
    if incoming.topic_id is None:
        return None
    return next((side for side in facts.sides if side.topic_id == incoming.topic_id), None)


def _by_line(runs: Sequence[Conversation], facts: Facts) -> Verdict:
    """The open line, the only one, or a question; also where somebody else wrote last: a slip must not go wrong."""
    line = next((side for side in runs if side.id == facts.open_thread_id), None)
    if line is None and len(runs) == 1 and _goes_without_saying(runs[0], facts):
        line = runs[0]
    if line is None or facts.unanswered not in {None, line.conversation_id}:
        return Ask(runs)
    return To(line)


def _goes_without_saying(only: Conversation, facts: Facts) -> bool:
    """A partner does. The team only for whoever never had another: what was meant for a partner stays between the two.

    What somebody of the team types may be anything: they say first for whom it is.
    """
    return isinstance(only, Side) or (not only.seen.is_team and len(facts.sides) == 1)


async def relay(actor: Actor, work: Work, incoming: Incoming) -> None:
    """Passes the message on, or says what became of it."""
    facts = await _facts(actor, work, incoming)
    verdict = decide(incoming, facts)
    if isinstance(verdict, To):
        await _relay_to(actor, work, incoming, verdict.side, facts)
    elif isinstance(verdict, Ask):
        await _ask(actor, work, incoming, verdict.sides, facts)
    elif isinstance(verdict, Nobody):
        await _offer_team(actor, work, incoming, facts)
    else:
        ended = verdict.side
        said = DuoEnded(name=ended.name) if isinstance(ended, Side) else LineClosed()
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
    return await _pass_on(actor, work, await own_side(actor, work, thread_id), message_ids)


async def pass_to_team(actor: Actor, work: Work, organisation_id: int, message_ids: list[int]) -> Effects:
    """The same, to the actor's team. Raises NotFoundError and OutOfDateError."""
    return await _pass_on(actor, work, await own_line(actor, work, organisation_id), message_ids)


async def _pass_on(actor: Actor, work: Work, side: Conversation, message_ids: list[int]) -> Effects:
    legs = await _legs(work, side)
    if not legs:
        return [Edit(PartnerAway(name=side.name))]
    written = Written(actor.person.id, message_ids)
    if not await carry(work, legs[0], written):
        raise OutOfDateError
    for leg in legs[1:]:
        await carry(work, leg, written)
    opens = not work.has_topics and not side.opens_by_tap
    if opens:
        actor.person.open_thread_id = side.id
    return [Edit(PassedOn(name=side.name, line_open=opens))]


async def _legs(work: Work, side: Conversation) -> list[Leg]:
    """Who reads what is written now; of a line, after what has to be said before it."""
    if isinstance(side, Side):
        return await ways(work, side)
    if not side.seen.is_team:
        await call_in_charge(work, side)
    legs = await ways(work, side)
    if not legs:
        return []
    if side.seen.is_team:
        await team_wrote(work, side, person_side=legs[0].side_id)
    else:
        await person_wrote(work, side)
    return legs


async def _facts(actor: Actor, work: Work, incoming: Incoming) -> Facts:
    sides = await sides_of_all(work, actor.person.id)
    answers = None
    if incoming.reply_to is not None:
        answers = await relays.conversation_of_message(work.store, actor.person.id, incoming.reply_to)
    several = len(sides) > 1 and not work.has_topics
    unanswered = await unanswered_conversation(work, actor.person.id) if several else None
    return Facts(sides, work.has_topics, actor.person.open_thread_id, answers, unanswered)


async def _relay_to(actor: Actor, work: Work, incoming: Incoming, side: Conversation, facts: Facts) -> None:
    legs = await _legs(work, side)
    if not legs:
        await _say(actor, work, incoming, PartnerAway(name=side.name), facts)
        return
    reply_to = incoming.reply_to if facts.answers == side.conversation_id else None
    written = Written(actor.person.id, [incoming.message_id], reply_to)
    for leg in legs:
        if incoming.album is not None:
            await carry_part(work, leg, written, incoming.album)
        else:
            await relays.finish_albums(work.store, leg.person_id, leg.side_id)
            await carry(work, leg, written)
    if isinstance(side, Side):
        await wrote(work, side.duo)
    said = None if work.has_topics else _settle_line(actor, side, facts)
    if said is not None:
        await _say(actor, work, incoming, said, facts)


def _settle_line(actor: Actor, side: Conversation, facts: Facts) -> Message | None:
    """What the sender has to know about lines after writing to that side: nothing, where it is plain."""
    line = next((other for other in running(facts.sides) if other.id == facts.open_thread_id), None)
    if line is None and side.opens_by_tap:
        return None
    if line is None:
        actor.person.open_thread_id = side.id
        return LineOpen(name=side.name) if len(facts.sides) > 1 else None
    if line.id == side.id:
        return None
    return WentTo(name=side.name, open_name=line.name, thread_id=side.id)


async def _ask(actor: Actor, work: Work, incoming: Incoming, sides: Sequence[Conversation], facts: Facts) -> None:
    """Asks for whom the message is. Mentees and mentors can always choose their team as well."""
    offered = _offered(sides)
    for side in offered:
        await have_topic(work, side)
    others = [side for side in offered if isinstance(side, Side) or side.seen.is_team]
    question = ForWhom(lines=lines_of(others), message_ids=[incoming.message_id], teams=await teams_of(actor, work))
    await _ask_once(actor, work, incoming, question, facts)


def _offered(sides: Sequence[Conversation]) -> list[Conversation]:
    """All but the lines of the team that were quiet for long: their people are found by /people."""
    team = [side for side in sides if isinstance(side, TeamSide) and side.seen.is_team]
    latest = sorted(team, key=lambda side: side.seen.latest_at, reverse=True)[:_MOST_OFFERED]
    return [side for side in sides if side not in team or side in latest]


async def _offer_team(actor: Actor, work: Work, incoming: Incoming, facts: Facts) -> None:
    """Somebody without a conversation may mean the team, if they have one."""
    teams: list[Team] = await teams_of(actor, work)
    if not teams:
        await _say(actor, work, incoming, NobodyToWriteTo(), facts)
        return
    await _ask_once(actor, work, incoming, OfferTeam(teams=teams, message_ids=[incoming.message_id]), facts)


async def _ask_once(actor: Actor, work: Work, incoming: Incoming, question: Message, facts: Facts) -> None:
    """Once for an album, whose parts the question gathers."""
    if incoming.album is None:
        await _say(actor, work, incoming, question, facts)
        return
    for number in range(1, MOST_ROWS_AN_ALBUM):
        key = f"{question.kind}:{actor.person.id}:{incoming.album}:{number}"
        row = replace(_answer(actor, work, incoming, question, facts, key), not_before=work.real_now + ALBUM_WAIT)
        if await grow_or_add(work, row, incoming.message_id) is not None:
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
        thread_id=in_topic.id if in_topic else None,
        created_at=work.now,
    )
