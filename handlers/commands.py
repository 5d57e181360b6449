"""The general commands: they work in the middle of anything and leave the open question as it is."""

from __future__ import annotations

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import welcome
from handlers.filters import Command, Known, Tapped
from mentoring import general_commands
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.messages.menus import LanguageSet
from mentoring.messages.system import Cancelled, NothingToCancel
from mentoring.messages.welcome import LeftOpen
from mentoring.taps_menus import SwitchLanguage
from mentoring.work import Work

router = Router(name="commands")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.message(Command("language"))
async def on_language(_message: Message, actor: Actor, work: Work) -> Effects:
    return [Reply(await general_commands.language_choice(actor, work))]


@router.callback_query(Tapped(SwitchLanguage))
async def on_language_chosen(
    _query: CallbackQuery, tap: SwitchLanguage, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    """Confirms in the new language; a question of the welcome that is open comes again in it."""
    await general_commands.switch_language(actor, work, tap.language)
    again = await welcome.resume(actor, work, state) if _is_welcome(raw_state) else None
    return [Edit(LanguageSet()), *(again or [])]


@router.message(Command("help"))
async def on_help(_message: Message, actor: Actor, work: Work) -> Effects:
    return [Reply(await general_commands.help_card(actor, work))]


@router.message(Command("privacy"))
async def on_privacy(_message: Message, actor: Actor, work: Work) -> Effects:
    return [Reply(await general_commands.privacy_text(actor, work))]


@router.message(Command("cancel"))
async def on_cancel(_message: Message, state: FSMContext, raw_state: str | None) -> Effects:
    if raw_state is None:
        return [Reply(NothingToCancel())]
    await state.clear()
    return [Reply(LeftOpen() if _is_welcome(raw_state) else Cancelled())]


def _is_welcome(raw_state: str | None) -> bool:
    return raw_state in welcome.WelcomeDialogue
