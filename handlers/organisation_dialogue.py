"""The texts that /organisation asks for: one at a time, and not while another dialogue waits for its own."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from aiogram import F
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.errors import line_for
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message as Said
from mentoring.messages.settings import QuestionOpen

TEXT = F.text & ~F.text.startswith("/")


class OrganisationDialogue(StatesGroup):
    """What is asked for as a text. The data: the organisation (or the pause), and what of it."""

    number = State()
    word = State()
    place = State()
    phone = State()
    days = State()
    last_day = State()


async def ask(asked: Said, state: FSMContext, raw_state: str | None, waits: State, data: dict[str, Any]) -> Effects:
    """Waits for a text, but not while another dialogue does: its answer would be taken for this one."""
    if raw_state is not None and raw_state not in OrganisationDialogue:
        return [Toast(QuestionOpen(), alert=True)]
    await state.set_state(waits)
    await state.set_data(data)
    return [Edit(asked)]


async def answered(use_case: Awaitable[Said], question: type[Said], state: FSMContext) -> Effects:
    """What could not be kept is asked for again. Where there is nothing to answer any more, nothing waits any more."""
    try:
        shown = await use_case
    except (NotFoundError, OutOfDateError) as error:
        await state.clear()
        return [Reply(line_for(error))]
    if not isinstance(shown, question):
        await state.clear()
    return [Reply(shown)]


async def stop_asking(state: FSMContext) -> None:
    """Another button was tapped while a text was asked for: a text is no answer any more."""
    if await state.get_state() in OrganisationDialogue:
        await state.clear()
