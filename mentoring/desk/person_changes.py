"""What the team notes of a person in its own words: the private label, the organisation's reference."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.desk.person_card import staff_side
from mentoring.errors import ChangedMeanwhileError, OutOfDateError
from mentoring.invitations import clean_label, reference_lookup
from mentoring.messages.people import WhichNote
from mentoring.taps_people import Noted
from mentoring.work import Work
from storage.tables import Membership
from storage.words import MembershipState

_COLUMN = {Noted.LABEL: "label", Noted.REFERENCE: "reference"}


async def ask_note(actor: Actor, work: Work, membership_id: int, what: Noted) -> WhichNote:
    """Asks for another text. Raises NotFoundError; OutOfDateError for who has left."""
    side = await staff_side(actor, work, membership_id)
    _check(side.membership)
    vault = work.store.vault
    now = side.membership.open(vault, _COLUMN[what])
    return WhichNote(membership_id=membership_id, what=what, who=side.named(vault), now=now)


def print_of(work: Work, asked: WhichNote) -> str:
    """A print of what was noted when the question was asked: a dialogue keeps it, and nothing personal."""
    return work.store.vault.lookup("noted", asked.now or "").hex()[:12]


async def note(actor: Actor, work: Work, membership_id: int, what: Noted, text: str | None, seen: str | None) -> None:
    """Keeps that text as label or reference; None for none. `seen`: see `print_of`, None: whatever was noted.

    Raises NotFoundError, OutOfDateError, LabelNotUsableError; ChangedMeanwhileError where somebody else was faster.
    """
    membership = (await staff_side(actor, work, membership_id, locked=True)).membership
    _check(membership)
    vault, column = work.store.vault, _COLUMN[what]
    kept = None if text is None else clean_label(text)
    now = membership.open(vault, column)
    if now == kept:
        return
    if seen is not None and vault.lookup("noted", now or "").hex()[:12] != seen:
        raise ChangedMeanwhileError
    membership.seal(vault, column, kept)
    if what is Noted.REFERENCE:
        organisation_id = membership.organisation_id
        membership.reference_lookup = None if kept is None else reference_lookup(vault, organisation_id, kept)


def _check(membership: Membership) -> None:
    if membership.state == MembershipState.LEFT:
        raise OutOfDateError
