"""/people: everybody of an organisation, as its team sees them."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Command, Known, Staff, Tapped
from mentoring import invitation_desk
from mentoring.actor import Actor
from mentoring.desk import invited, looking_after, mentor_room, people_list, person_changes, removing
from mentoring.desk.person_card import person_card
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.errors import (
    ChangedMeanwhileError,
    LabelNotUsableError,
    NotFoundError,
    OutOfDateError,
    StillInDuoError,
)
from mentoring.invitations import LABEL_LIMIT
from mentoring.messages.invitation import Revoked
from mentoring.messages.people import NoteNotUsable, PersonRemoved, Spot, WhomToFind
from mentoring.messages.system import WritePlease
from mentoring.taps_people import (
    AskNote,
    AskRemoval,
    AskTakeBack,
    EmptyNote,
    GivePerson,
    MentorRoom,
    Noted,
    OpenInvited,
    OpenPerson,
    PeopleGroups,
    PeopleList,
    PersonCard,
    RemovePerson,
    RenewLink,
    SearchPeople,
    ShowPeople,
    TakeBack,
    WhoLooksAfter,
)
from mentoring.work import Work

router = Router(name="people")
router.message.filter(Known())
router.callback_query.filter(Known())


class PeopleDialogue(StatesGroup):
    search = State()  # data: organisation
    note = State()  # data: membership, what is noted, a print of what was noted before


# -- the list ---------------------------------------------------------------------------------------------------------
@router.message(Command("people"), Staff())
async def on_people(_message: Message, command: CommandObject, actor: Actor, work: Work, state: FSMContext) -> Effects:
    """With words behind the command, what they find."""
    await _stop_asking(state)
    if command.args:
        return [Reply(await people_list.search(actor, work, command.args))]
    return [Reply(await people_list.people(actor, work))]


@router.callback_query(Tapped(PeopleList))
async def on_list(_query: CallbackQuery, tap: PeopleList, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await people_list.people(actor, work, tap.organisation_id, Spot(page=tap.page)))]


@router.callback_query(Tapped(ShowPeople))
async def on_group(_query: CallbackQuery, tap: ShowPeople, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    spot = Spot(tap.group, tap.page, tap.text)
    return [Edit(await people_list.people(actor, work, tap.organisation_id, spot))]


@router.callback_query(Tapped(PeopleGroups))
async def on_groups(_query: CallbackQuery, tap: PeopleGroups, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await people_list.counts(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(SearchPeople))
async def on_search(_query: CallbackQuery, tap: SearchPeople, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await people_list.ask_whom(actor, work, tap.organisation_id)
    await state.set_state(PeopleDialogue.search)
    await state.set_data({"organisation": tap.organisation_id})
    return [Edit(question)]


@router.message(PeopleDialogue.search, F.text & ~F.text.startswith("/"))
async def on_search_text(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    organisation_id = (await state.get_data())["organisation"]
    try:
        found = await people_list.search(actor, work, message.text or "", organisation_id)
    except NotFoundError as error:  # no longer of that team
        await state.clear()
        return [Reply(line_for(error))]
    if not isinstance(found, WhomToFind):
        await state.clear()
    return [Reply(found)]


# -- one person -------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(PersonCard))
async def on_card(_query: CallbackQuery, tap: PersonCard, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Reply(await person_card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(OpenPerson))
async def on_open(_query: CallbackQuery, tap: OpenPerson, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await person_card(actor, work, tap.membership_id, Spot(tap.group, tap.page, tap.text)))]


@router.callback_query(Tapped(AskNote))
async def on_ask_note(_query: CallbackQuery, tap: AskNote, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await person_changes.ask_note(actor, work, tap.membership_id, tap.what)
    await state.set_state(PeopleDialogue.note)
    seen = person_changes.print_of(work, question)
    await state.set_data({"membership": tap.membership_id, "what": tap.what.value, "seen": seen})
    return [Edit(question)]


@router.message(PeopleDialogue.note, F.text & ~F.text.startswith("/"))
async def on_note(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    asked = await state.get_data()
    membership_id, what, changed = asked["membership"], Noted(asked["what"]), False
    try:
        await person_changes.note(actor, work, membership_id, what, message.text or "", asked["seen"])
    except LabelNotUsableError:
        return [Reply(NoteNotUsable(limit=LABEL_LIMIT))]
    except ChangedMeanwhileError:
        changed = True
    except (NotFoundError, OutOfDateError) as error:  # gone meanwhile: nothing is asked any more
        await state.clear()
        return [Reply(line_for(error))]
    await state.clear()
    return [Reply(await person_card(actor, work, membership_id, changed_meanwhile=changed))]


@router.callback_query(Tapped(EmptyNote))
async def on_no_note(_query: CallbackQuery, tap: EmptyNote, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    await person_changes.note(actor, work, tap.membership_id, tap.what, None, None)
    return [Edit(await person_card(actor, work, tap.membership_id))]


@router.message(PeopleDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


@router.callback_query(Tapped(WhoLooksAfter))
async def on_whose(_query: CallbackQuery, tap: WhoLooksAfter, actor: Actor, work: Work) -> Effects:
    return [Edit(await looking_after.ask_for_person(actor, work, tap.membership_id, tap.page))]


@router.callback_query(Tapped(GivePerson))
async def on_give(_query: CallbackQuery, tap: GivePerson, actor: Actor, work: Work) -> Effects:
    changed = False
    try:
        await looking_after.give_person(actor, work, tap.membership_id, tap.colleague_id, tap.seen)
    except ChangedMeanwhileError:
        changed = True
    return [Edit(await person_card(actor, work, tap.membership_id, changed_meanwhile=changed))]


@router.callback_query(Tapped(MentorRoom))
async def on_room(_query: CallbackQuery, tap: MentorRoom, actor: Actor, work: Work) -> Effects:
    await mentor_room.set_mentor_room(actor, work, tap.membership_id, has_room=tap.has_room)
    return [Edit(await person_card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(AskRemoval))
async def on_ask_removal(_query: CallbackQuery, tap: AskRemoval, actor: Actor, work: Work) -> Effects:
    return [Edit(await removing.ask_removal(actor, work, tap.membership_id))]


@router.callback_query(Tapped(RemovePerson))
async def on_remove(_query: CallbackQuery, tap: RemovePerson, actor: Actor, work: Work) -> Effects:
    """Where a duo began since the question was asked, the question says so."""
    try:
        organisation_id = await removing.remove_person(actor, work, tap.membership_id)
    except StillInDuoError:
        return [Edit(await removing.ask_removal(actor, work, tap.membership_id))]
    return [Edit(await people_list.people(actor, work, organisation_id)), Toast(PersonRemoved())]


# -- somebody who was invited -----------------------------------------------------------------------------------------
@router.callback_query(Tapped(OpenInvited))
async def on_invited(_query: CallbackQuery, tap: OpenInvited, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    spot = Spot(tap.group, tap.page, tap.text)
    return [Edit(await invited.invited_card(actor, work, tap.invitation_id, spot))]


@router.callback_query(Tapped(RenewLink))
async def on_renew(_query: CallbackQuery, tap: RenewLink, actor: Actor, work: Work) -> Effects:
    """The card as it stands now, then picture and text to forward."""
    issued = await invited.renew_link(actor, work, tap.invitation_id)
    card = await invited.invited_card(actor, work, tap.invitation_id)
    return [Edit(card), *(Reply(message) for message in invitation_desk.shown(issued, work))]


@router.callback_query(Tapped(AskTakeBack))
async def on_ask_take_back(_query: CallbackQuery, tap: AskTakeBack, actor: Actor, work: Work) -> Effects:
    return [Edit(await invited.ask_take_back(actor, work, tap.invitation_id))]


@router.callback_query(Tapped(TakeBack))
async def on_take_back(_query: CallbackQuery, tap: TakeBack, actor: Actor, work: Work) -> Effects:
    organisation_id = await invited.take_back(actor, work, tap.invitation_id)
    return [Edit(await people_list.people(actor, work, organisation_id)), Toast(Revoked())]


async def _stop_asking(state: FSMContext) -> None:
    """Another button of /people was tapped while a text was asked for: what is written next is no answer any more."""
    if await state.get_state() in PeopleDialogue:
        await state.clear()
