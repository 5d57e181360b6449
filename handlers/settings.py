"""/settings: language, quiet hours, zone, what to leave out."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="settings")
router.message.filter(Known())
router.callback_query.filter(Known())
