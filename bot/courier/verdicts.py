"""What became of a row, as values: the outcome that is marked, and what has to be written in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from locales.rendering import Rendered
from storage.delivery import Claimed, Outcome
from storage.words import Failure, OutboxState

TOPIC_WANTED, TOPIC_GONE = "topic wanted", "topic gone"  # as errors of rows that wait for a topic
_TOPIC_PAUSE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class TopicWanted:
    """The thread has no topic yet."""

    thread_id: int


@dataclass(frozen=True, slots=True)
class TopicMade:
    thread_id: int
    topic_id: int


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The topic that we knew is not there any more."""

    thread_id: int
    topic_id: int


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card was sent, or is still where it was: from now on it is edited there."""

    anchor: str
    message_id: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Telegram asked to wait: that chat, or everybody, until a moment in real time."""

    chat_key: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Away:
    """The person blocked the bot or is gone."""

    person_id: int


@dataclass(frozen=True, slots=True)
class GroupLost:
    """The bot is not in that group any more, or may not write there."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """The group goes by another id since it became a supergroup."""

    chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class Regret:
    """The sender of this relay is told that it was not passed on. `message_id`: which one, in the sender's chat."""

    thread_id: int  # the recipient's side
    message_id: int | None


Consequence = TopicWanted | TopicMade | TopicGone | CardShown | Hold | Away | GroupLost | GroupMoved | Regret


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a short word for logs and metrics."""

    outcome: Outcome
    reason: str = ""
    also: tuple[Consequence, ...] = ()

    @property
    def row(self) -> Claimed:
        return self.outcome.row


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A row that is to be sent now, with everything the call needs."""

    row: Claimed
    chat_id: int
    language: str
    zone: ZoneInfo
    topic_id: int | None = None
    sender_chat: int | None = None  # relays: where the message is copied from
    target: int | None = None  # the message in the recipient's chat that is answered, edited or reacted to
    rendered: Rendered | None = None
    label: Rendered | None = None  # whose message it is, for somebody with several lines and no topics


def sent(row: Claimed, message_ids: tuple[int, ...] = (), *also: Consequence, reason: str = "") -> Verdict:
    return Verdict(Outcome(row, OutboxState.SENT, message_ids=message_ids), reason, also)


def failed(row: Claimed, failure: Failure, error: str, *also: Consequence) -> Verdict:
    return Verdict(Outcome(row, OutboxState.FAILED, failure, error), failure, also)


def cancelled(row: Claimed, reason: str, *also: Consequence, error: str = "") -> Verdict:
    """What is not to be sent any more, and nobody's fault."""
    return Verdict(Outcome(row, OutboxState.CANCELLED, error=error or reason), reason, also)


def waits(
    row: Claimed,
    reason: str,
    *also: Consequence,
    retry_at: datetime | None = None,
    due_at: datetime | None = None,
    counts: bool = False,
    error: str = "",
) -> Verdict:
    """Back to the queue: `retry_at` in real time, `due_at` in programme time; a counted one was an attempt."""
    outcome = Outcome(row, OutboxState.PENDING, error=error or reason, retry_at=retry_at, due_at=due_at, counts=counts)
    return Verdict(outcome, reason, also)


def topic_wanted(row: Claimed, real_now: datetime, *also: Consequence, gone: bool) -> Verdict:
    """Waits for its topic, which cuts the pause short. `gone`: it had one already, and gets a new one only once."""
    error = TOPIC_GONE if gone else TOPIC_WANTED
    return waits(row, error, *also, retry_at=real_now + _TOPIC_PAUSE, error=error)
