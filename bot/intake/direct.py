"""The two calls that go straight out after the commit: the answer to a tap and the edit of the tapped message.

Best effort by nature: an edit that cannot be made becomes a new message through the outbox, and a 429 holds the
courier for that chat as well.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramRetryAfter
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.intake.unit import Outcome
from locales.rendering import Rendered, render
from locales.say import without_html
from mentoring.clock import Clock
from mentoring.effects import Edit, RemoveButtons, Toast
from mentoring.messages.base import Message as Declared
from mentoring.work import Work
from storage import holds, outbox
from storage.database import Database

log = structlog.get_logger()
_TOAST_LIMIT = 200  # Bot API: answerCallbackQuery text, 0-200 characters


class Direct:
    """Carries out an outcome's direct effects."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, real_clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._real_clock = real_clock

    async def carry_out(self, query: CallbackQuery | None, outcome: Outcome) -> None:
        """Answers the tap, whatever else happens, then edits the tapped message."""
        if query is None:
            return
        await self._answer(query, outcome)
        for effect in outcome.directs:
            if isinstance(effect, Edit):
                await self._edit(query, outcome, effect.message)
            elif isinstance(effect, RemoveButtons):
                await self._remove_buttons(query, outcome)

    async def _answer(self, query: CallbackQuery, outcome: Outcome) -> None:
        toast = next((effect for effect in outcome.directs if isinstance(effect, Toast)), None)
        text = without_html(render(toast.message, outcome.language, outcome.zone).text) if toast else None
        try:
            await self._bot.answer_callback_query(
                query.id, text=text[:_TOAST_LIMIT] if text else None, show_alert=bool(toast and toast.alert)
            )
        except TelegramRetryAfter as error:
            await self._hold(outcome, error.retry_after)
        except TelegramAPIError as error:
            log.info("tap not answered", update=outcome.update_id, error=type(error).__name__)

    async def _edit(self, query: CallbackQuery, outcome: Outcome, message: Declared) -> None:
        rendered = render(message, outcome.language, outcome.zone)
        if not isinstance(query.message, Message) or _has_file(query.message) or rendered.photo or rendered.document:
            await self._send_instead(outcome, message, query)
            return
        try:
            await self._bot.edit_message_text(
                rendered.text,
                chat_id=outcome.chat_id,
                message_id=query.message.message_id,
                parse_mode="HTML",
                reply_markup=keyboard(rendered),
            )
        except TelegramRetryAfter as error:
            await self._hold(outcome, error.retry_after)
            await self._send_instead(outcome, message, query)
        except TelegramBadRequest as error:
            if "not modified" not in error.message:
                await self._send_instead(outcome, message, query)
        except TelegramAPIError:
            await self._send_instead(outcome, message, query)

    async def _remove_buttons(self, query: CallbackQuery, outcome: Outcome) -> None:
        if not isinstance(query.message, Message) or query.message.reply_markup is None:
            return
        try:
            await self._bot.edit_message_reply_markup(chat_id=outcome.chat_id, message_id=query.message.message_id)
        except TelegramRetryAfter as error:
            await self._hold(outcome, error.retry_after)
        except TelegramAPIError as error:
            log.info("buttons not removed", update=outcome.update_id, error=type(error).__name__)

    async def _send_instead(self, outcome: Outcome, message: Declared, query: CallbackQuery) -> None:
        tapped = query.message.message_id if query.message else 0
        async with self._database.write() as store:
            work = Work(
                store, self._clock.now(), self._real_clock.now(), f"update:{outcome.update_id}:instead:{tapped}"
            )
            if outcome.person_id is not None:
                await work.post(outcome.person_id, message, thread_id=outcome.thread_id)
            else:
                await work.post_to_chat(outcome.chat_id, outcome.language, message)

    async def _hold(self, outcome: Outcome, seconds: float) -> None:
        if outcome.person_id is None:
            return
        until = self._real_clock.now() + timedelta(seconds=seconds)
        async with self._database.write() as store:
            await holds.hold(store, outbox.person_key(outcome.person_id), until)


def _has_file(message: Message) -> bool:
    """Its text is a caption, which cannot become a text."""
    return bool(message.photo or message.document)


def keyboard(rendered: Rendered) -> InlineKeyboardMarkup | None:
    """The buttons as aiogram's type; None where there are none."""
    if not rendered.buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=button.text,
                    callback_data=button.tap.pack() if button.tap else None,
                    url=button.url,
                    style=button.style,
                )
                for button in row
            ]
            for row in rendered.buttons
        ]
    )
