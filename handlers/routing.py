"""The order in which conversations are asked whether an update is theirs."""

from __future__ import annotations

from aiogram import Router

from handlers import commands, fallback, invitations, pairing, profile, start, thread, welcome


def build_router() -> Router:
    """A fresh tree of all routers: /start and commands first, dialogues next, the thread, then what is left."""
    root = Router(name="tandem")
    for module in (start, commands, welcome, profile, invitations, pairing, thread, fallback):
        module.router._parent_router = None  # noqa: SLF001 - aiogram ties a router to one parent; a process may build twice
        root.include_router(module.router)
    return root
