"""What the team does about somebody who waits for long, or by phone."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.desk.person_card import person_card
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.taps_waiting_news import KeepLonger, LinkAgain, NoteCall, NoteMentor
from mentoring.waiting_by_phone import link_again, note_call, note_mentor
from mentoring.waiting_end import keep_longer
from mentoring.work import Work

router = Router(name="waiting-news")
router.callback_query.filter(Known())


@router.callback_query(Tapped(KeepLonger))
async def on_keep(_query: object, tap: KeepLonger, actor: Actor, work: Work) -> Effects:
    return [Edit(await keep_longer(actor, work, tap.membership_id))]


@router.callback_query(Tapped(NoteCall))
async def on_call(_query: object, tap: NoteCall, actor: Actor, work: Work) -> Effects:
    noted = await note_call(actor, work, tap.membership_id)
    card = Edit(await person_card(actor, work, tap.membership_id))
    return [card] if noted is None else [card, Toast(noted)]


@router.callback_query(Tapped(NoteMentor))
async def on_mentor(_query: object, tap: NoteMentor, actor: Actor, work: Work) -> Effects:
    await note_mentor(actor, work, tap.membership_id, has=tap.has)
    return [Edit(await person_card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(LinkAgain))
async def on_link(_query: object, tap: LinkAgain, actor: Actor, work: Work) -> Effects:
    """New messages, to forward; where there is nothing to forward, how it stands now."""
    texts = await link_again(actor, work, tap.membership_id)
    if texts is None:
        return [Edit(await person_card(actor, work, tap.membership_id))]
    return [Reply(text) for text in texts]
