"""/duos: the team looks at its duos and looks after them."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Command, Known, Staff, Tapped
from mentoring.actor import Actor
from mentoring.desk import duo_list, looking_after
from mentoring.desk.duo_card import duo_card
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import ChangedMeanwhileError, NotFoundError
from mentoring.messages.duos import DuoSpot, WhichDuoToFind
from mentoring.messages.system import WritePlease
from mentoring.taps_duos import (
    DuoCard,
    DuoGroups,
    DuoList,
    GiveDuo,
    OpenDuo,
    SearchDuos,
    ShowDuos,
    WhoLooksAfterDuo,
)
from mentoring.work import Work

router = Router(name="duos")
router.message.filter(Known())
router.callback_query.filter(Known())


class DuosDialogue(StatesGroup):
    search = State()  # data: organisation


# -- the list ---------------------------------------------------------------------------------------------------------
@router.message(Command("duos"), Staff())
async def on_duos(_message: Message, command: CommandObject, actor: Actor, work: Work, state: FSMContext) -> Effects:
    """With words behind the command, what they find."""
    await _stop_asking(state)
    if command.args:
        return [Reply(await duo_list.search(actor, work, command.args))]
    return [Reply(await duo_list.duos(actor, work))]


@router.callback_query(Tapped(DuoList))
async def on_list(_query: CallbackQuery, tap: DuoList, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await duo_list.duos(actor, work, tap.organisation_id, DuoSpot(page=tap.page)))]


@router.callback_query(Tapped(ShowDuos))
async def on_group(_query: CallbackQuery, tap: ShowDuos, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await duo_list.duos(actor, work, tap.organisation_id, DuoSpot(tap.group, tap.page, tap.text)))]


@router.callback_query(Tapped(DuoGroups))
async def on_groups(_query: CallbackQuery, tap: DuoGroups, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await duo_list.counts(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(SearchDuos))
async def on_search(_query: CallbackQuery, tap: SearchDuos, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await duo_list.ask_which(actor, work, tap.organisation_id)
    await state.set_state(DuosDialogue.search)
    await state.set_data({"organisation": tap.organisation_id})
    return [Edit(question)]


@router.message(DuosDialogue.search, F.text & ~F.text.startswith("/"))
async def on_search_text(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    organisation_id = (await state.get_data())["organisation"]
    try:
        found = await duo_list.search(actor, work, message.text or "", organisation_id)
    except NotFoundError as error:  # no longer of that team
        await state.clear()
        return [Reply(line_for(error))]
    if not isinstance(found, WhichDuoToFind):
        await state.clear()
    return [Reply(found)]


@router.message(DuosDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


# -- one duo ----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(DuoCard))
async def on_card(_query: CallbackQuery, tap: DuoCard, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Reply(await duo_card(actor, work, tap.duo_id))]


@router.callback_query(Tapped(OpenDuo))
async def on_open(_query: CallbackQuery, tap: OpenDuo, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await duo_card(actor, work, tap.duo_id, DuoSpot(tap.group, tap.page, tap.text)))]


@router.callback_query(Tapped(WhoLooksAfterDuo))
async def on_whose(_query: CallbackQuery, tap: WhoLooksAfterDuo, actor: Actor, work: Work) -> Effects:
    return [Edit(await looking_after.ask_for_duo(actor, work, tap.duo_id, tap.page))]


@router.callback_query(Tapped(GiveDuo))
async def on_give(_query: CallbackQuery, tap: GiveDuo, actor: Actor, work: Work) -> Effects:
    changed = False
    try:
        await looking_after.give_duo(actor, work, tap.duo_id, tap.colleague_id, tap.seen)
    except ChangedMeanwhileError:
        changed = True
    return [Edit(await duo_card(actor, work, tap.duo_id, changed_meanwhile=changed))]


async def _stop_asking(state: FSMContext) -> None:
    """Another button of /duos was tapped while a text was asked for: what is written next is no answer any more."""
    if await state.get_state() in DuosDialogue:
        await state.clear()
