"""A line begins: by the person who asks the team, or by somebody of the team who writes first."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.called import Team
from mentoring.effects import Effects, Reply
from mentoring.errors import NotFoundError, NotOnTelegramError
from mentoring.guards import line_side
from mentoring.messages.base import Message
from mentoring.messages.team_line import DeskLineOpen, NoTeam, TeamLineHow, TeamLineOpen, WhichTeam
from mentoring.messages.thread import InTopic
from mentoring.team_lines.sides import TeamSide, team_side
from mentoring.work import Work
from storage import outbox
from storage.lines import SeenLine, seen
from storage.tables import Duo, LineSide, Membership, Organisation, Person, TeamLine
from storage.words import MembershipState, Role

IN_DUOS = (Role.SEEKER, Role.MENTOR)


async def teams_of(actor: Actor, work: Work) -> list[Team]:
    """The teams that the actor can write to, as mentee or mentor, by the order in which they joined."""
    ids = list(dict.fromkeys(membership.organisation_id for membership in actor.ready_as(*IN_DUOS)))
    if not ids:
        return []
    statement = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids))
    names = {row[0]: row[1] for row in (await work.store.session.execute(statement)).all()}
    return [Team(organisation_id, names[organisation_id]) for organisation_id in ids]


async def which_team(actor: Actor, work: Work, *, question_waits: bool = False) -> Effects:
    """/team: opens the line where there is one team, else asks which."""
    teams = await teams_of(actor, work)
    if not teams:
        return [Reply(NoTeam())]
    if len(teams) == 1:
        return await ask_team(actor, work, teams[0].id, question_waits=question_waits)
    return [Reply(WhichTeam(teams=teams))]


async def ask_team(actor: Actor, work: Work, organisation_id: int, *, question_waits: bool = False) -> Effects:
    """The actor's line with that team, ready to be written into. Raises NotFoundError."""
    side = await own_line(actor, work, organisation_id)
    assert isinstance(side.name, Team)
    if not work.has_topics:
        actor.person.open_thread_id = side.id
        return [Reply(line_opened(side, question_waits=question_waits))]
    return await in_topic(work, side, TeamLineHow(team=side.name))


async def ask_team_of_duo(actor: Actor, work: Work, duo_id: int, *, question_waits: bool = False) -> Effects:
    """The same, to the team of one of the actor's duos, ended ones too. Raises NotFoundError."""
    duo = await work.store.session.get(Duo, duo_id)
    own = {membership.id for membership in actor.memberships}
    if duo is None or own.isdisjoint({duo.seeker_id, duo.mentor_id}):
        raise NotFoundError
    return await ask_team(actor, work, duo.organisation_id, question_waits=question_waits)


def line_opened(side: TeamSide, *, question_waits: bool) -> TeamLineOpen | DeskLineOpen:
    """What is said where that line opens, without topics."""
    if isinstance(side.name, Team):
        return TeamLineOpen(team=side.name, question_waits=question_waits)
    return DeskLineOpen(name=side.name, side_id=side.id, question_waits=question_waits)


async def own_line(actor: Actor, work: Work, organisation_id: int) -> TeamSide:
    """The actor's own side of their line with that team, made where it is missing. Raises NotFoundError."""
    held = [m for m in actor.ready_as(*IN_DUOS) if m.organisation_id == organisation_id]
    if not held:
        raise NotFoundError
    line = await _line(work, organisation_id, actor.person.id)
    return await _side(work, line, held[0], is_team=False)


async def line_about(actor: Actor, work: Work, membership_id: int) -> TeamSide:
    """The actor's side, as one of the team, of that person's line; made where it is missing.

    Raises NotFoundError, also for the actor's own; NotOnTelegramError where nothing can reach that person here.
    """
    about = await work.store.session.get(Membership, membership_id)
    if about is None or about.role not in IN_DUOS or about.person_id == actor.person.id:
        raise NotFoundError
    staff = actor.staff(about.organisation_id)
    if about.state != MembershipState.READY:
        raise NotOnTelegramError
    line = await _line(work, about.organisation_id, about.person_id)
    await _side(work, line, about, is_team=False)
    return await _side(work, line, staff, is_team=True)


async def join_line(work: Work, line: TeamLine, staff: Membership) -> None:
    """Somebody of the team sees that line from now on. The line's row is locked."""
    await _side(work, line, staff, is_team=True)


async def locked_line(work: Work, line_id: int) -> TeamLine:
    """The line as it is now; who waits on it, who answered, is decided for one message after the other."""
    statement = select(TeamLine).where(col(TeamLine.id) == line_id).with_for_update()
    return (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalar_one()


async def ensure_line_topic(work: Work, side: SeenLine) -> None:
    """Has the side's topic made where the bot has topics and this side has none yet."""
    if not work.has_topics or side.topic_id is not None:
        return
    await outbox.add(work.store, outbox.topic_row(side.id, side.person_id, line_side(side.id), work.now))


async def in_topic(work: Work, side: TeamSide, how: Message) -> Effects:
    """The topic, with a first message that shows where it is; its key lets the next tap say it again."""
    await ensure_line_topic(work, side.seen)
    key = f"line:{side.id}:how:{work.cause}"
    await work.post(side.seen.person_id, how, thread_id=side.id, guard=line_side(side.id), key=key)
    return [Reply(InTopic(name=side.name))]


async def _line(work: Work, organisation_id: int, person_id: int) -> TeamLine:
    """The line of that person with that team, locked; two who begin it at once make one."""
    person = select(Person.id).where(col(Person.id) == person_id).with_for_update(key_share=True)
    await work.store.session.execute(person)
    statement = select(TeamLine).where(
        col(TeamLine.organisation_id) == organisation_id, col(TeamLine.person_id) == person_id
    )
    line = (await work.store.session.execute(statement.with_for_update())).scalar_one_or_none()
    if line is None:
        line = TeamLine(organisation_id=organisation_id, person_id=person_id, created_at=work.now)
        work.store.session.add(line)
        await work.store.session.flush()
    return line


async def _side(work: Work, line: TeamLine, membership: Membership, *, is_team: bool) -> TeamSide:
    """That person's side; whoever comes back to the team sees the line again."""
    statement = select(LineSide).where(
        col(LineSide.line_id) == line.id, col(LineSide.person_id) == membership.person_id
    )
    side = (await work.store.session.execute(statement)).scalar_one_or_none()
    if side is None:
        side = LineSide(
            line_id=line.id,
            person_id=membership.person_id,
            membership_id=membership.id,
            is_team=is_team,
            created_at=work.now,
        )
        work.store.session.add(side)
    side.membership_id, side.left_at = membership.id, None
    await work.store.session.flush()
    made = await team_side(work, membership.person_id, side.id)
    assert made is not None, "it was written just now"
    return made


async def sides_of_line(work: Work, line_id: int) -> list[SeenLine]:
    """All sides of that line that stand, the one it is about first."""
    return sorted((side for side in await seen(work.store, line_id=line_id) if side.stands), key=lambda s: s.is_team)
