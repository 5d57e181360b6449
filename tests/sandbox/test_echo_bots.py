"""One and the same small echo bot, once in aiogram and once in python-telegram-bot, runs against the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import aiogram
import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from sandbox import Sandbox
from tests.sandbox.client import TOKEN, Client, file, png

ALLOWED = ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]


@asynccontextmanager
async def aiogram_bot(url: str) -> AsyncIterator[None]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = aiogram.Bot(TOKEN, session=session)
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message(aiogram.F.photo)
    async def photo(message: aiogram.types.Message) -> None:
        assert message.photo is not None
        await message.answer_photo(message.photo[-1].file_id, caption=message.caption)

    @dispatcher.message(aiogram.F.text.startswith("copy"))
    async def copy(message: aiogram.types.Message) -> None:
        await bot.copy_message(message.chat.id, message.chat.id, message.message_id)

    @dispatcher.message(aiogram.F.text)
    async def text(message: aiogram.types.Message) -> None:
        button = aiogram.types.InlineKeyboardButton(text="again", callback_data="again")
        markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]])
        await message.answer(message.html_text, parse_mode="HTML", reply_markup=markup)

    @dispatcher.callback_query()
    async def tap(query: aiogram.types.CallbackQuery) -> None:
        await query.answer("tapped", show_alert=True)
        assert isinstance(query.message, aiogram.types.Message)
        await query.message.edit_text(f"{query.message.text}, {query.data}")

    polling = asyncio.ensure_future(  # noqa: TID251
        dispatcher.start_polling(bot, handle_signals=False, polling_timeout=2, allowed_updates=ALLOWED)
    )
    yield
    with suppress(RuntimeError):
        await dispatcher.stop_polling()
    await polling
    await session.close()


@asynccontextmanager
async def ptb_bot(url: str) -> AsyncIterator[None]:
    async def photo(update: Update, _context: Any) -> None:
        message = update.effective_message
        await message.reply_photo(message.photo[-1].file_id, caption=message.caption)

    async def copy(update: Update, _context: Any) -> None:
        await update.effective_message.copy(update.effective_chat.id)

    async def text(update: Update, _context: Any) -> None:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("again", callback_data="again")]])
        await update.effective_message.reply_html(update.effective_message.text_html, reply_markup=markup)

    async def tap(update: Update, _context: Any) -> None:
        query = update.callback_query
        await query.answer("tapped", show_alert=True)
        await query.edit_message_text(f"{query.message.text}, {query.data}")

    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    application = builder.build()
    application.add_handler(MessageHandler(filters.PHOTO, photo))
    application.add_handler(MessageHandler(filters.Regex("^copy"), copy))
    application.add_handler(MessageHandler(filters.TEXT, text))
    application.add_handler(CallbackQueryHandler(tap))
    async with application:
        await application.updater.start_polling(timeout=timedelta(seconds=2), allowed_updates=ALLOWED)
        await application.start()
        yield
        await application.updater.stop()
        await application.stop()


async def answer_to(sandbox: Sandbox, client: Client, person: int, before: int) -> dict[str, Any]:
    """The bot's next message or change of one; the event stream says when to look."""
    async with asyncio.timeout(10), aclosing(sandbox.telegram.events.listen()) as events:
        async for _ in events:
            chat = await client.chat(person, after=before)
            said = [message for message in chat["messages"] if message["from"] == "bot"]
            if said:
                return {**said[-1], "notices": chat["notices"], "chat_seq": chat["seq"]}
    raise AssertionError


@pytest.mark.parametrize("bot", [aiogram_bot, ptb_bot], ids=["aiogram", "python-telegram-bot"])
async def test_an_echo_bot_answers_edits_copies_and_shows_pictures(sandbox, client, bot):
    async with bot(sandbox.url):
        person = await client.person()
        first = await answer_to(sandbox, client, person, 0)
        assert first["text"] == "/start"
        assert first["buttons"] == [[{"text": "again", "data": "again"}]]

        tap = {"message_id": first["message_id"], "row": 0, "column": 0}
        await client.control("POST", f"people/{person}/taps", tap)
        edited = await answer_to(sandbox, client, person, first["chat_seq"])
        assert edited["text"] == "/start, again"
        assert edited["edited"]
        assert edited["notices"] == [{"text": "tapped", "alert": True}]

        await client.write(person, photo=file(png(), "p.png"), caption="look <here>")
        shown = await answer_to(sandbox, client, person, edited["chat_seq"] + 1)
        assert shown["caption"] == "look <here>"
        async with client.http.get(shown["media"]["url"]) as response:
            assert response.headers["Content-Type"] == "image/png"
            assert await response.read() == png()

        await client.write(person, text="copy me")
        copied = await answer_to(sandbox, client, person, shown["chat_seq"] + 1)
        assert copied["text"] == "copy me"
        await client.control("POST", "settle", {"timeout": 5})
