"""The organisation's points for a mentor, ticked by the team; and the lead's list of them."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.filters import Known, Tapped
from mentoring import mentor_points_desk as desk
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import TextTooLongError
from mentoring.messages.mentor_points import PointNotUsable, WritePoint
from mentoring.messages.system import WritePlease
from mentoring.taps_mentor_points import (
    EditPoints,
    LeavePoint,
    MentorPoints,
    RemovePoint,
    SwitchPoint,
    TickAll,
    TickPoint,
    WriteOwnPoint,
)
from mentoring.work import Work

router = Router(name="mentor-points")
router.message.filter(Known())
router.callback_query.filter(Known())
_WORDS = F.text & ~F.text.startswith("/")
_NO_COMMAND = ~F.text.startswith("/")


class PointsDialogue(StatesGroup):
    own = State()  # an own point is asked for; the data: of which organisation


# -- ticking -----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(MentorPoints))
async def on_points(_query: object, tap: MentorPoints, actor: Actor, work: Work) -> Effects:
    """A new message: the button stands below news and cards that stay."""
    return [Reply(await desk.points_card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(TickPoint))
async def on_tick(_query: object, tap: TickPoint, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.tick(actor, work, tap.membership_id, tap.point, on=tap.on))]


@router.callback_query(Tapped(TickAll))
async def on_all(_query: object, tap: TickAll, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.tick_all(actor, work, tap.membership_id))]


# -- the list ----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(EditPoints))
async def on_edit(_query: object, tap: EditPoints, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.edit_list(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(SwitchPoint))
async def on_switch(_query: object, tap: SwitchPoint, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.switch_point(actor, work, tap.organisation_id, tap.point, on=tap.on))]


@router.callback_query(Tapped(RemovePoint))
async def on_remove(_query: object, tap: RemovePoint, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.remove_point(actor, work, tap.organisation_id, tap.point))]


@router.callback_query(Tapped(WriteOwnPoint))
async def on_write(_query: object, tap: WriteOwnPoint, actor: Actor, work: Work, state: FSMContext) -> Effects:
    shown = await desk.edit_list(actor, work, tap.organisation_id)
    if shown.is_full:
        return [Edit(shown)]
    await state.set_state(PointsDialogue.own)
    await state.set_data({"organisation_id": tap.organisation_id})
    return [Edit(WritePoint(organisation_id=tap.organisation_id))]


@router.message(StateFilter(PointsDialogue.own), _WORDS)
async def on_own_point(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    organisation_id = (await state.get_data())["organisation_id"]
    try:
        shown = await desk.add_point(actor, work, organisation_id, message.text or "")
    except TextTooLongError:
        return [Reply(PointNotUsable())]
    await state.clear()
    return [Reply(shown)]


@router.message(StateFilter(PointsDialogue.own), _NO_COMMAND)
async def on_no_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


@router.callback_query(Tapped(LeavePoint))
async def on_leave(_query: object, tap: LeavePoint, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.edit_list(actor, work, tap.organisation_id))]


async def _stop_asking(state: FSMContext) -> None:
    """What is written next is no answer any more. An old button leaves other dialogues alone."""
    if await state.get_state() in PointsDialogue:
        await state.clear()
