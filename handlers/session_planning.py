"""Planning and moving a session: day, time, place."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="session-planning")
router.message.filter(Known())
router.callback_query.filter(Known())
