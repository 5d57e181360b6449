"""Who of the team looks after whom, who stands in, who is away."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="colleagues")
router.message.filter(Known())
router.callback_query.filter(Known())
