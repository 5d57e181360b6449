"""Duos that ran before Tandem, taken over by taps."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.filters import Known, Tapped
from locales.written_times import read_day, read_started_day
from mentoring import takeovers_desk as desk
from mentoring import takeovers_open as still_open
from mentoring import takeovers_plan as planning
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, RemoveButtons, Reply
from mentoring.errors import LabelNotUsableError, OutOfDateError
from mentoring.invitations import LABEL_LIMIT
from mentoring.messages.invitation import LabelNotUsable
from mentoring.messages.system import Cancelled, TapPlease, WritePlease
from mentoring.taps_takeovers import (
    AskDrop,
    DropTakeover,
    InvitePartner,
    OpenTakeovers,
    OtherStart,
    PartnerPage,
    PlanCancel,
    PlanDone,
    PlanLanguage,
    PlanSince,
    RenewLinks,
    ShowTakeover,
    SkipLabel,
    TakeOver,
    TakeOverNew,
    TakeOverNow,
    TakeOverSince,
    TakeOverWith,
)
from mentoring.work import Work

router = Router(name="takeovers")
router.message.filter(Known())
router.callback_query.filter(Known())
_WORDS = F.text & ~F.text.startswith("/")
_NO_COMMAND = ~F.text.startswith("/")


class TakeoverDialogue(StatesGroup):
    """What is asked for. The data: which two (day), or the plan with its labels (label, since, sure)."""

    day = State()  # of two who are here
    label = State()
    since = State()  # of a duo for which somebody is to be invited
    sure = State()


# -- both are here -----------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(TakeOver))
async def on_take_over(_query: object, tap: TakeOver, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Reply(await desk.choose_partner(actor, work, tap.membership_id))]


@router.callback_query(Tapped(PartnerPage))
async def on_page(_query: object, tap: PartnerPage, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.choose_partner(actor, work, tap.membership_id, tap.page))]


@router.callback_query(Tapped(TakeOverWith))
async def on_partner(_query: object, tap: TakeOverWith, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.ask_start(actor, work, tap.seeker_id, tap.mentor_id))]


@router.callback_query(Tapped(OtherStart))
async def on_other_start(_query: object, tap: OtherStart, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await desk.ask_written_start(actor, work, tap.seeker_id, tap.mentor_id)
    await state.set_state(TakeoverDialogue.day)
    await state.set_data({"seeker_id": tap.seeker_id, "mentor_id": tap.mentor_id})
    return [Edit(question)]


@router.message(StateFilter(TakeoverDialogue.day), _WORDS)
async def on_written_start(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    asked = await state.get_data()
    day = read_started_day(message.text or "", await planning.today_of(work, asked["seeker_id"]))
    question = await desk.confirm(actor, work, asked["seeker_id"], asked["mentor_id"], day)
    await state.clear()
    return [Reply(question)]


@router.callback_query(Tapped(TakeOverSince))
async def on_start(_query: object, tap: TakeOverSince, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.confirm(actor, work, tap.seeker_id, tap.mentor_id, read_day(tap.day)))]


@router.callback_query(Tapped(TakeOverNow))
async def on_sure(_query: object, tap: TakeOverNow, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.take_over(actor, work, tap.seeker_id, tap.mentor_id, read_day(tap.day)))]


# -- somebody is to be invited -----------------------------------------------------------------------------------------
@router.callback_query(Tapped(TakeOverNew))
async def on_new(_query: object, tap: TakeOverNew, actor: Actor, work: Work, state: FSMContext) -> Effects:
    return [Reply(await _asked(await planning.plan_new(actor, work, tap.organisation_id), work, state))]


@router.callback_query(Tapped(InvitePartner))
async def on_invite(_query: object, tap: InvitePartner, actor: Actor, work: Work, state: FSMContext) -> Effects:
    return [Edit(await _asked(await planning.plan_with(actor, work, tap.membership_id), work, state))]


@router.callback_query(Tapped(SkipLabel))
async def on_skip(_query: object, tap: SkipLabel, actor: Actor, work: Work, state: FSMContext) -> Effects:
    plan = await _plan(actor, state)
    if plan.asks_for() is not tap.role:
        raise OutOfDateError  # tapped twice: the other label would be skipped unseen
    return [Edit(await _asked(plan.labelled(tap.role, None), work, state))]


@router.message(StateFilter(TakeoverDialogue.label), _WORDS)
async def on_label(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    plan = await _plan(actor, state)
    try:
        plan = plan.labelled_next(message.text or "")
    except LabelNotUsableError:
        return [Reply(LabelNotUsable(limit=LABEL_LIMIT))]
    return [Reply(await _asked(plan, work, state))]


@router.callback_query(Tapped(PlanSince))
async def on_plan_since(_query: object, tap: PlanSince, actor: Actor, work: Work, state: FSMContext) -> Effects:
    plan = await _plan(actor, state)
    return [Edit(await _asked(await planning.since(plan, work, read_day(tap.day)), work, state))]


@router.message(StateFilter(TakeoverDialogue.since), _WORDS)
async def on_plan_written_since(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    plan = await _plan(actor, state)
    day = read_started_day(message.text or "", await planning.today_in(work, plan))
    return [Reply(await _asked(await planning.since(plan, work, day), work, state))]


@router.callback_query(Tapped(PlanLanguage))
async def on_language(_query: object, tap: PlanLanguage, actor: Actor, work: Work, state: FSMContext) -> Effects:
    plan = await planning.next_language(await _plan(actor, state), work, tap.role)
    return [Edit(await _asked(plan, work, state))]


@router.callback_query(Tapped(PlanDone))
async def on_done(_query: object, actor: Actor, work: Work, state: FSMContext) -> Effects:
    made = await planning.carry_out(actor, work, await _plan(actor, state))
    await state.clear()
    return [RemoveButtons(), *map(Reply, made)]


@router.callback_query(Tapped(PlanCancel))
async def on_cancel(_query: object, state: FSMContext, raw_state: str | None) -> Effects:
    """An old button leaves other dialogues alone."""
    if raw_state in TakeoverDialogue:
        await state.clear()
    return [Edit(Cancelled())]


@router.message(StateFilter(TakeoverDialogue.day, TakeoverDialogue.label, TakeoverDialogue.since), _NO_COMMAND)
async def on_no_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


@router.message(StateFilter(TakeoverDialogue.sure), _NO_COMMAND)
async def on_text_instead_of_tap(_message: Message) -> Effects:
    return [Reply(TapPlease())]


async def _plan(actor: Actor, state: FSMContext) -> planning.Plan:
    """Raises OutOfDateError where the dialogue was left since, NotFoundError for who left that team."""
    if await state.get_state() not in TakeoverDialogue:
        raise OutOfDateError
    plan = planning.read_plan(await state.get_data())
    actor.staff(plan.organisation_id)
    return plan


async def _stop_asking(state: FSMContext) -> None:
    """Another button was tapped while a text was asked for: what is written next is no answer any more."""
    if await state.get_state() in TakeoverDialogue:
        await state.clear()


async def _asked(plan: planning.Plan, work: Work, state: FSMContext) -> planning.Question:
    """The next question, and the dialogue set for its answer."""
    states = {"label": TakeoverDialogue.label, "since": TakeoverDialogue.since, "sure": TakeoverDialogue.sure}
    await state.set_state(states[plan.step])
    await state.set_data(plan.written())
    return await planning.question(plan, work)


# -- those that have not begun -----------------------------------------------------------------------------------------
@router.callback_query(Tapped(OpenTakeovers))
async def on_list(_query: object, tap: OpenTakeovers, actor: Actor, work: Work) -> Effects:
    return [Edit(await still_open.takeover_list(actor, work, tap.organisation_id, tap.page))]


@router.callback_query(Tapped(ShowTakeover))
async def on_card(_query: object, tap: ShowTakeover, actor: Actor, work: Work) -> Effects:
    return [Edit(await still_open.takeover_card(actor, work, tap.takeover_id))]


@router.callback_query(Tapped(RenewLinks))
async def on_links(_query: object, tap: RenewLinks, actor: Actor, work: Work) -> Effects:
    return [Reply(message) for message in await planning.links_of(actor, work, tap.takeover_id)]


@router.callback_query(Tapped(AskDrop))
async def on_ask_drop(_query: object, tap: AskDrop, actor: Actor, work: Work) -> Effects:
    return [Edit(await still_open.ask_drop(actor, work, tap.takeover_id))]


@router.callback_query(Tapped(DropTakeover))
async def on_drop(_query: object, tap: DropTakeover, actor: Actor, work: Work) -> Effects:
    return [Edit(await still_open.drop(actor, work, tap.takeover_id))]
