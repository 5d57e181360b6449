"""/organisation: the lead's settings."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="organisation")
router.message.filter(Known())
router.callback_query.filter(Known())
