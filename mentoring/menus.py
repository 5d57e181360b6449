"""Which commands a person's menu shows. The words beside them are in locales/menus.py."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from sqlmodel import col, select

from mentoring.work import Work
from storage import outbox
from storage.tables import Duo, Membership, Thread
from storage.words import Call, DuoState, MembershipState, Priority, Role

EVERYBODY = ("settings", "language", "help", "privacy", "cancel")
NEWCOMERS = ("start", "language", "help", "privacy", "cancel")
STAFF = ("today", "duos", "people", "waiting", "invite", "invitations", "sessions", "colleagues", "report")
LEADS = ("organisation",)
FEDERATION = ("report",)
_RUNNING = tuple(state for state in DuoState if state.is_running)


def commands_for(roles: Collection[Role], *, has_running_thread: bool, has_topics: bool) -> tuple[str, ...]:
    """The commands for somebody who is past the welcome in these roles; none of them: a newcomer's.

    /chats is for choosing whose line is open, which topics make needless; a team has lines to its people.
    """
    if not roles:
        return NEWCOMERS
    in_duos = any(role.is_in_duos for role in roles)
    staff = (*STAFF, *(LEADS if Role.LEAD in roles else ())) if any(role.is_staff for role in roles) else ()
    chats = ("chats",) if (has_running_thread or staff) and not has_topics else ()
    profile = ("profile", "team") if in_duos else ()
    sessions = ("sessions",) if has_running_thread and not staff else ()
    progress = ("progress",) if has_running_thread else ()
    federation = FEDERATION if Role.FEDERATION in roles and not staff else ()  # /report is in the team's already
    return (*chats, *sessions, *progress, *staff, *federation, *profile, *EVERYBODY)


async def menu_of(work: Work, person_id: int) -> tuple[str, ...]:
    """The commands of that person as things stand in this transaction."""
    held = select(Membership.role).where(
        col(Membership.person_id) == person_id, col(Membership.state) == MembershipState.READY
    )
    running = (
        select(Thread.id)
        .join(Duo, col(Duo.id) == col(Thread.duo_id))
        .where(col(Thread.person_id) == person_id, col(Duo.state).in_(_RUNNING))
        .limit(1)
    )
    roles = {Role(role) for role in (await work.store.session.execute(held)).scalars()}
    has_thread = (await work.store.session.execute(running)).first() is not None
    return commands_for(roles, has_running_thread=has_thread, has_topics=work.has_topics)


async def refresh_menu(work: Work, person_id: int) -> None:
    """Writes the person's menu to the outbox: call it whenever a role, the language or a duo changed.

    Asked twice for the same commands by one cause, it is sent once; it is worded in the person's language when sent.
    """
    commands = await menu_of(work, person_id)
    await outbox.add(
        work.store,
        outbox.NewRow(
            dedupe_key=f"{work.cause}:menu:{person_id}:{_print_of(commands)}",
            call=Call.COMMANDS,
            priority=Priority.REPLY,
            due_at=work.now,
            params={"commands": list(commands)},
            person_id=person_id,
            created_at=work.now,
        ),
    )


def _print_of(commands: tuple[str, ...]) -> str:
    """Short however many there are: a key has 160 characters."""
    return sha256(".".join(commands).encode()).hexdigest()[:16]
