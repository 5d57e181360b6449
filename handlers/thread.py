"""What people write outside of dialogues: it goes to their partner, by reference, unread."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.errors import OutOfDateError
from mentoring.messages.thread import KeptHere, NotCarriedReason
from mentoring.relay import Incoming, pass_on, refuse, relay
from mentoring.taps_thread import KeepHere, PassOn, ids_from
from mentoring.work import Work

router = Router(name="thread")
router.message.filter(Known(), StateFilter(None))
router.callback_query.filter(Known())

_CARRIED = {
    *(ContentType.TEXT, ContentType.PHOTO, ContentType.VIDEO, ContentType.ANIMATION, ContentType.DOCUMENT),
    *(ContentType.AUDIO, ContentType.VOICE, ContentType.VIDEO_NOTE, ContentType.STICKER, ContentType.LIVE_PHOTO),
    *(ContentType.LOCATION, ContentType.VENUE, ContentType.DICE, ContentType.RICH_MESSAGE),
}
# What is in neither is Telegram's own business (a pinned message, a topic's name) and no message at all.
_REFUSED = {
    ContentType.CONTACT: NotCarriedReason.CONTACT,
    ContentType.POLL: NotCarriedReason.POLL,
    ContentType.GAME: NotCarriedReason.GAME,
    ContentType.INVOICE: NotCarriedReason.INVOICE,
    ContentType.STORY: NotCarriedReason.STORY,
    ContentType.PAID_MEDIA: NotCarriedReason.PAID_MEDIA,
    ContentType.GIVEAWAY: NotCarriedReason.GIVEAWAY,
    ContentType.GIVEAWAY_WINNERS: NotCarriedReason.GIVEAWAY,
    ContentType.CHECKLIST: NotCarriedReason.CHECKLIST,
    ContentType.GIFT: NotCarriedReason.GIFT,
    ContentType.UNIQUE_GIFT: NotCarriedReason.GIFT,
    ContentType.UNKNOWN: NotCarriedReason.OTHER,
}


def not_carried(message: Message) -> NotCarriedReason | None:
    """Why this message stays here; None where it can be carried."""
    if message.location is not None and message.location.live_period is not None:
        return NotCarriedReason.LIVE_LOCATION
    return _REFUSED.get(ContentType(message.content_type))


def incoming(message: Message) -> Incoming:
    """The message without what it says."""
    answered = message.reply_to_message
    if answered is not None and answered.forum_topic_created is not None:
        answered = None  # the beginning of the topic: every message in it answers that one
    return Incoming(
        message_id=message.message_id,
        topic_id=message.message_thread_id if message.is_topic_message else None,
        album=message.media_group_id,
        reply_to=answered.message_id if answered else None,
        reply_to_bot=bool(answered and answered.from_user and answered.from_user.is_bot),
    )


@router.message(F.content_type.in_(_CARRIED | _REFUSED.keys()), ~F.text.startswith("/"))
async def on_message(message: Message, actor: Actor, work: Work) -> Effects:
    reason = not_carried(message)
    if reason is None:
        await relay(actor, work, incoming(message))
    else:
        await refuse(actor, work, incoming(message), reason)
    return []


@router.callback_query(Tapped(PassOn))
async def on_pass_on(_query: CallbackQuery, tap: PassOn, actor: Actor, work: Work) -> Effects:
    try:
        message_ids = ids_from(tap.message_id, tap.rest)
    except ValueError as error:
        raise OutOfDateError from error
    return await pass_on(actor, work, tap.thread_id, message_ids)


@router.callback_query(Tapped(KeepHere))
async def on_keep_here(_query: CallbackQuery) -> Effects:
    return [Edit(KeptHere())]
