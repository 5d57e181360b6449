"""A duo that already runs, of whom one or both are to be invited: what is asked on the way, and the links at the end.

The plan lives in the dialogue (sealed there); nothing is written before the last tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from mentoring.actor import Actor
from mentoring.errors import AlreadyPairedError, NotFoundError, OutOfDateError
from mentoring.in_charge import local_day
from mentoring.invitation_desk import shown
from mentoring.invitations import Issued, clean_label, issue, new_token
from mentoring.messages.base import Message
from mentoring.messages.pairing import Named
from mentoring.messages.takeovers import AskLabel, AskStart, ConfirmInvitations, HalfState, TakeoverCard, ToInvite
from mentoring.pairs import live_duo_of, load_side
from mentoring.people import NOT_TOLD
from mentoring.takeovers import Half, check_start, note_takeover, open_of_seeker
from mentoring.takeovers_desk import days_offered, own_side
from mentoring.takeovers_open import own_takeover, view_of
from mentoring.work import Work
from storage.tables import Invitation, Membership, Organisation
from storage.words import InvitationState, MembershipState, Role

Question = AskLabel | AskStart | ConfirmInvitations
_BOTH = (Role.SEEKER, Role.MENTOR)


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody who is here (`membership_id`), or who is to be invited under that label in that language."""

    membership_id: int | None = None
    label: str | None = None
    is_labelled: bool = False  # the label was given, or skipped
    language: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    organisation_id: int
    seeker: Side
    mentor: Side
    day: str | None = None

    def of(self, role: Role) -> Side:
        return self.seeker if role is Role.SEEKER else self.mentor

    def having(self, role: Role, side: Side) -> Plan:
        return replace(self, seeker=side) if role is Role.SEEKER else replace(self, mentor=side)

    def asks_for(self) -> Role | None:
        """Whose label is asked for now."""
        open_ones = (role for role in _BOTH if self.of(role).membership_id is None and not self.of(role).is_labelled)
        return next(open_ones, None)

    def labelled(self, role: Role, text: str | None) -> Plan:
        """With the label of that side, None for none. Raises LabelNotUsableError."""
        label = None if text is None else clean_label(text)
        return self.having(role, replace(self.of(role), label=label, is_labelled=True))

    def labelled_next(self, text: str) -> Plan:
        """With the label that is asked for. Raises LabelNotUsableError, OutOfDateError where none is."""
        role = self.asks_for()
        if role is None:
            raise OutOfDateError
        return self.labelled(role, text)

    @property
    def step(self) -> str:
        if self.asks_for() is not None:
            return "label"
        return "since" if self.day is None else "sure"

    def written(self) -> dict[str, Any]:
        """As the dialogue keeps it."""
        sides = {str(role): _written(self.of(role)) for role in _BOTH}
        return {"organisation_id": self.organisation_id, "day": self.day, **sides}


def _written(side: Side) -> list[Any]:
    return [side.membership_id, side.label, side.is_labelled, side.language]


def read_plan(data: Mapping[str, Any]) -> Plan:
    """The plan as `Plan.written` left it. Raises OutOfDateError where there is none."""
    if "organisation_id" not in data:
        raise OutOfDateError
    return Plan(data["organisation_id"], Side(*data["seeker"]), Side(*data["mentor"]), data["day"])


async def today_of(work: Work, membership_id: int) -> date:
    """Today, where that person's organisation works."""
    membership = await work.store.session.get(Membership, membership_id)
    if membership is None:
        raise OutOfDateError
    return await local_day(work, membership.organisation_id)


async def today_in(work: Work, plan: Plan) -> date:
    return await local_day(work, plan.organisation_id)


# -- asking ------------------------------------------------------------------------------------------------------------
async def plan_new(actor: Actor, work: Work, organisation_id: int) -> Plan:
    """Both are to be invited. Raises NotFoundError."""
    actor.staff(organisation_id)
    language = (await _organisation(work, organisation_id)).languages[0]
    return Plan(organisation_id, Side(language=language), Side(language=language))


async def plan_with(actor: Actor, work: Work, membership_id: int) -> Plan:
    """The partner of that person is to be invited. Raises NotFoundError, OutOfDateError, AlreadyPairedError."""
    own = await own_side(actor, work, membership_id)
    if own.membership.state not in {MembershipState.READY, MembershipState.WELCOMING}:
        raise OutOfDateError
    if own.role is Role.SEEKER:
        await _check_seeker(work, membership_id)
    plan = await plan_new(actor, work, own.membership.organisation_id)
    plan = plan.having(own.role, Side(membership_id=membership_id))
    other = Role.MENTOR if own.role is Role.SEEKER else Role.SEEKER
    return plan.having(other, replace(plan.of(other), language=own.person.language))


async def since(plan: Plan, work: Work, day: date) -> Plan:
    """With the day on which they began. Raises StartInFutureError, StartTooLongAgoError."""
    check_start(day, await today_in(work, plan))
    return replace(plan, day=day.isoformat())


async def next_language(plan: Plan, work: Work, role: Role) -> Plan:
    """With the organisation's next language for the invitation of that role."""
    side, languages = plan.of(role), list((await _organisation(work, plan.organisation_id)).languages)
    if side.membership_id is not None or not languages:
        return plan
    place = languages.index(side.language) if side.language in languages else -1
    return plan.having(role, replace(side, language=languages[(place + 1) % len(languages)]))


async def question(plan: Plan, work: Work) -> Question:
    """What is asked next."""
    role = plan.asks_for()
    if role is not None:
        return AskLabel(role=role)
    seeker, mentor = [await _named(work, plan, each) for each in _BOTH]
    if plan.day is None:
        return AskStart(seeker=seeker, mentor=mentor, days=days_offered(await today_in(work, plan)))
    return ConfirmInvitations(
        seeker=ToInvite(seeker, _language(plan.seeker)),
        mentor=ToInvite(mentor, _language(plan.mentor)),
        since=date.fromisoformat(plan.day),
        languages=tuple((await _organisation(work, plan.organisation_id)).languages),
    )


def _language(side: Side) -> str | None:
    return side.language if side.membership_id is None else None


async def _named(work: Work, plan: Plan, role: Role) -> Named:
    side = plan.of(role)
    if side.membership_id is None:
        return Named(NOT_TOLD, side.label)
    return (await load_side(work, side.membership_id, role)).named(work.store.vault)


# -- doing it ----------------------------------------------------------------------------------------------------------
async def carry_out(actor: Actor, work: Work, plan: Plan) -> list[Message]:
    """Makes the invitations and notes the duo: pictures and texts to forward.

    Raises NotFoundError, OutOfDateError where an answer is missing, AlreadyPairedError, and what `check_start` raises.
    """
    desk = actor.staff(plan.organisation_id)
    if plan.step != "sure" or plan.day is None:
        raise OutOfDateError
    day = check_start(date.fromisoformat(plan.day), await today_in(work, plan))
    if plan.seeker.membership_id is not None:
        await _check_seeker(work, plan.seeker.membership_id)
    issued = {role: await _invited(work, plan, role, desk.id) for role in _BOTH}
    halves = {role: _half(plan.of(role), issued[role]) for role in _BOTH}
    await note_takeover(
        work,
        plan.organisation_id,
        seeker=halves[Role.SEEKER],
        mentor=halves[Role.MENTOR],
        started_on=day,
        coordinator_id=desk.id,
    )
    return [message for one in issued.values() if one is not None for message in shown(one, work)]


async def _invited(work: Work, plan: Plan, role: Role, invited_by: int) -> Issued | None:
    side, organisation = plan.of(role), await _organisation(work, plan.organisation_id)
    if side.membership_id is not None:
        member = await work.store.session.get(Membership, side.membership_id)
        if member is None or member.organisation_id != plan.organisation_id or member.role != role:
            raise NotFoundError
        return None
    language = side.language if side.language in organisation.languages else organisation.languages[0]
    return await issue(work, organisation, role, language=language, label=side.label, invited_by=invited_by)


def _half(side: Side, issued: Issued | None) -> Half:
    if issued is None:
        return Half(membership_id=side.membership_id)
    return Half(invitation_id=issued.invitation.id)


async def _check_seeker(work: Work, seeker_id: int) -> None:
    taken = await open_of_seeker(work, seeker_id) is not None or await live_duo_of(work, seeker_id) is not None
    if taken:
        raise AlreadyPairedError


async def links_of(actor: Actor, work: Work, takeover_id: int) -> list[Message]:
    """Links and texts of those who have not joined; one that is no longer valid is made anew. Raises NotFoundError.

    Where all have joined meanwhile: how it stands.
    """
    takeover = await own_takeover(actor, work, takeover_id)
    view = await view_of(work, takeover)
    waits = view.duo_id is None and not view.is_dropped
    found: list[Message] = []
    for half, invitation_id in (
        (view.seeker, takeover.seeker_invitation_id),
        (view.mentor, takeover.mentor_invitation_id),
    ):
        if waits and invitation_id is not None and half.state in {HalfState.INVITED, HalfState.NO_LINK}:
            found += shown(await _link(work, invitation_id), work)
    return found or [TakeoverCard(takeover=view, now=work.now)]


async def _link(work: Work, invitation_id: int) -> Issued:
    invitation = await work.store.session.get(Invitation, invitation_id)
    assert invitation is not None, "a foreign key guards this"
    organisation = await _organisation(work, invitation.organisation_id)
    token = invitation.open(work.store.vault, "token")
    if token is None or invitation.state != InvitationState.OPEN or invitation.expires_at <= work.now:
        token = new_token()
        invitation.token_lookup = work.store.vault.lookup("invitation", token)
        invitation.seal(work.store.vault, "token", token)
        invitation.state = InvitationState.OPEN
        invitation.expires_at = work.now + timedelta(days=organisation.invitation_days)
        await work.store.session.flush()
    return Issued(invitation, token, invitation.open(work.store.vault, "label"), organisation.name)


async def _organisation(work: Work, organisation_id: int) -> Organisation:
    organisation = await work.store.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFoundError
    return organisation
