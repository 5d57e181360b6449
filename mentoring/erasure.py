"""Somebody's data in one organisation go; with the last role the account goes too, and they are a stranger again.

What hangs on a duo that began stays as figures without names: the rows keep their ids, and nothing personal.
"""

from __future__ import annotations

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message
from mentoring.messages.pairing import NotGoingOn
from mentoring.pairs import can_be_answered, load_pair, lock_members
from mentoring.proposals import close, knows_of_it, tell
from mentoring.takeovers import lock_open_of
from mentoring.takeovers_open import wait_again
from mentoring.work import Work
from storage.erasing import cancel_about, forget_account, forget_conversations
from storage.tables import (
    Alert,
    Duo,
    DuoEvent,
    Goal,
    Invitation,
    LineSide,
    Membership,
    MentorTick,
    Milestone,
    Person,
    Takeover,
    TeamDeed,
    TeamLine,
    Thread,
)
from storage.words import DuoState, InvitationState, MembershipState, Role


async def erase_membership(work: Work, membership_id: int, *, goodbye: Message | None = None) -> None:
    """Erases what one organisation keeps about somebody in one role, and says `goodbye` as the last message.

    With their last role the person goes as well: the account is unknown from then on. Raises NotFoundError, and
    OutOfDateError where a duo of theirs runs: that is ended first.
    """
    takeovers = await lock_open_of(work, membership_id)
    await lock_members(work, [membership_id])
    membership = await work.store.session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError
    person = await work.store.session.get(Person, membership.person_id)
    assert person is not None, "a foreign key guards this"
    duos = await _duos(work, membership_id)
    if any(DuoState(duo.state).is_running for duo in duos):
        raise OutOfDateError
    is_last = not await _other_roles(work, membership)
    await _say_goodbye(work, person, goodbye, is_last=is_last)
    await _end_proposals(work, membership, duos)
    await cancel_about(work.store, [f":{id_}:" for id_ in (membership_id, *(duo.id for duo in duos))], work.now)
    await _drop_takeovers(work, membership_id, takeovers)
    await _forget_lines(work, membership)
    await _forget_invitations(work, membership)
    await work.store.session.execute(delete(MentorTick).where(col(MentorTick.membership_id) == membership_id))
    keeps_figures = not Role(membership.role).is_in_duos or any(duo.started_at is not None for duo in duos)
    if is_last:
        await _forget_account(work, person)
    await _remove(work, membership, person, duos, keeps_figures=keeps_figures, is_last=is_last)


async def _duos(work: Work, membership_id: int) -> list[Duo]:
    theirs = or_(col(Duo.seeker_id) == membership_id, col(Duo.mentor_id) == membership_id)
    found = await work.store.session.execute(select(Duo).where(theirs).order_by(col(Duo.id)).with_for_update())
    return list(found.scalars().all())


async def _other_roles(work: Work, membership: Membership) -> bool:
    """They are something else in Tandem: what was erased before, and stays for the figures, does not count."""
    statement = select(Membership).where(
        col(Membership.person_id) == membership.person_id, col(Membership.id) != membership.id
    )
    others = (await work.store.session.execute(statement)).scalars().all()
    return any(not _is_erased(other) for other in others)


def _is_erased(membership: Membership) -> bool:
    kept = (membership.label_sealed, membership.profile_sealed, membership.reference_sealed, membership.agreed_at)
    return membership.state == MembershipState.LEFT and all(value is None for value in kept)


async def _say_goodbye(work: Work, person: Person, goodbye: Message | None, *, is_last: bool) -> None:
    """To the chat itself where the person's row goes. Nobody is written to who blocked the bot."""
    user_id = person.open(work.store.vault, "user")
    if goodbye is None or user_id is None or person.unreachable_since is not None:
        return
    if is_last:
        await work.post_to_chat(int(user_id), person.language, goodbye)
    else:
        await work.post(person.id, goodbye)


async def _end_proposals(work: Work, membership: Membership, duos: list[Duo]) -> None:
    """Whoever was asked about them hears the one kind line."""
    for duo in duos:
        if can_be_answered(duo, work.now):
            other = (await load_pair(work, duo)).partner_of(Role(membership.role))
            if await knows_of_it(work, duo, other):
                await tell(work, duo, other, NotGoingOn(to=other.role))
            await close(work, duo, DuoState.WITHDRAWN)


async def _drop_takeovers(work: Work, membership_id: int, takeovers: list[Takeover]) -> None:
    partners = [id_ for one in takeovers for id_ in (one.seeker_id, one.mentor_id) if id_ not in {None, membership_id}]
    theirs = or_(col(Takeover.seeker_id) == membership_id, col(Takeover.mentor_id) == membership_id)
    await work.store.session.execute(delete(Takeover).where(theirs, col(Takeover.duo_id).is_(None)))
    for partner_id in partners:
        await wait_again(work, partner_id)


async def _forget_lines(work: Work, membership: Membership) -> None:
    """Their conversation with the team of that organisation, where no other role of theirs there goes on with it."""
    session = work.store.session
    same_place = (
        col(Membership.person_id) == membership.person_id,
        col(Membership.organisation_id) == membership.organisation_id,
        col(Membership.id) != membership.id,
        col(Membership.role).in_([Role.SEEKER, Role.MENTOR]),
        col(Membership.state) != MembershipState.LEFT,
    )
    other = (await session.execute(select(Membership.id).where(*same_place).limit(1))).scalar_one_or_none()
    if other is not None:
        goes_on = update(LineSide).where(col(LineSide.membership_id) == membership.id)
        await session.execute(goes_on.values(membership_id=other))
        return
    own_line = (
        col(TeamLine.person_id) == membership.person_id,
        col(TeamLine.organisation_id) == membership.organisation_id,
    )
    lines = list((await session.execute(select(TeamLine.id).where(*own_line))).scalars())
    sides = list((await session.execute(select(LineSide.id).where(col(LineSide.line_id).in_(lines)))).scalars())
    await forget_conversations(work.store, lines, sides)
    await session.execute(update(Person).where(col(Person.open_thread_id).in_(sides)).values(open_thread_id=None))
    await session.execute(delete(LineSide).where(col(LineSide.line_id).in_(lines)))
    await session.execute(delete(TeamLine).where(col(TeamLine.id).in_(lines)))


async def _forget_invitations(work: Work, membership: Membership) -> None:
    """The invitation that made them keeps its role and its days; one to another account is void."""
    nobody = {"label_sealed": None, "reference_sealed": None, "reference_lookup": None, "token_sealed": None}
    used = update(Invitation).where(col(Invitation.used_by) == membership.id)
    await work.store.session.execute(used.values(**nobody, used_by=None))


async def _forget_account(work: Work, person: Person) -> None:
    session, user_id = work.store.session, person.open(work.store.vault, "user")
    await session.execute(
        update(Invitation)
        .where(col(Invitation.reconnects_id) == person.id)
        .values(state=InvitationState.REVOKED, token_sealed=None, label_sealed=None, reconnects_id=None)
    )
    topics = list((await session.execute(select(Thread.topic_id).where(col(Thread.person_id) == person.id))).scalars())
    await forget_account(
        work.store, person.id, int(user_id) if user_id else None, [topic for topic in topics if topic is not None]
    )
    await session.execute(update(Thread).where(col(Thread.person_id) == person.id).values(topic_id=None))
    await session.execute(update(Goal).where(col(Goal.noted_by) == person.id).values(text_sealed=None))


async def _forget_words(work: Work, membership: Membership, duos: list[Duo]) -> None:
    """What was written about their steps and duos; of a proposal that began nothing, all that hangs on it."""
    session, ids = work.store.session, [duo.id for duo in duos]
    own_steps = update(Milestone).where(col(Milestone.seeker_id) == membership.id)
    await session.execute(own_steps.values(text_sealed=None))
    await session.execute(update(TeamDeed).where(col(TeamDeed.duo_id).in_(ids)).values(note_sealed=None))
    never_began = [duo.id for duo in duos if duo.started_at is None]
    await session.execute(delete(TeamDeed).where(col(TeamDeed.duo_id).in_(never_began)))
    await session.execute(delete(Alert).where(col(Alert.duo_id).in_(never_began)))
    await session.execute(delete(DuoEvent).where(col(DuoEvent.duo_id).in_(never_began)))


async def _remove(
    work: Work, membership: Membership, person: Person, duos: list[Duo], *, keeps_figures: bool, is_last: bool
) -> None:
    session, vault = work.store.session, work.store.vault
    await session.flush()
    await _forget_words(work, membership, duos)
    for duo in duos:
        if duo.started_at is None:
            await session.delete(duo)
    if keeps_figures:
        for column in ("label", "reference", "profile"):
            membership.seal(vault, column, None)
        membership.state, membership.reference_lookup = MembershipState.LEFT, None
        membership.agreed_version = membership.agreed_language = membership.agreed_at = None
        membership.waiting_since = membership.news_at = membership.waits_long_at = membership.erase_at = None
    else:
        await session.flush()
        await session.delete(membership)
    await session.flush()
    if not is_last:
        return
    has_shells = await session.execute(select(Membership.id).where(col(Membership.person_id) == person.id).limit(1))
    if has_shells.first() is None:
        await session.delete(person)
    else:
        person.seal(vault, "user", None)
        person.seal(vault, "first_name", None)
        person.user_lookup, person.open_thread_id = None, None
    await session.flush()
