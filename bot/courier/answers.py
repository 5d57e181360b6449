"""What Telegram's refusals mean for a row. Source: the Bot API's error descriptions, which are not documented."""

from __future__ import annotations

import random
import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.courier.verdicts import (
    TOPIC_GONE,
    Away,
    Consequence,
    GroupLost,
    GroupMoved,
    Hold,
    Letter,
    Regret,
    TopicGone,
    TopicWanted,
    Verdict,
    cancelled,
    failed,
    sent,
    topic_wanted,
    waits,
)
from storage.delivery import Claimed
from storage.holds import EVERYBODY
from storage.words import Call, Failure

MAX_ATTEMPTS = 20  # with the pauses below: about two hours
_LONGEST_PAUSE = 600.0
_SEVERAL_CHATS = 3
_AT_ONCE = timedelta(seconds=5)
_DESCRIPTION_LENGTH = 120
_QUOTED = re.compile(r"(?<=\s)([\"']).*\1(?=\W|$)")  # descriptions quote what they object to
_NOBODY = ("chat not found", "bot can't initiate conversation", "peer_id_invalid", "user is deactivated")
_MAY_NOT_WRITE = ("not enough rights", "have no rights to send", "chat_write_forbidden", "need administrator rights")
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid", "topic_closed")
_NO_TOPICS = ("the chat is not a forum", "chat_not_forum")
_REGRETTED = frozenset({Call.COPY, Call.ALBUM, Call.EDIT})


class Floods:
    """Remembers which chats were refused lately: several at once mean that it is about all of them."""

    def __init__(self) -> None:
        self._lately: deque[tuple[datetime, str]] = deque(maxlen=50)

    def hold(self, chat_key: str, until: datetime, real_now: datetime) -> Hold:
        self._lately.append((real_now, chat_key))
        chats = {key for at, key in self._lately if abs(real_now - at) < _AT_ONCE}
        return Hold(EVERYBODY if len(chats) >= _SEVERAL_CHATS else chat_key, until)


@dataclass(frozen=True, slots=True)
class Answerer:
    """Reads refusals. `chance` is random.random, or what a test puts there."""

    floods: Floods
    chance: random.Random

    def refused(self, letter: Letter, error: TelegramError, real_now: datetime, *, has_topics: bool) -> Verdict:
        """`has_topics` as asked after the refusal, where it was about topics."""
        row = letter.row
        if isinstance(error, RetryAfter):
            return self._flooded(row, error, real_now)
        if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and _says(error, _NOBODY)):
            return unreachable(row, description(error))
        if isinstance(error, ChatMigrated) and row.chat_id is not None:
            return failed(row, Failure.REJECTED, "the group moved", GroupMoved(row.chat_id, error.new_chat_id))
        if isinstance(error, BadRequest) and _says(error, _MAY_NOT_WRITE) and _group_lost(row):
            return unreachable(row, description(error))
        if isinstance(error, (BadRequest, ChatMigrated)):
            return _rejected(letter, error, real_now, has_topics=has_topics)
        return self.unanswered(row, real_now)

    def unanswered(self, row: Claimed, real_now: datetime) -> Verdict:
        """No answer, or Telegram's own trouble: again after a pause that doubles, with some jitter."""
        if row.attempts >= MAX_ATTEMPTS:
            return failed(row, Failure.GAVE_UP, row.error, *_regret(row))
        pause = min(_LONGEST_PAUSE, 2.0 ** (row.attempts - 1)) * (0.8 + 0.4 * self.chance.random())
        return waits(row, "network", retry_at=real_now + timedelta(seconds=pause), counts=True, error=row.error)

    def _flooded(self, row: Claimed, error: RetryAfter, real_now: datetime) -> Verdict:
        asked = error.retry_after
        pause = asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
        return waits(row, "flood", self.floods.hold(row.chat_key, real_now + pause, real_now), error=row.error)


def about_topics(error: TelegramError) -> bool:
    """Whether it is worth asking again whether the bot has topics at all."""
    return isinstance(error, BadRequest) and _says(error, _NO_TOPIC + _NO_TOPICS)


def unreachable(row: Claimed, error: str) -> Verdict:
    away = (Away(row.person_id),) if row.person_id is not None else _group_lost(row)
    return failed(row, Failure.BLOCKED, error, *away)


def _group_lost(row: Claimed) -> tuple[Consequence, ...]:
    """Ids of groups are negative."""
    return (GroupLost(row.chat_id),) if row.chat_id is not None and row.chat_id < 0 else ()


def description(error: TelegramError) -> str:
    """Telegram's words without anything that they quote from a message."""
    return _QUOTED.sub("…", error.message)[:_DESCRIPTION_LENGTH]


def _rejected(letter: Letter, error: TelegramError, real_now: datetime, *, has_topics: bool) -> Verdict:
    row = letter.row
    if _says(error, ("not modified", "not_modified")):
        return sent(row, reason="not modified")
    if row.call is Call.REACTION:
        return cancelled(row, "reaction refused", error=description(error))
    if row.call in {Call.PIN, Call.UNPIN}:  # the card is gone, or was taken down by hand
        return cancelled(row, "pin refused", error=description(error))
    if about_topics(error) and row.call is not Call.TOPIC:
        return _without_topic(letter, description(error), real_now, has_topics=has_topics)
    return failed(row, Failure.REJECTED, description(error), *_regret(row))


def _without_topic(letter: Letter, error: str, real_now: datetime, *, has_topics: bool) -> Verdict:
    row = letter.row
    if not has_topics:
        return waits(row, "topics switched off", error=row.error)
    if letter.topic_id is None or row.thread_id is None or row.error == TOPIC_GONE:
        return failed(row, Failure.REJECTED, error, *_regret(row))
    gone = TopicGone(row.thread_id, letter.topic_id)
    if row.call is Call.RENAME_TOPIC:  # a new one gets the new name anyway
        return cancelled(row, TOPIC_GONE, gone, error=error)
    return topic_wanted(row, real_now, gone, TopicWanted(row.thread_id), gone=True)


def _regret(row: Claimed) -> tuple[Consequence, ...]:
    if row.call not in _REGRETTED or row.thread_id is None:
        return ()
    messages = row.params.get("message_ids") or [row.params.get("message_id")]
    return (Regret(row.thread_id, min(messages)),)


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(phrase in said for phrase in phrases)
