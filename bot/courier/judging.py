"""The last look before a row goes out: is there still somebody to send to, a reason, a thread; is it the time?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.courier.briefing import CARDS, RELAYS, Briefing, Side, Someone
from bot.courier.verdicts import TOPIC_GONE, Away, Letter, TopicWanted, Verdict, cancelled, failed, topic_wanted, waits
from locales.rendering import Rendered, render, under_hat
from locales.say import LANGUAGES, SOURCE_LANGUAGE
from mentoring import guards
from mentoring.messages.base import Message, Policy, UnknownKindError, from_params
from mentoring.messages.base import declared as kinds
from mentoring.messages.delivery import SenderLabel, ThreadTitle
from mentoring.messages.team_line import ColleagueAnswered, DeskTitle, TeamSender, TeamTitle
from mentoring.people import NOT_TOLD
from mentoring.rest_days import next_allowed
from mentoring.team_lines.sides import team_of_line
from mentoring.work import ANCHOR, HAT, ZONE
from storage.delivery import Claimed
from storage.words import Call, Failure

log = structlog.get_logger()
_DECLARED = frozenset({Call.SEND, Call.CARD})
_RENDERED = _DECLARED | {Call.TOPIC, Call.RENAME_TOPIC}
_INTO_TOPIC = _DECLARED | {Call.COPY, Call.ALBUM}
_LABELLED = frozenset({Call.COPY, Call.ALBUM, Call.EDIT})
REPLY_TO = "_reply_to"  # a parameter of any declared message's row: which message of that chat it answers


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`now` is programme time. `topicless`: threads for which Telegram refused to make a topic."""

    now: datetime
    real_now: datetime
    has_topics: bool
    topicless: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Reader:
    """How the recipient is spoken to."""

    language: str
    zone: ZoneInfo
    has_topics: bool


def judge(row: Claimed, briefing: Briefing, circumstances: Circumstances) -> Letter | Verdict:
    """The letter to send, or what becomes of the row instead. Never raises: a broken row is no reason to stop."""
    try:
        return _judge(row, briefing, circumstances)
    except UnknownKindError:
        return failed(row, Failure.REJECTED, "unknown kind")
    except Exception as error:  # noqa: BLE001 - whatever a row holds, the next one has to go out
        # no traceback: pydantic's errors quote what they were given
        log.error("row cannot be prepared", row=row.id, call=row.call, kind=row.kind, error=type(error).__name__)  # noqa: TRY400
        return failed(row, Failure.REJECTED, f"cannot be prepared: {type(error).__name__}")


def _judge(row: Claimed, briefing: Briefing, circumstances: Circumstances) -> Letter | Verdict:
    someone = briefing.people.get(row.person_id) if row.person_id is not None else None
    chat_id = someone.chat_id if someone else row.chat_id if row.person_id is None else None
    if chat_id is None:
        return cancelled(row, "nobody there")
    side = briefing.sides.get(row.thread_id) if row.thread_id is not None else None
    if side is not None and side.person_id != row.person_id:
        side = None
    objection = (
        _reason_gone(row, briefing, circumstances.now)
        or _too_late(row, circumstances.now)
        or _away(row, someone)
        or _switched_off(row, someone)
        or _no_card(row, briefing)
        or _not_this_duo(row, side, briefing)
        or _topic_needless(row, side, circumstances)
        or _topic_missing(row, side, circumstances)
        or _not_now(row, someone, circumstances.now)
    )
    return objection or _letter(row, chat_id, someone, side, briefing, circumstances)


def _reason_gone(row: Claimed, briefing: Briefing, now: datetime) -> Verdict | None:
    if not row.guard:
        return None
    guard = guards.read_guard(row.guard)
    if guard is None:
        return cancelled(row, "unknown guard")
    return None if guards.holds(guard, briefing.facts, now) else cancelled(row, "reason gone")


def _too_late(row: Claimed, now: datetime) -> Verdict | None:
    return failed(row, Failure.EXPIRED, "") if row.expires_at is not None and row.expires_at <= now else None


def _away(row: Claimed, someone: Someone | None) -> Verdict | None:
    if someone is None or someone.unreachable_since is None:
        return None
    return failed(row, Failure.BLOCKED, "unreachable", Away(someone.id))


def _not_this_duo(row: Claimed, side: Side | None, briefing: Briefing) -> Verdict | None:
    """Relays go between the two of a running duo, or within a line with the team, as it is at this moment."""
    if row.call not in RELAYS:
        return None
    if side is None or not side.is_open:
        return cancelled(row, "duo not running" if side is None or side.line is None else "line closed")
    sender = briefing.sender_of(row, side)
    if sender is None or sender.chat_id is None:
        return cancelled(row, "sender gone")
    return None


def _topic_needless(row: Claimed, side: Side | None, circumstances: Circumstances) -> Verdict | None:
    if row.call is Call.RENAME_TOPIC and (side is None or side.topic_id is None):
        return cancelled(row, "no topic")
    if row.call is not Call.TOPIC:
        return None
    if side is None or not side.is_open or not circumstances.has_topics:
        return cancelled(row, "no topic needed")
    return cancelled(row, "topic there already") if side.topic_id is not None else None


def _topic_missing(row: Claimed, side: Side | None, circumstances: Circumstances) -> Verdict | None:
    if not circumstances.has_topics or row.call not in _INTO_TOPIC or side is None or side.topic_id is not None:
        return None
    if not side.is_open or side.id in circumstances.topicless:
        return None
    return topic_wanted(row, circumstances.real_now, TopicWanted(side.id), gone=row.error == TOPIC_GONE)


def _switched_off(row: Claimed, someone: Someone | None) -> Verdict | None:
    if row.call is not Call.SEND or someone is None or not someone.muted:
        return None
    group = _policy(row).group
    return cancelled(row, "switched off") if group is not None and group in someone.muted else None


def _no_card(row: Claimed, briefing: Briefing) -> Verdict | None:
    """What never arrived cannot go to the top."""
    if row.call not in {Call.PIN, Call.UNPIN} or _card(row, briefing) is not None:
        return None
    return cancelled(row, "no card")


def _not_now(row: Claimed, someone: Someone | None, now: datetime) -> Verdict | None:
    if row.call is not Call.SEND or someone is None:
        return None
    policy = _policy(row)
    if not (policy.waits_for_morning or policy.rests):
        return None
    moment = next_allowed(now, someone.zone, someone.quiet_from, someone.quiet_to, rests=policy.rests)
    if moment <= now:
        return None
    if row.expires_at is not None and row.expires_at <= moment:
        return failed(row, Failure.EXPIRED, "quiet hours until then")
    return waits(row, "quiet hours", due_at=moment)


def _policy(row: Claimed) -> Policy:
    declared = kinds().get(row.kind)
    if declared is None:
        raise UnknownKindError(row.kind)
    return declared.policy


def _letter(
    row: Claimed,
    chat_id: int,
    someone: Someone | None,
    side: Side | None,
    briefing: Briefing,
    circumstances: Circumstances,
) -> Letter | Verdict:
    language = _spoken(someone.language if someone else row.language)
    zone = someone.zone if someone else ZoneInfo(row.params.get(ZONE, "UTC"))
    sender = briefing.sender_of(row, side) if side is not None and row.call in RELAYS else None
    target = _target(row, side, briefing, sender)
    if row.call in {Call.EDIT, Call.REACTION} and target is None:
        return cancelled(row, "no copy")
    return Letter(
        row=row,
        chat_id=chat_id,
        language=language,
        zone=zone,
        topic_id=side.topic_id if side is not None and circumstances.has_topics else None,
        sender_chat=sender.chat_id if sender is not None else None,
        target=target,
        rendered=_rendered(row, side, briefing, language, zone),
        label=_label(row, side, briefing, Reader(language, zone, circumstances.has_topics)),
    )


def _rendered(row: Claimed, side: Side | None, briefing: Briefing, language: str, zone: ZoneInfo) -> Rendered | None:
    if row.call not in _RENDERED:
        return None
    if row.call is not Call.SEND and not row.kind and side is not None:
        return render(_title(side, briefing), language, zone)
    return under_hat(render(from_params(row.kind, row.params), language, zone), row.params.get(HAT))


def _spoken(language: str | None) -> str:
    return language if language in {*LANGUAGES, SOURCE_LANGUAGE} else LANGUAGES[0]


def _title(side: Side, briefing: Briefing) -> Message:
    if side.line is None:
        return ThreadTitle(name=briefing.name_of(side))
    if side.line.is_team:
        return DeskTitle(name=side.line.label or NOT_TOLD)
    return TeamTitle(team=team_of_line(side.line))


def _target(row: Claimed, side: Side | None, briefing: Briefing, sender: Someone | None) -> int | None:
    if row.call is Call.SEND:
        return row.params.get(REPLY_TO)
    if row.call in CARDS:
        return _card(row, briefing)
    message = row.params.get("reply_to" if row.call is Call.COPY else "message_id")
    if side is None or sender is None or not isinstance(message, int):
        return None
    return briefing.counterparts.get((sender.id, message, side.conversation_id, side.person_id))


def _card(row: Claimed, briefing: Briefing) -> int | None:
    """The message that is this person's card."""
    return briefing.cards.get((row.person_id or 0, str(row.params.get(ANCHOR))))


def _label(row: Claimed, side: Side | None, briefing: Briefing, reader: Reader) -> Rendered | None:
    if row.call not in _LABELLED or side is None:
        return None
    label = _line_label(row, side, briefing, reader) if side.line is not None else _partner_label(side, briefing)
    return render(label, reader.language, reader.zone) if label is not None else None


def _partner_label(side: Side, briefing: Briefing) -> Message | None:
    return SenderLabel(name=briefing.name_of(side), thread_id=side.id) if briefing.has_several(side.person_id) else None


def _line_label(row: Claimed, side: Side, briefing: Briefing, reader: Reader) -> Message | None:
    """In a topic it is plain who writes, but for what a colleague answered; in a chat it never is."""
    line, sender = side.line, briefing.sender_side(row, side)
    assert line is not None
    if sender is None or sender.line is None:
        return None
    writer = sender.line.own_name or NOT_TOLD
    if line.is_team and sender.line.is_team:
        return ColleagueAnswered(colleague=writer, name=line.label or NOT_TOLD, thread_id=side.id)
    if reader.has_topics and side.topic_id is not None:
        return None
    if line.is_team:
        return SenderLabel(name=line.label or NOT_TOLD, thread_id=side.id)
    return TeamSender(name=writer, team=team_of_line(line), thread_id=side.id)
