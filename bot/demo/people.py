"""Who is there when the demo begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.cast import CAST, CLOSED_DAYS, COORDINATOR, Character, DuoStory, described, joined_days
from mentoring.invitations import issue, link_for
from mentoring.mentor_points import usual_points
from mentoring.menus import refresh_menu
from mentoring.profile import save_profile
from mentoring.threads import open_threads
from mentoring.waiting_news import begin_waiting, is_waiting
from mentoring.work import Work
from sandbox import Sandbox
from storage.database import Database
from storage.ids import new_id
from storage.tables import Duo, Membership, MentorTick, Organisation, Person
from storage.words import DuoState, MembershipState, Role

ORGANISATION = "Duo Dijle"
_CONTACT = "bonjour@duodijle.example, 02 000 00 00"
UNTICKED = "Helga"  # the mentor whose list is still open
_MOST = 3  # duos that the cast's mentors take at once


@dataclass(frozen=True)
class Settled:
    """Somebody of the cast, with phone and rows."""

    character: Character
    user_id: int
    person: Person
    membership: Membership


async def fill_empty(database: Database, sandbox: Sandbox, bot_username: str, now: datetime) -> None:
    """One organisation, and the link for its first coordinator, as it would arrive by e-mail."""
    async with database.write() as store:
        work = Work(store, now, now, "demo:empty", bot_username=bot_username)
        organisation = await _organisation(work)
        issued = await issue(work, organisation, Role.LEAD, label="The first coordinator")
    sandbox.add_link("The first coordinator's invitation", link_for(bot_username, issued.token))


async def settle_cast(database: Database, sandbox: Sandbox, now: datetime) -> dict[str, Settled]:
    """Phones and rows for everybody of the cast, by name."""
    async with database.write() as store:
        organisation = await _organisation(Work(store, now, now, "demo:cast"))
        settled = {}
        for character in CAST:
            user_id = sandbox.add_person(
                first_name=character.name, last_name=described(character), language_code=character.language
            )
            settled[character.name] = await _settle(Work(store, now, now, "demo"), organisation, character, user_id)
        by = settled[COORDINATOR.name].membership.id
        for someone in settled.values():
            if someone.character.role is Role.MENTOR:
                store.session.add_all(_ticks(someone, by, now))
        return settled


def _ticks(mentor: Settled, by: int, now: datetime) -> list[MentorTick]:
    """The cast's mentors are ready; of one the first talk is still to come."""
    points = [entry["code"] for entry in usual_points()]
    done = points[:-1] if mentor.character.name == UNTICKED else points
    joined = now - timedelta(days=joined_days(mentor.character))
    return [MentorTick(membership_id=mentor.membership.id, point=code, ticked_by=by, ticked_at=joined) for code in done]


async def _organisation(work: Work) -> Organisation:
    organisation = Organisation(name=ORGANISATION, contact=_CONTACT, mentor_points=usual_points(), created_at=work.now)
    work.store.session.add(organisation)
    await work.store.session.flush()
    return organisation


async def _settle(work: Work, organisation: Organisation, character: Character, user_id: int) -> Settled:
    vault, joined = work.store.vault, work.now - timedelta(days=joined_days(character))
    person = Person(
        id=new_id(), user_lookup=vault.lookup("user", user_id), language=character.language, created_at=joined
    )
    person.seal(vault, "user", str(user_id))
    person.seal(vault, "first_name", character.name)
    work.store.session.add(person)
    await work.store.session.flush()
    membership = Membership(
        id=new_id(),
        person_id=person.id,
        organisation_id=organisation.id,
        role=character.role,
        state=MembershipState.READY,
        capacity=min(character.capacity, _MOST),
        agreed_version="demo",
        agreed_language=character.language,
        agreed_at=joined,
        waiting_since=joined if character.role is Role.SEEKER else None,
        created_at=joined,
    )
    save_profile(vault, membership, character.profile)
    work.store.session.add(membership)
    await work.store.session.flush()
    return Settled(character, user_id, person, membership)


async def pair(work: Work, story: DuoStory, people: dict[str, Settled], now: datetime) -> None:
    """A duo of the story, when it began; if it ran, it gets its threads. `now`: when the demo opens."""
    duo = _duo(story, people, now)
    work.store.session.add(duo)
    await work.store.session.flush()
    if DuoState(story.state).is_running or story.state is DuoState.COMPLETED:
        await open_threads(work, duo)
    elif duo.closed_at is not None:
        await _goodbye(work, people[story.seeker])


async def greet(work: Work, settled: Settled) -> None:
    """The menu of somebody who is in as many duos as they will be; the clock knows who waits, and since when."""
    await refresh_menu(work, settled.person.id)
    await _let_wait(work, settled)


async def _let_wait(work: Work, settled: Settled) -> None:
    """The clock knows who is in no duo, and since when."""
    membership = await work.store.session.get(Membership, settled.membership.id)
    assert membership is not None
    if await is_waiting(work, membership):
        await begin_waiting(work, membership, since=settled.membership.created_at)


async def _goodbye(work: Work, settled: Settled) -> None:
    """The seeker of a duo that is over does not wait for another one."""
    membership = await work.store.session.get(Membership, settled.membership.id)
    assert membership is not None
    membership.state, membership.waiting_since = MembershipState.LEFT, None


def _duo(story: DuoStory, people: dict[str, Settled], now: datetime) -> Duo:
    began = now - timedelta(days=story.days)
    is_open = story.state is DuoState.PROPOSED
    is_closed = story.state is DuoState.ENDED
    seeker, mentor = people[story.seeker].membership, people[story.mentor].membership
    return Duo(
        organisation_id=seeker.organisation_id,
        seeker_id=seeker.id,
        mentor_id=mentor.id,
        coordinator_id=people[story.by].membership.id,
        state=DuoState.ACTIVE if story.state is DuoState.COMPLETED else story.state,  # it ends in its time
        seeker_answer=story.answers[0],
        mentor_answer=story.answers[1],
        proposed_at=began,
        expires_at=began + timedelta(days=7) if is_open else None,
        started_at=None if is_open else began,
        closed_at=now - timedelta(days=CLOSED_DAYS) if is_closed else None,
    )
