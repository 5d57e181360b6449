"""A list of people arrives while a question is open: none asks for a file, so it is left, and the file is read."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers import welcome
from handlers.filters import Known, Staff
from handlers.lists import arrived as as_arrived
from mentoring.actor import Actor
from mentoring.effects import Effects, Reply
from mentoring.lists import receiving
from mentoring.lists.receiving import Arrived
from mentoring.messages.lists import QuestionLeft
from mentoring.messages.welcome import LeftOpen
from mentoring.work import Work

router = Router(name="lists-first")
router.message.filter(Known())


class LooksLikeList(BaseFilter):
    """A file of the kind that lists are, outside of every topic; the handler gets it as `arrived`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        found = as_arrived(message)
        return {"arrived": found} if found.looks_like_list and not found.in_topic else False


@router.message(F.document, ~StateFilter(None), Staff(), LooksLikeList())
async def on_list_in_a_dialogue(
    _message: Message, arrived: Arrived, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    await state.clear()
    left = LeftOpen() if raw_state in welcome.WelcomeDialogue else QuestionLeft()
    return [Reply(left), Reply(await receiving.receive(actor, work, arrived))]
