"""/organisation: the lead's settings. Coordinators look; what is changed is checked in the use cases."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import organisation_pauses
from handlers.filters import Command, Known, Staff, Tapped
from handlers.organisation_dialogue import TEXT, OrganisationDialogue, answered, ask, stop_asking
from locales.written_times import read_written_time
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import NotATimeError
from mentoring.messages.organisation import WhichNumber
from mentoring.messages.organisation_phones import WhichPhone
from mentoring.messages.organisation_words import WhichPlace, WhichWord
from mentoring.messages.system import WritePlease
from mentoring.organisation import phones, settings, words
from mentoring.organisation.numbers import Setting
from mentoring.taps_organisation import (
    AskUsual,
    DropPhone,
    NoContact,
    OrganisationCard,
    SetNumber,
    SetPlace,
    SetUsual,
    ShowNumber,
    ShowPart,
    ShowPhones,
    ShowPlaces,
    ShowSpoken,
    SwitchSpoken,
    UsualPhones,
    Word,
    WriteNumber,
    WritePhone,
    WritePlace,
    WriteWord,
)
from mentoring.work import Work

router = Router(name="organisation")
router.message.filter(Known())
router.callback_query.filter(Known())
router.include_router(organisation_pauses.router)


@router.message(Command("organisation"), Staff())
async def on_organisation(_message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    shown = await settings.card(actor, work)
    await state.clear()
    return [Reply(shown)]


@router.callback_query(Tapped(OrganisationCard))
async def on_card(_query: CallbackQuery, tap: OrganisationCard, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await settings.card(actor, work, tap.organisation_id))]


# -- numbers -----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowPart))
async def on_part(_query: CallbackQuery, tap: ShowPart, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await settings.part(actor, work, tap.organisation_id, tap.part))]


@router.callback_query(Tapped(ShowNumber))
async def on_number(_query: CallbackQuery, tap: ShowNumber, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await settings.number(actor, work, tap.organisation_id, tap.setting))]


@router.callback_query(Tapped(SetNumber))
async def on_value(_query: CallbackQuery, tap: SetNumber, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await settings.set_number(actor, work, tap.organisation_id, tap.setting, tap.value))]


@router.callback_query(Tapped(WriteNumber))
async def on_write_number(
    _query: CallbackQuery, tap: WriteNumber, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    asked = await settings.number_question(actor, work, tap.organisation_id, tap.setting)
    data = {"organisation_id": tap.organisation_id, "setting": tap.setting.value}
    return await ask(asked, state, raw_state, OrganisationDialogue.number, data)


@router.message(OrganisationDialogue.number, TEXT)
async def on_written_number(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data, text = await state.get_data(), message.text or ""
    organisation_id, setting = data["organisation_id"], Setting(data["setting"])
    shown = settings.write_number(actor, work, organisation_id, setting, text, _minute(text))
    return await answered(shown, WhichNumber, state)


@router.callback_query(Tapped(AskUsual))
async def on_ask_usual(_query: CallbackQuery, tap: AskUsual, actor: Actor, work: Work) -> Effects:
    return [Edit(await settings.ask_usual(actor, work, tap.organisation_id, tap.part))]


@router.callback_query(Tapped(SetUsual))
async def on_usual(_query: CallbackQuery, tap: SetUsual, actor: Actor, work: Work) -> Effects:
    return [Edit(await settings.set_usual(actor, work, tap.organisation_id, tap.part))]


# -- name and contact --------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(WriteWord))
async def on_write_word(
    _query: CallbackQuery, tap: WriteWord, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    asked = await words.word_question(actor, work, tap.organisation_id, tap.word)
    data = {"organisation_id": tap.organisation_id, "word": tap.word.value}
    return await ask(asked, state, raw_state, OrganisationDialogue.word, data)


@router.message(OrganisationDialogue.word, TEXT)
async def on_word(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    shown = words.write_word(actor, work, data["organisation_id"], Word(data["word"]), message.text or "")
    return await answered(shown, WhichWord, state)


@router.callback_query(Tapped(NoContact))
async def on_no_contact(_query: CallbackQuery, tap: NoContact, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await words.no_contact(actor, work, tap.organisation_id))]


# -- languages and time zone -------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowSpoken))
async def on_languages(_query: CallbackQuery, tap: ShowSpoken, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await words.spoken(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(SwitchSpoken))
async def on_language(_query: CallbackQuery, tap: SwitchSpoken, actor: Actor, work: Work) -> Effects:
    return [Edit(await words.switch_spoken(actor, work, tap.organisation_id, tap.language, on=tap.on))]


@router.callback_query(Tapped(ShowPlaces))
async def on_places(_query: CallbackQuery, tap: ShowPlaces, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await words.places(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(SetPlace))
async def on_place(_query: CallbackQuery, tap: SetPlace, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await words.set_place(actor, work, tap.organisation_id, tap.zone))]


@router.callback_query(Tapped(WritePlace))
async def on_write_place(
    _query: CallbackQuery, tap: WritePlace, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    asked = await words.place_question(actor, work, tap.organisation_id)
    data = {"organisation_id": tap.organisation_id}
    return await ask(asked, state, raw_state, OrganisationDialogue.place, data)


@router.message(OrganisationDialogue.place, TEXT)
async def on_written_place(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    shown = words.write_place(actor, work, data["organisation_id"], message.text or "")
    return await answered(shown, WhichPlace, state)


# -- numbers to call ---------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowPhones))
async def on_phones(_query: CallbackQuery, tap: ShowPhones, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await phones.phones(actor, work, tap.organisation_id, tap.language))]


@router.callback_query(Tapped(WritePhone))
async def on_write_phone(
    _query: CallbackQuery, tap: WritePhone, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    asked = await phones.phone_question(actor, work, tap.organisation_id, tap.language)
    if not isinstance(asked, WhichPhone):
        return [Edit(asked)]
    data = {"organisation_id": tap.organisation_id, "language": tap.language}
    return await ask(asked, state, raw_state, OrganisationDialogue.phone, data)


@router.message(OrganisationDialogue.phone, TEXT)
async def on_written_phone(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    shown = phones.write_phone(actor, work, data["organisation_id"], data["language"], message.text or "")
    return await answered(shown, WhichPhone, state)


@router.callback_query(Tapped(DropPhone))
async def on_drop_phone(_query: CallbackQuery, tap: DropPhone, actor: Actor, work: Work) -> Effects:
    return [Edit(await phones.drop_phone(actor, work, tap.organisation_id, tap.language, tap.digits))]


@router.callback_query(Tapped(UsualPhones))
async def on_usual_phones(_query: CallbackQuery, tap: UsualPhones, actor: Actor, work: Work) -> Effects:
    return [Edit(await phones.usual_phones(actor, work, tap.organisation_id, tap.language))]


# -- texts -------------------------------------------------------------------------------------------------------------
@router.message(StateFilter(OrganisationDialogue), ~F.text)
async def on_something_else_than_a_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


def _minute(text: str) -> int | None:
    try:
        return read_written_time(text)
    except NotATimeError:
        return None
