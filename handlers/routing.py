"""The order in which conversations are asked whether an update is theirs."""

from __future__ import annotations

from aiogram import Router

from handlers import (
    alerts,
    check_ins,
    colleagues,
    commands,
    duos,
    endings,
    fallback,
    goals,
    group_pairing,
    invitations,
    lists,
    lists_first,
    mentor_points,
    morning,
    nudges,
    organisation,
    pairing,
    people,
    probes,
    profile,
    progress,
    reachability,
    reconnect,
    reports,
    session_answers,
    session_planning,
    sessions,
    settings,
    simulation,
    start,
    takeovers,
    team_group,
    team_line,
    thread,
    thread_edits,
    thread_lines,
    thread_reactions,
    waiting_news,
    welcome,
)

# Commands go before dialogues, which would take them for answers; the thread takes what nobody waited for. Who comes
# back with another account answers before they are known: ahead of /start, which greets strangers. A list of people is
# read whatever question is open.
_IN_ORDER = (
    *(team_group, reconnect, start, commands, lists_first, thread_lines),
    *(welcome, profile, settings, invitations, pairing),
    *(morning, alerts, reports, simulation),
    *(duos, endings, people, colleagues, mentor_points, takeovers, waiting_news, group_pairing, lists, organisation),
    *(team_line, sessions, session_planning, session_answers, goals, progress, check_ins, nudges, probes),
    *(thread, thread_edits, thread_reactions, reachability, fallback),
)


def build_router() -> Router:
    """A fresh tree of all routers: /start and commands first, dialogues next, the thread, then what is left."""
    root = Router(name="tandem")
    for module in _IN_ORDER:
        module.router._parent_router = None  # noqa: SLF001 - aiogram ties a router to one parent; a process may build twice
        root.include_router(module.router)
    return root
