"""The line between one person and the team."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="team-line")
router.message.filter(Known())
router.callback_query.filter(Known())
