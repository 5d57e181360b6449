"""A letter becomes a Bot API call. Nothing is decided here, and nothing is caught but what does not matter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MenuButtonCommands,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, TelegramError

from bot.courier.limits import Pass
from bot.courier.transport import Bot
from bot.courier.verdicts import CardShown, Letter, Regret, TopicMade, Verdict, failed, sent
from locales.menus import describe
from locales.rendering import Button, Rendered
from locales.say import without_html
from mentoring.work import ANCHOR
from storage.words import Call, Failure

_TOPIC_NAME_LENGTH = 128
_CARD_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_MEDIA: dict[str, Any] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
    "animation": InputMediaAnimation,
}


async def carry(bot: Bot, letter: Letter, *, paid: bool) -> Verdict:
    """Makes the call. Raises the library's TelegramError."""
    common: dict[str, Any] = {"rate_limit_args": Pass(letter.row.chat_key, taken=True)}
    if paid and letter.row.call in {Call.SEND, Call.COPY}:
        common["allow_paid_broadcast"] = True
    return await _CALLS[letter.row.call](bot, letter, common)


async def _send(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    rendered = letter.rendered
    assert rendered is not None
    common |= {
        "chat_id": letter.chat_id,
        "message_thread_id": letter.topic_id,
        "parse_mode": "HTML",
        "reply_parameters": _answer_to(letter.target),
        "api_kwargs": keyboard(rendered),
    }
    if rendered.photo is not None:
        message = await bot.send_photo(photo=rendered.photo, caption=rendered.text, **common)
    elif rendered.document is not None:
        message = await bot.send_document(
            document=rendered.document.content, filename=rendered.document.filename, caption=rendered.text, **common
        )
    else:
        message = await bot.send_message(text=rendered.text, link_preview_options=_NO_PREVIEW, **common)
    return sent(letter.row, (message.message_id,))


async def _card(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    """Edits the card where it is; where it is not any more (a person can delete messages), sends it anew."""
    anchor, rendered = letter.row.params[ANCHOR], letter.rendered
    assert rendered is not None
    if letter.target is not None:
        try:
            await bot.edit_message_text(
                chat_id=letter.chat_id,
                message_id=letter.target,
                text=rendered.text,
                parse_mode="HTML",
                link_preview_options=_NO_PREVIEW,
                rate_limit_args=common["rate_limit_args"],
                api_kwargs=keyboard(rendered),
            )
        except BadRequest as error:
            if not any(phrase in error.message.lower() for phrase in _CARD_GONE):
                raise
        else:
            return sent(letter.row, (letter.target,))
    verdict = await _send(bot, replace(letter, target=None), common)
    return sent(letter.row, verdict.outcome.message_ids, CardShown(anchor, verdict.outcome.message_ids[0]))


async def _copy(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    assert letter.sender_chat is not None
    copy = await bot.copy_message(
        chat_id=letter.chat_id,
        from_chat_id=letter.sender_chat,
        message_id=letter.row.params["message_id"],
        message_thread_id=letter.topic_id,
        reply_parameters=_answer_to(letter.target),
        api_kwargs=keyboard(letter.label),
        **common,
    )
    return sent(letter.row, (copy.message_id,))


async def _album(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    assert letter.sender_chat is not None
    row = letter.row
    parts = sorted(row.params["message_ids"])
    copies = await bot.copy_messages(
        chat_id=letter.chat_id,
        from_chat_id=letter.sender_chat,
        message_ids=parts,
        message_thread_id=letter.topic_id,
        **common,
    )
    missing = (Regret(row.thread_id, parts[0]),) if row.thread_id is not None and len(copies) < len(parts) else ()
    if not copies:
        return failed(row, Failure.REJECTED, "nothing of the album can be copied", *missing)
    await _label_album(bot, letter)
    return sent(row, tuple(copy.message_id for copy in copies), *missing)


async def _label_album(bot: Bot, letter: Letter) -> None:
    """An album carries no buttons. It has arrived: a label that does not is no reason to send it again."""
    if letter.label is None:
        return
    try:
        await bot.send_message(
            chat_id=letter.chat_id,
            text=letter.label.text,
            parse_mode="HTML",
            rate_limit_args=Pass(letter.row.chat_key),
            api_kwargs=keyboard(letter.label),
        )
    except TelegramError:
        return


async def _edit(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    params = letter.row.params
    entities = [MessageEntity.de_json(entity, bot) for entity in params.get("entities") or ()]
    place = common | {
        "chat_id": letter.chat_id,
        "message_id": letter.target,
        "api_kwargs": keyboard(letter.label),
    }
    if "text" in params:
        await bot.edit_message_text(text=params["text"], entities=entities, link_preview_options=_NO_PREVIEW, **place)
    elif "media" in params:
        media = params["media"]
        made = _MEDIA[media["type"]](
            media["file_id"], caption=media.get("caption") or params.get("caption"), caption_entities=entities
        )
        await bot.edit_message_media(media=made, **place)
    else:
        await bot.edit_message_caption(caption=params["caption"], caption_entities=entities, **place)
    return sent(letter.row)


async def _react(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    assert letter.target is not None
    emoji = letter.row.params.get("emoji")
    await bot.set_message_reaction(
        chat_id=letter.chat_id, message_id=letter.target, reaction=[emoji] if emoji else [], **common
    )
    return sent(letter.row)


async def _make_topic(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    assert letter.row.thread_id is not None
    topic = await bot.create_forum_topic(chat_id=letter.chat_id, name=_topic_name(letter), **common)
    made = TopicMade(letter.row.thread_id, topic.message_thread_id)
    return sent(letter.row, (topic.message_thread_id,), made)


async def _rename_topic(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    assert letter.topic_id is not None
    await bot.edit_forum_topic(
        chat_id=letter.chat_id, message_thread_id=letter.topic_id, name=_topic_name(letter), **common
    )
    return sent(letter.row)


async def _pin(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    assert letter.target is not None
    await bot.pin_chat_message(chat_id=letter.chat_id, message_id=letter.target, disable_notification=True, **common)
    return sent(letter.row)


async def _unpin(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    await bot.unpin_chat_message(chat_id=letter.chat_id, message_id=letter.target, **common)
    return sent(letter.row)


async def _commands(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    described = describe(letter.row.params["commands"], letter.language)
    await bot.set_my_commands(
        [BotCommand(command, description) for command, description in described],
        scope=BotCommandScopeChat(letter.chat_id),
        **common,
    )
    await bot.set_chat_menu_button(
        chat_id=letter.chat_id, menu_button=MenuButtonCommands(), rate_limit_args=Pass(letter.row.chat_key)
    )
    return sent(letter.row)


async def _leave(bot: Bot, letter: Letter, common: dict[str, Any]) -> Verdict:
    await bot.leave_chat(chat_id=letter.chat_id, **common)
    return sent(letter.row)


_CALLS: dict[Call, Callable[[Bot, Letter, dict[str, Any]], Awaitable[Verdict]]] = {
    Call.SEND: _send,
    Call.COPY: _copy,
    Call.ALBUM: _album,
    Call.EDIT: _edit,
    Call.REACTION: _react,
    Call.TOPIC: _make_topic,
    Call.RENAME_TOPIC: _rename_topic,
    Call.CARD: _card,
    Call.PIN: _pin,
    Call.UNPIN: _unpin,
    Call.COMMANDS: _commands,
    Call.LEAVE: _leave,
}


def keyboard(rendered: Rendered | None) -> dict[str, Any]:
    """The message's buttons as the Bot API writes them, for `api_kwargs`: the library's objects cost too much."""
    if rendered is None or not rendered.buttons:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_button(button) for button in row] for row in rendered.buttons]}}


def _button(button: Button) -> dict[str, str]:
    values = {
        "text": button.text,
        "callback_data": button.tap.pack() if button.tap else None,
        "url": button.url,
        "style": button.style,
    }
    return {name: value for name, value in values.items() if value is not None}


def _answer_to(message_id: int | None) -> ReplyParameters | None:
    """What is answered may be gone meanwhile: then it is sent without."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id is not None else None


def _topic_name(letter: Letter) -> str:
    assert letter.rendered is not None
    return without_html(letter.rendered.text)[:_TOPIC_NAME_LENGTH]
