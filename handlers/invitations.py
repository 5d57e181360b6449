"""Coordinators invite, and look after their open invitations."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import Command, Staff, Tapped
from mentoring import invitation_desk as desk
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, RemoveButtons, Reply, Toast
from mentoring.errors import LabelNotUsableError, OutOfDateError
from mentoring.invitations import LABEL_LIMIT
from mentoring.messages.invitation import LabelNotUsable, Revoked, WhichLabel
from mentoring.messages.system import Cancelled, TapPlease, WritePlease
from mentoring.taps_invitations import (
    AskRevoke,
    InvitationCard,
    InvitationPage,
    Invite,
    InviteCancel,
    InviteFor,
    InviteLanguage,
    InviteRole,
    InviteWithoutLabel,
    OpenInvitations,
    Revoke,
    ShowInvitation,
)
from mentoring.work import Work
from storage.words import Role

router = Router(name="invitations")


class NewInvitation(StatesGroup):
    """Where somebody is in making one. The data, while a label is asked for: organisation, role, language."""

    choosing = State()
    label = State()


def _no_command(message: Message) -> bool:
    return not (message.text or "").startswith("/")


# -- making one ------------------------------------------------------------------------------------------------------
@router.message(Command("invite"), Staff())
@router.callback_query(Tapped(Invite))
async def on_invite(_event: Message | CallbackQuery, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await desk.first_question(actor, work)
    await _wait_for_answer(state, question)
    return [Reply(question)]


@router.callback_query(Tapped(InviteFor))
async def on_place(_query: CallbackQuery, tap: InviteFor, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await desk.ask_role(actor, work, tap.organisation_id)
    await _wait_for_answer(state, question)
    return [Edit(question)]


@router.callback_query(Tapped(InviteRole))
async def on_role(_query: CallbackQuery, tap: InviteRole, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await desk.ask_language(actor, work, tap.organisation_id, tap.role)
    await _wait_for_answer(state, question)
    return [Edit(question)]


@router.callback_query(Tapped(InviteLanguage))
async def on_language(
    _query: CallbackQuery, tap: InviteLanguage, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    question = await desk.ask_label(actor, work, tap.organisation_id, tap.role, tap.language)
    await _wait_for_answer(state, question)
    return [Edit(question)]


@router.callback_query(Tapped(InviteWithoutLabel))
async def on_skip(
    _query: CallbackQuery, tap: InviteWithoutLabel, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    """Only while exactly this question is open: a second tap would make a second invitation."""
    waits = await state.get_state() == NewInvitation.label.state
    if not waits or await state.get_data() != _data(tap):
        raise OutOfDateError
    await state.clear()
    issued = await desk.invite(actor, work, tap.organisation_id, tap.role, tap.language, None)
    return [RemoveButtons(), *map(Reply, desk.shown(issued, work))]


@router.message(StateFilter(NewInvitation.label), _no_command)
async def on_label(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    if message.text is None:
        return [Reply(WritePlease())]
    asked = await state.get_data()
    try:
        issued = await desk.invite(
            actor, work, asked["organisation_id"], Role(asked["role"]), asked["language"], message.text
        )
    except LabelNotUsableError:
        return [Reply(LabelNotUsable(limit=LABEL_LIMIT))]
    await state.clear()
    return [Reply(message) for message in desk.shown(issued, work)]


@router.message(StateFilter(NewInvitation.choosing), _no_command)
async def on_text_instead_of_tap(_message: Message) -> Effects:
    return [Reply(TapPlease())]


@router.callback_query(Tapped(InviteCancel))
async def on_cancel(_query: CallbackQuery, state: FSMContext, raw_state: str | None) -> Effects:
    """An old button leaves other dialogues alone."""
    if raw_state in NewInvitation:
        await state.clear()
    return [Edit(Cancelled())]


async def _wait_for_answer(state: FSMContext, question: desk.Question) -> None:
    if isinstance(question, WhichLabel):
        await state.set_state(NewInvitation.label)
        await state.set_data(_data(question))
    else:
        await state.set_state(NewInvitation.choosing)
        await state.set_data({})


def _data(asked: WhichLabel | InviteWithoutLabel) -> dict[str, int | str]:
    return {"organisation_id": asked.organisation_id, "role": asked.role.value, "language": asked.language}


# -- looking after them ----------------------------------------------------------------------------------------------
@router.message(Command("invitations"), Staff())
async def on_invitations(_message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await state.clear()
    return [Reply(await desk.listed(actor, work, 0))]


@router.callback_query(Tapped(OpenInvitations))
async def on_all(_query: CallbackQuery, actor: Actor, work: Work) -> Effects:
    """A new message: the tapped one is a text to forward and stays."""
    return [Reply(await desk.listed(actor, work, 0))]


@router.callback_query(Tapped(InvitationPage))
async def on_page(_query: CallbackQuery, tap: InvitationPage, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.listed(actor, work, tap.page))]


@router.callback_query(Tapped(InvitationCard))
async def on_card(_query: CallbackQuery, tap: InvitationCard, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.card(actor, work, tap.invitation_id, tap.page))]


@router.callback_query(Tapped(ShowInvitation))
async def on_show(_query: CallbackQuery, tap: ShowInvitation, actor: Actor, work: Work) -> Effects:
    issued = await desk.show(actor, work, tap.invitation_id)
    return [Reply(message) for message in desk.shown(issued, work)]


@router.callback_query(Tapped(AskRevoke))
async def on_ask_revoke(_query: CallbackQuery, tap: AskRevoke, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.ask_revoke(actor, work, tap.invitation_id, tap.page))]


@router.callback_query(Tapped(Revoke))
async def on_revoke(_query: CallbackQuery, tap: Revoke, actor: Actor, work: Work) -> Effects:
    await desk.revoke(actor, work, tap.invitation_id)
    return [Edit(await desk.listed(actor, work, tap.page)), Toast(Revoked())]
