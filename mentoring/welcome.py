"""The welcome: from the tapped link to a membership that is ready. Answers are saved one by one.

Where it stands is kept with the membership, so that it goes on there after a restart, /start or weeks.
"""

from __future__ import annotations

from mentoring import profile as told
from mentoring import takeovers
from mentoring.actor import Actor, organisation_of
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.in_charge import in_charge
from mentoring.invitations import tell_inviter
from mentoring.mentor_points import open_points_to_tell
from mentoring.menus import refresh_menu
from mentoring.messages import welcome as say
from mentoring.messages.base import Message
from mentoring.messages.mentor_points import MentorPrepares
from mentoring.names import clean_name, is_usable_name
from mentoring.profile import Question
from mentoring.steps import Step, is_optional, place_of, step_after, step_before, step_from, steps_for
from mentoring.takeovers_open import closing_line, tell_if_stuck
from mentoring.waiting_news import begin_waiting, is_in_no_duo, is_waiting, stop_waiting
from mentoring.work import Work
from storage.sealing import Vault
from storage.tables import Membership, Organisation, Person
from storage.words import MembershipState, Role

AGREEMENT_VERSION = "2026-11"  # changes with the meaning of the data card or of /privacy
MAX_DUOS = 3
_MAX_OFFERED = 24  # characters of a button
_OPEN = {MembershipState.WELCOMING, MembershipState.BY_PHONE}


# -- where it stands ---------------------------------------------------------------------------------------------------
def unfinished(actor: Actor) -> list[Membership]:
    """The memberships whose welcome is under way, oldest first."""
    return [m for m in actor.memberships if m.state == MembershipState.WELCOMING]


def by_phone(actor: Actor) -> list[Membership]:
    """The memberships that go by phone, oldest first."""
    return [m for m in actor.memberships if m.state == MembershipState.BY_PHONE]


def steps_of(actor: Actor, membership: Membership) -> tuple[Step, ...]:
    """What is asked of them in this role: language and name only where no other role brought them."""
    agreed_elsewhere = any(m.id != membership.id and m.agreed_at is not None for m in actor.memberships)
    is_known = agreed_elsewhere and actor.person.first_name_sealed is not None
    return steps_for(Role(membership.role), is_known=is_known)


def current_step(vault: Vault, actor: Actor, membership: Membership) -> Step:
    """The question that is open. Who wanted the phone can still agree."""
    if membership.state == MembershipState.BY_PHONE:
        return Step.AGREEMENT
    return step_from(told.read_position(vault, membership), steps_of(actor, membership))


def is_asking(actor: Actor, work: Work, membership_id: int, step: Step) -> bool:
    """Whether exactly this question is open. Raises NotFoundError where the membership is not theirs."""
    membership = actor.membership(membership_id)
    return membership.state in _OPEN and current_step(work.store.vault, actor, membership) is step


def _asked(actor: Actor, work: Work, membership_id: int, step: Step) -> Membership:
    if not is_asking(actor, work, membership_id, step):
        raise OutOfDateError
    return actor.membership(membership_id)


# -- what is asked -----------------------------------------------------------------------------------------------------
async def question(
    actor: Actor, work: Work, membership_id: int, *, telegram_name: str | None = None, page: int = 0
) -> Message:
    """The open question as a message. Raises NotFoundError, OutOfDateError where none is open."""
    membership = actor.membership(membership_id)
    if membership.state not in _OPEN:
        raise OutOfDateError
    organisation = await organisation_of(work.store, membership)
    step = current_step(work.store.vault, actor, membership)
    place = place_of(step, steps_of(actor, membership))
    role = Role(membership.role)
    if step is Step.LANGUAGE:
        languages = languages_of([organisation], actor.person.language)
        return say.WhichLanguage(membership_id=membership.id, place=place, languages=languages)
    if step is Step.AGREEMENT:
        return say.DataCard(membership_id=membership.id, place=place, role=role, organisation=organisation.name)
    if step is Step.NAME:
        offered = offered_name(work.store.vault, actor.person, telegram_name)
        return say.WhichName(membership_id=membership.id, place=place, offered=offered)
    if step is Step.CAPACITY:
        return say.HowManyDuos(membership_id=membership.id, place=place, duos=membership.capacity)
    asked = Question(step.value)
    chosen = told.read_profile(work.store.vault, membership).told(asked)
    return say.WhichOptions(
        membership_id=membership.id, place=place, role=role, question=asked, chosen=chosen, page=page
    )


def languages_of(organisations: list[Organisation], first: str) -> tuple[str, ...]:
    """The languages these organisations speak, that one in front."""
    spoken = dict.fromkeys(language for organisation in organisations for language in organisation.languages)
    return tuple(sorted(spoken, key=lambda language: language != first))


def offered_name(vault: Vault, person: Person, telegram_name: str | None) -> str | None:
    """The name that one tap takes: the one told before, else the one on Telegram where it can stand as a name."""
    name = person.open(vault, "first_name")
    if name is None and is_usable_name(telegram_name):
        name = clean_name(telegram_name or "")
    return name if name is not None and len(name) <= _MAX_OFFERED else None


async def more_about_data(actor: Actor, work: Work, membership_id: int) -> Message:
    """The whole text about their data. Raises NotFoundError."""
    membership = actor.membership(membership_id)
    organisation = await organisation_of(work.store, membership)
    return say.MoreAboutData(
        membership_id=membership.id,
        organisation=organisation.name,
        contact=organisation.contact,
        reads_only=membership.role == Role.FEDERATION,
    )


# -- answering: each raises NotFoundError, and OutOfDateError where that question is not open --------------------------
async def choose_language(actor: Actor, work: Work, membership_id: int, language: str) -> None:
    membership = _asked(actor, work, membership_id, Step.LANGUAGE)
    organisation = await organisation_of(work.store, membership)
    if language not in organisation.languages:
        raise NotFoundError
    actor.person.language = language
    await refresh_menu(work, actor.person.id)
    await _go_past(actor, work, membership, Step.LANGUAGE)


async def agree(actor: Actor, work: Work, membership_id: int) -> None:
    """Notes the agreement: which version, in which language, when."""
    membership = _asked(actor, work, membership_id, Step.AGREEMENT)
    membership.state = MembershipState.WELCOMING
    membership.agreed_version = AGREEMENT_VERSION
    membership.agreed_language = actor.person.language
    membership.agreed_at = work.now
    await _go_past(actor, work, membership, Step.AGREEMENT)


async def refuse(actor: Actor, work: Work, membership_id: int) -> None:
    """Nothing that was answered is kept; the team hears that this person is to be phoned. A mentee waits all the same.

    Agreeing later takes them from where they stand in the queue.
    """
    membership = _asked(actor, work, membership_id, Step.AGREEMENT)
    if membership.state == MembershipState.BY_PHONE:
        return
    await _tell_team(work, actor.person, membership)
    membership.state = MembershipState.BY_PHONE
    membership.agreed_version = membership.agreed_language = membership.agreed_at = None
    told.forget_answers(work.store.vault, membership)
    if all(m.agreed_at is None for m in actor.memberships):
        actor.person.seal(work.store.vault, "first_name", None)
    if membership.role == Role.SEEKER:
        membership.waiting_since = membership.waiting_since or work.now
    await work.store.session.flush()
    if await is_in_no_duo(work, membership):
        await begin_waiting(work, membership)
    await tell_if_stuck(work, membership_id)
    await refresh_menu(work, actor.person.id)


async def give_name(actor: Actor, work: Work, membership_id: int, text: str) -> None:
    """Raises NameNotUsableError as well."""
    membership = _asked(actor, work, membership_id, Step.NAME)
    actor.person.seal(work.store.vault, "first_name", clean_name(text))
    await _go_past(actor, work, membership, Step.NAME)


async def take_offered_name(actor: Actor, work: Work, membership_id: int, telegram_name: str | None) -> None:
    """The name on the button. Raises NameNotUsableError where there is none any more."""
    name = offered_name(work.store.vault, actor.person, telegram_name)
    await give_name(actor, work, membership_id, name or "")


async def toggle(actor: Actor, work: Work, membership_id: int, asked: Question, option: str) -> None:
    """Adds or takes away one option, saved at once; the question stays open."""
    membership = _asked(actor, work, membership_id, Step(asked.value))
    profile = told.read_profile(work.store.vault, membership).with_toggled(asked, option)
    told.save_profile(work.store.vault, membership, profile)


async def choose_capacity(actor: Actor, work: Work, membership_id: int, duos: int) -> None:
    membership = _asked(actor, work, membership_id, Step.CAPACITY)
    membership.capacity = checked_capacity(duos)
    await _go_past(actor, work, membership, Step.CAPACITY)


def checked_capacity(duos: int) -> int:
    """Raises NotFoundError where no button says that number."""
    if not 1 <= duos <= MAX_DUOS:
        raise NotFoundError
    return duos


async def go_on(actor: Actor, work: Work, membership_id: int, step: Step) -> None:
    """Skips the question, or leaves it as it was answered."""
    membership = _asked(actor, work, membership_id, step)
    if not is_optional(step):
        raise OutOfDateError
    await _go_past(actor, work, membership, step)


async def go_back(actor: Actor, work: Work, membership_id: int, step: Step) -> None:
    membership = _asked(actor, work, membership_id, step)
    if membership.state == MembershipState.WELCOMING:
        told.save_position(work.store.vault, membership, step_before(step, steps_of(actor, membership)))


async def _go_past(actor: Actor, work: Work, membership: Membership, step: Step) -> None:
    following = step_after(step, steps_of(actor, membership))
    if following is None:
        await finish_welcome(actor, work, membership.id)
    else:
        told.save_position(work.store.vault, membership, following)


# -- the end -----------------------------------------------------------------------------------------------------------
async def finish_welcome(actor: Actor, work: Work, membership_id: int) -> None:
    """The membership is ready: a seeker waits from now on, whoever invited them hears it, the menu fits the role.

    Raises NotFoundError; OutOfDateError where it is not under way, or the agreement or the name is missing.
    """
    membership = actor.membership(membership_id)
    has_all = membership.agreed_at is not None and actor.person.first_name_sealed is not None
    if membership.state != MembershipState.WELCOMING or not has_all:
        raise OutOfDateError
    await takeovers.lock_open_of(work, membership_id)
    membership.state = MembershipState.READY
    if membership.role == Role.SEEKER:
        membership.waiting_since = membership.waiting_since or work.now
    told.save_position(work.store.vault, membership, None)
    await work.store.session.flush()
    if not await takeovers.begin_those_of(work, membership_id):
        await tell_inviter(work, actor.person, membership)
    if await is_waiting(work, membership):
        await begin_waiting(work, membership)
    else:  # their duo has begun, or is about to: what the welcome's own clock would do falls away
        await stop_waiting(work, membership.id)
    await tell_if_stuck(work, membership_id)
    await refresh_menu(work, actor.person.id)


async def closing(actor: Actor, work: Work, membership_id: int) -> tuple[Message, Message]:
    """What was told, and what happens next. Raises NotFoundError."""
    membership = actor.membership(membership_id)
    organisation, role = await organisation_of(work.store, membership), Role(membership.role)
    vault = work.store.vault
    name = actor.person.open(vault, "first_name") or ""
    summary = say.Summary(
        membership_id=membership.id,
        role=role,
        name=name,
        profile=told.read_profile(vault, membership),
        duos=membership.capacity if role is Role.MENTOR else None,
    )
    if role.is_staff:
        return summary, say.StaffBegins(organisation=organisation.name)
    if role is Role.FEDERATION:
        return summary, say.FederationBegins()
    taken_over = await closing_line(work, membership)
    if taken_over is not None:
        return summary, taken_over
    points = await open_points_to_tell(work, membership)
    if points:
        return summary, MentorPrepares(organisation=organisation.name, points=points)
    following = say.MentorWaits if role is Role.MENTOR else say.SeekerWaits
    return summary, following(organisation=organisation.name)


async def phone_line(actor: Actor, work: Work, membership_id: int) -> Message:
    """What somebody hears who goes by phone. Raises NotFoundError."""
    membership = actor.membership(membership_id)
    organisation = await organisation_of(work.store, membership)
    return say.ByPhone(membership_id=membership.id, role=Role(membership.role), organisation=organisation.name)


async def _tell_team(work: Work, person: Person, membership: Membership) -> None:
    """Once a day at most: somebody may hesitate, and a coordinator is not to be flooded."""
    coordinator = await in_charge(work, membership.organisation_id, membership.coordinator_id)
    if coordinator is None or coordinator.person_id == person.id:
        return
    organisation, vault = await organisation_of(work.store, membership), work.store.vault
    message = say.WantsPhone(
        role=Role(membership.role),
        label=membership.open(vault, "label"),
        name=person.open(vault, "first_name"),
        organisation=organisation.name,
    )
    await work.post(coordinator.person_id, message, key=f"welcome:{membership.id}:phone:{work.now.date()}")
