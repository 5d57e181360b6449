"""The little world of the sandbox: people, their chats with the bot, messages and topics, as plain objects.

Every chat is the private chat of one person with the bot, so a person and a chat are one thing with one id.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.entities import Entity
from sandbox.files import StoredFile

CAPTIONED = frozenset({"photo", "document", "voice", "audio", "video", "animation"})
MEDIA = CAPTIONED | {"sticker", "video_note"}
SERVICE = frozenset({"forum_topic_created", "forum_topic_edited", "pinned_message"})


@dataclass
class Content:
    """What a message says. `text` is the caption of a medium; `extra` holds Bot API objects such as `location`."""

    kind: str
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    media: StoredFile | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Message:
    """One message of a chat. `seq` grows with each change, so that a page can ask for what is new."""

    message_id: int
    person_id: int
    from_bot: bool
    date: datetime
    content: Content
    seq: int = 0
    thread_id: int | None = None
    reply_to: int | None = None
    quote: dict[str, Any] | None = None
    markup: dict[str, Any] | None = None  # an inline keyboard
    other_markup: bool = False  # sent with a reply keyboard or the like: cannot be edited any more
    edit_date: datetime | None = None
    media_group_id: str | None = None
    forward_origin: dict[str, Any] | None = None
    protected: bool = False
    deleted: bool = False
    pinned: bool = False
    reactions: dict[str, str] = field(default_factory=dict)  # "bot" or "person" -> emoji

    @property
    def is_service(self) -> bool:
        """A note of Telegram itself, not something that somebody said."""
        return self.content.kind in SERVICE


@dataclass
class Topic:
    """A topic of a private chat. Its id is the id of the service message that opened it."""

    thread_id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None


@dataclass
class Notice:
    """What `answerCallbackQuery` showed: a toast, or an alert that has to be closed."""

    seq: int
    text: str
    alert: bool


@dataclass
class Person:
    """Somebody with a phone, and that phone's chat with the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    blocked: bool = False
    deactivated: bool = False
    started: bool = False  # has written to the bot, so the bot may write back
    seq: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None

    def find(self, message_id: int) -> Message | None:
        """A message that still exists."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message


@dataclass
class Query:
    """A tap on an inline button that waits for its answer. `asked` in seconds of a monotonic clock."""

    id: str
    person_id: int
    asked: float
    answered: bool = False


@dataclass
class BotProfile:
    """The bot's own account."""

    id: int
    username: str
    first_name: str
    has_topics_enabled: bool
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (name|description|..., language) -> text
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)  # (scope, language)
    menu_buttons: dict[int | None, dict[str, Any]] = field(default_factory=dict)  # None: everybody's default


class World:
    """All of it. Ids are counted as Telegram counts them: messages of all chats of one bot share one sequence."""

    def __init__(self, bot: BotProfile, publish: Callable[[str, dict[str, Any]], None]) -> None:
        self.bot = bot
        self.publish = publish
        self.people: dict[int, Person] = {}
        self.queries: dict[str, Query] = {}
        self.links: dict[str, str] = {}  # url -> label
        self._person_ids = itertools.count(500_000_001)
        self._message_ids = itertools.count(1)
        self._group_ids = itertools.count(13_500_000_000_000_001)
        self._query_ids = itertools.count(4_000_000_000_000_000_001)

    def add_person(self, *, person_id: int | None = None, **about: Any) -> Person:
        """A new person who has never met the bot."""
        if person_id is None:
            person_id = next(number for number in self._person_ids if number not in self.people)
        elif person_id in self.people or person_id <= 0 or person_id == self.bot.id:
            raise ValueError(f"the id {person_id} is taken or not possible")
        person = self.people[person_id] = Person(person_id, **about)
        self.publish("state", {})
        return person

    def add_message(self, person: Person, content: Content, *, from_bot: bool, date: datetime, **more: Any) -> Message:
        """Append a message to a chat."""
        message = Message(next(self._message_ids), person.id, from_bot, date, content, **more)
        person.messages[message.message_id] = message
        self.touch(person, message)
        return message

    def touch(self, person: Person, message: Message | None = None) -> None:
        """Something in this chat changed."""
        person.seq += 1
        if message is not None:
            message.seq = person.seq
        self.publish("chat", {"person_id": person.id, "seq": person.seq})

    def delete(self, person: Person, message: Message) -> None:
        """A deleted message stays known as deleted; its content goes."""
        message.deleted = True
        message.pinned = False
        self.touch(person, message)

    def open_topic(self, person: Person, message: Message, name: str, color: int, icon: str | None) -> Topic:
        """The topic that a service message stands for."""
        topic = Topic(message.message_id, name, color, icon)
        message.thread_id = topic.thread_id
        person.topics[topic.thread_id] = topic
        self.touch(person)
        return topic

    def close_topic(self, person: Person, thread_id: int) -> None:
        """A deleted topic takes its messages along."""
        del person.topics[thread_id]
        for message in self.messages_of(person):
            if message.thread_id == thread_id:
                self.delete(person, message)
        self.touch(person)

    def messages_of(self, person: Person) -> Iterator[Message]:
        """The messages that still exist, oldest first."""
        return (message for message in person.messages.values() if not message.deleted)

    def new_group_id(self) -> str:
        """The mark that the messages of one album share."""
        return str(next(self._group_ids))

    def new_query(self, person: Person, asked: float) -> Query:
        """A tap that waits for its answer."""
        query = Query(str(next(self._query_ids)), person.id, asked)
        self.queries[query.id] = query
        return query

    def add_link(self, label: str, url: str) -> None:
        """Something a person received outside Telegram, such as an invitation. The first label stays."""
        if url not in self.links:
            self.links[url] = label
            self.publish("state", {})
