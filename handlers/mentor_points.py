"""The organisation's points for a mentor, ticked by the team."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="mentor-points")
router.message.filter(Known())
router.callback_query.filter(Known())
