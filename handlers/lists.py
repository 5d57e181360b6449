"""A list of people comes in as a file, goes out as a file."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.filters import Known, Staff, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.lists import desk, export, receiving
from mentoring.lists.receiving import Arrived
from mentoring.taps_lists import DoList, ExportList, HowLists, LeaveList, ListColleagues, ListFor, ReadList
from mentoring.work import Work

router = Router(name="lists")
router.message.filter(Known())
router.callback_query.filter(Known())


class ForTheTeam(BaseFilter):
    """A document outside of every conversation; the handler gets it as `arrived`."""

    async def __call__(self, message: Message, actor: Actor, work: Work) -> bool | dict[str, Any]:
        found = arrived(message)
        return {"arrived": found} if await receiving.is_for_the_team(actor, work, found) else False


def arrived(message: Message) -> Arrived:
    assert message.document is not None
    document = message.document
    return Arrived(
        file_id=document.file_id,
        name=document.file_name or "",
        mime=document.mime_type or "",
        size=document.file_size,
        message_id=message.message_id,
        in_topic=bool(message.is_topic_message),
        is_reply=message.reply_to_message is not None,
    )


@router.message(F.document, StateFilter(None), Staff(), ForTheTeam())
async def on_file(_message: Message, arrived: Arrived, actor: Actor, work: Work) -> Effects:
    return [Reply(await receiving.receive(actor, work, arrived))]


@router.callback_query(Tapped(ReadList))
async def on_read(_query: CallbackQuery, tap: ReadList, actor: Actor, work: Work) -> Effects:
    return [Edit(await receiving.read_for(actor, work, tap.list_id, tap.organisation_id))]


@router.callback_query(Tapped(HowLists))
async def on_how(_query: CallbackQuery, tap: HowLists, actor: Actor, work: Work) -> Effects:
    """New messages: the card that was tapped stays."""
    return [Reply(said) for said in await receiving.how_to_send(actor, work, tap.organisation_id)]


@router.callback_query(Tapped(ListFor))
async def on_keeper(_query: CallbackQuery, tap: ListFor, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.show(actor, work, tap.list_id, tap.coordinator_id))]


@router.callback_query(Tapped(ListColleagues))
async def on_colleagues(_query: CallbackQuery, tap: ListColleagues, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.colleagues(actor, work, tap.list_id, tap.page))]


@router.callback_query(Tapped(DoList))
async def on_do(_query: CallbackQuery, tap: DoList, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.carry_out(actor, work, tap.list_id, tap.coordinator_id))]


@router.callback_query(Tapped(LeaveList))
async def on_leave(_query: CallbackQuery, tap: LeaveList, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.leave(actor, work, tap.list_id))]


@router.callback_query(Tapped(ExportList))
async def on_export(_query: CallbackQuery, tap: ExportList, actor: Actor, work: Work) -> Effects:
    return [Reply(await export.ask_export(actor, work, tap.organisation_id))]
