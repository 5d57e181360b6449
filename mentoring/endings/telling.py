"""Whoever looks after a duo hears what a colleague did with it, in words, by the next morning."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mentoring.hats import hat_of
from mentoring.in_charge import at_work, in_charge
from mentoring.messages.endings import ColleagueDid
from mentoring.pairs import load_pair
from mentoring.people import name_of
from mentoring.work import Work
from storage.tables import Duo, Membership, Organisation, Person, TeamDeed
from storage.words import Deed, EndReason, Outcome

_TOLD = frozenset({Deed.PAUSED, Deed.HANDED_OVER, Deed.ENDED})


async def tell_keeper(work: Work, duo: Duo, by: Membership, deed: TeamDeed) -> None:
    """Nothing where they did it themselves, or where it is no news. `deed`: as it was noted."""
    if deed.deed not in _TOLD:
        return
    keeper = await at_work(work, duo.coordinator_id) or await in_charge(work, duo.organisation_id, None)
    if keeper is None or keeper.person_id == by.person_id:
        return
    colleague = await work.store.session.get(Person, by.person_id)
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert colleague is not None, "a foreign key guards this"
    assert organisation is not None, "a foreign key guards this"
    pair, vault = await load_pair(work, duo), work.store.vault
    rests = deed.deed == Deed.PAUSED and duo.paused_until is not None
    news = ColleagueDid(
        duo_id=duo.id,
        by=name_of(vault, colleague),
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        deed=Deed(deed.deed),
        until=duo.paused_until.astimezone(ZoneInfo(organisation.time_zone)).date() if rests else None,  # type: ignore[union-attr]  # looked at above
        outcome=Outcome(duo.outcome) if duo.outcome is not None else None,
        reason=EndReason(duo.end_reason) if duo.end_reason is not None else None,
    )
    await work.post(keeper.person_id, news, key=f"deed:{deed.id}:keeper", hat=await hat_of(work, keeper))
