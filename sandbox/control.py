"""The control API, part one: people and what they do on their phones."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from sandbox import phones
from sandbox.bodies import field, number_in_path, number_in_query, only, read_json, text
from sandbox.errors import ControlError
from sandbox.facts import CALLBACK_DATA_BYTES, TEXT_LENGTH
from sandbox.letters import contents
from sandbox.methods.commands import menu_button_of, seen_by
from sandbox.telegram import Telegram
from sandbox.view import chat_view
from sandbox.world import Person

USERNAME_LENGTH = 32


class PeopleControl:
    """`/sandbox/state` and `/sandbox/people/...`."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        """One line a call."""
        person = "/sandbox/people/{person_id}"
        return [
            web.get("/sandbox/state", self.state),
            web.put("/sandbox/topics", self.switch_topics),
            web.post("/sandbox/people", self.add_person),
            web.post(f"{person}/messages", self.write),
            web.patch(f"{person}/messages/{{message_id}}", self.edit),
            web.put(f"{person}/messages/{{message_id}}/reaction", self.react),
            web.post(f"{person}/taps", self.tap),
            web.get(f"{person}/chat", self.chat),
            web.get(f"{person}/commands", self.commands),
            web.put(f"{person}/block", self.block),
            web.delete(f"{person}/block", self.unblock),
            web.delete(f"{person}/threads/{{thread_id}}", self.delete_thread),
            web.get("/sandbox/media/{media_id}", self.media),
        ]

    def person(self, request: web.Request) -> Person:
        """The person in the address, else 404."""
        person_id = number_in_path(request, "person_id")
        person = self.telegram.world.people.get(person_id)
        if person is None:
            raise ControlError(404, f"There is no person {person_id}.")
        return person

    async def state(self, _request: web.Request) -> web.StreamResponse:
        """The whole world in one look."""
        world = self.telegram.world
        names = ("id", "first_name", "last_name", "username", "language_code", "blocked")
        people = [{name: getattr(person, name) for name in names} for person in world.people.values()]
        bot = {"id": world.bot.id, "username": world.bot.username, "has_topics_enabled": world.bot.has_topics_enabled}
        bot["name"] = world.bot.texts.get(("name", ""), world.bot.first_name)
        links = [{"label": label, "url": url} for url, label in world.links.items()]
        now = self.telegram.now().isoformat()
        return web.json_response({"now": now, "bot": bot, "people": people, "links": links})

    async def switch_topics(self, request: web.Request) -> web.StreamResponse:
        """Whether the bot has topics in private chats."""
        body = await read_json(request)
        only(body, "enabled")
        enabled = field(body, "enabled", bool, required=True)
        self.telegram.world.bot.has_topics_enabled = enabled
        self.telegram.world.publish("state", {})
        return web.json_response({"enabled": enabled})

    async def add_person(self, request: web.Request) -> web.StreamResponse:
        """Somebody new, with a phone."""
        body = await read_json(request)
        only(body, "first_name", "last_name", "username", "language_code")
        about = {
            "first_name": text(body, "first_name", 64),
            "last_name": text(body, "last_name", 64, required=False),
            "username": text(body, "username", USERNAME_LENGTH, required=False),
            "language_code": text(body, "language_code", 35, required=False),
        }
        return web.json_response({"id": self.telegram.world.add_person(**about).id})

    async def write(self, request: web.Request) -> web.StreamResponse:
        """The person writes to the bot."""
        person, body = self.person(request), await read_json(request)
        thread_id, reply_to = field(body, "thread_id", int), field(body, "reply_to", int)
        phones.can_act(person)
        letters = contents(body, self.telegram.files)
        numbers = [message.message_id for message in phones.write(self.telegram, person, letters, thread_id, reply_to)]
        return web.json_response({"message_ids": numbers} if "album" in body else {"message_id": numbers[0]})

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """The person edits an own message."""
        person, body = self.person(request), await read_json(request)
        only(body, "text")
        message_id = number_in_path(request, "message_id")
        phones.edit(self.telegram, person, message_id, text(body, "text", TEXT_LENGTH))
        return web.json_response({"message_id": message_id})

    async def react(self, request: web.Request) -> web.StreamResponse:
        """The person reacts, or takes a reaction back."""
        person, body = self.person(request), await read_json(request)
        only(body, "emoji")
        emoji = field(body, "emoji", str, "")
        phones.react(self.telegram, person, number_in_path(request, "message_id"), emoji)
        return web.json_response({"emoji": emoji})

    async def tap(self, request: web.Request) -> web.StreamResponse:
        """The person presses a button, or sends what no button says."""
        person, body = self.person(request), await read_json(request)
        message_id = field(body, "message_id", int, required=True)
        if "data" in body:
            only(body, "message_id", "data")
            data = field(body, "data", str, required=True)
            if not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
                raise ControlError(400, f"The field data takes 1 to {CALLBACK_DATA_BYTES} bytes.")
        else:
            only(body, "message_id", "row", "column")
            row, column = field(body, "row", int, required=True), field(body, "column", int, required=True)
            data = phones.button_data(person, message_id, row, column)
        return web.json_response({"callback_query_id": phones.tap(self.telegram, person, message_id, data)})

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """What the person sees."""
        return web.json_response(chat_view(self.person(request), number_in_query(request, "after")))

    async def commands(self, request: web.Request) -> web.StreamResponse:
        """What the menu of this person offers."""
        bot, person = self.telegram.world.bot, self.person(request)
        return web.json_response({"commands": seen_by(bot, person), "menu_button": menu_button_of(bot, person)})

    async def block(self, request: web.Request) -> web.StreamResponse:
        """The person blocks the bot."""
        return self.set_blocked(request, blocked=True)

    async def unblock(self, request: web.Request) -> web.StreamResponse:
        """The person lets the bot write again."""
        return self.set_blocked(request, blocked=False)

    def set_blocked(self, request: web.Request, *, blocked: bool) -> web.StreamResponse:
        """Either way."""
        phones.set_blocked(self.telegram, self.person(request), blocked=blocked)
        return web.json_response({"blocked": blocked})

    async def delete_thread(self, request: web.Request) -> web.StreamResponse:
        """The person deletes a topic with all that stands in it."""
        phones.delete_topic(self.telegram, self.person(request), number_in_path(request, "thread_id"))
        return web.json_response({"deleted": True})

    async def media(self, request: web.Request) -> web.StreamResponse:
        """A file that somebody sent. Whatever it claims to be, it cannot act in the page."""
        stored = self.telegram.files.by_number(number_in_path(request, "media_id"))
        if stored is None:
            raise ControlError(404, "There is no such file.")
        headers: dict[str, Any] = {
            "Content-Type": stored.mime_type,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
            "Cache-Control": "private, max-age=3600",
        }
        if not stored.mime_type.startswith(("image/", "audio/", "video/")):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=stored.content, headers=headers)
