"""Trying other thresholds from the desk: the whole team may try, a lead may use what was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.chores import ask_for
from mentoring.errors import OutOfDateError
from mentoring.messages.organisation import Number
from mentoring.messages.organisation_words import What
from mentoring.messages.simulation import Counting, Trial, TrialCard, TrialUsed
from mentoring.organisation import numbers
from mentoring.organisation.numbers import Refusal, Setting
from mentoring.organisation.rights import led, seat_of, tell_leads
from mentoring.simulation.trials import TRIED, differing, read, values_of, written
from mentoring.thresholds import Thresholds, contradicted, thresholds_of
from mentoring.work import Work
from storage.tables import Chore, Membership
from storage.words import ChoreKind, ChoreState

UNDONE = (ChoreState.WAITING, ChoreState.WORKING)


async def try_thresholds(actor: Actor, work: Work, organisation_id: int) -> TrialCard:
    """Begins with today's numbers. Raises NotFoundError."""
    return await show_trial(actor, work, organisation_id, "", 0)


async def show_trial(actor: Actor, work: Work, organisation_id: int, tried: str, place: int) -> TrialCard:
    """These numbers beside today's; the one at that place, counted from 1, is to be changed. Raises NotFoundError."""
    today = thresholds_of((await seat_of(actor, work, organisation_id)).organisation)
    return _card(organisation_id, today, read(tried, today), _at(place))


async def try_value(actor: Actor, work: Work, organisation_id: int, tried: str, place: int, value: int) -> TrialCard:
    """That number for that threshold; one that cannot be is refused with a word. Raises NotFoundError."""
    today = thresholds_of((await seat_of(actor, work, organisation_id)).organisation)
    wanted, setting = read(tried, today), _at(place)
    if setting is None:
        raise OutOfDateError
    refusal = numbers.refusal_of(values_of(wanted), setting, value)
    if refusal is None:
        wanted = _changed(wanted, setting, value)
    return _card(organisation_id, today, wanted, setting, refusal)


async def run_trial(actor: Actor, work: Work, organisation_id: int, tried: str) -> TrialCard | Counting:
    """Has it reckoned beside the chats; while one is, a second tap changes nothing. Raises NotFoundError."""
    today = thresholds_of((await seat_of(actor, work, organisation_id)).organisation)
    wanted = read(tried, today)
    if wanted == today or any(contradicted(wanted)):
        return _card(organisation_id, today, wanted)
    member = actor.staff(organisation_id)
    await _lock(work, member)
    if await _undone(work, member):
        return Counting(organisation_id=organisation_id, tried=written(wanted), again=True)
    params = {"organisation_id": organisation_id, "tried": written(wanted)}
    await ask_for(work, ChoreKind.SIMULATE, member.id, params)
    return Counting(organisation_id=organisation_id, tried=written(wanted))


async def stop_trial(actor: Actor, work: Work, organisation_id: int, tried: str) -> TrialCard:
    """What is being reckoned is dropped (mentoring/simulation/chore.py looks); says so where that is over.

    Raises NotFoundError.
    """
    member = actor.staff(organisation_id)
    await _lock(work, member)
    undone = await _undone(work, member)
    for chore in undone:
        chore.state, chore.done_at, chore.lease_owner, chore.lease_until = ChoreState.DONE, work.real_now, None, None
        chore.seal(work.store.vault, "params", None)
    return replace(await show_trial(actor, work, organisation_id, tried, 0), was_over=not undone)


async def use_trial(actor: Actor, work: Work, organisation_id: int, tried: str) -> TrialUsed:
    """These numbers from now on; the other leads hear of each that changes. Raises NotFoundError, OutOfDateError."""
    organisation = await led(actor, work, organisation_id)
    today = thresholds_of(organisation)
    wanted = read(tried, today)
    if any(contradicted(wanted)):
        raise OutOfDateError
    values = values_of(wanted)
    for setting in differing(today, wanted):
        numbers.keep(organisation, setting, values[setting])
        await tell_leads(actor, work, organisation, What.NUMBER, number=Number(setting, values[setting]))
    await work.store.session.flush()
    return TrialUsed(organisation_id=organisation_id, numbers=tuple(Number(each, values[each]) for each in TRIED))


def trials_of(today: Thresholds, tried: Thresholds) -> tuple[Trial, ...]:
    """All of them, in order."""
    before, after = values_of(today), values_of(tried)
    return tuple(Trial(setting, before[setting], after[setting]) for setting in TRIED)


def _card(
    organisation_id: int,
    today: Thresholds,
    tried: Thresholds,
    chosen: Setting | None = None,
    refusal: Refusal | None = None,
) -> TrialCard:
    return TrialCard(
        organisation_id=organisation_id,
        trials=trials_of(today, tried),
        tried=written(tried),
        chosen=chosen,
        refusal=refusal,
    )


def _at(place: int) -> Setting | None:
    return TRIED[place - 1] if 0 < place <= len(TRIED) else None


def _changed(numbers_: Thresholds, setting: Setting, value: int) -> Thresholds:
    return replace(numbers_, **{setting.value: value})


async def _lock(work: Work, member: Membership) -> None:
    """Two taps of one person come one after the other."""
    await work.store.session.execute(select(Membership.id).where(col(Membership.id) == member.id).with_for_update())


async def _undone(work: Work, member: Membership) -> Sequence[Chore]:
    own = (col(Chore.membership_id) == member.id, col(Chore.kind) == ChoreKind.SIMULATE)
    statement = select(Chore).where(*own, col(Chore.state).in_(UNDONE)).with_for_update()
    return (await work.store.session.execute(statement)).scalars().all()
