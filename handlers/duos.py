"""/duos: the team looks at its duos and looks after them."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="duos")
router.message.filter(Known())
router.callback_query.filter(Known())
