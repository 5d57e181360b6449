"""One proposal for everyone who waits."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="group-pairing")
router.message.filter(Known())
router.callback_query.filter(Known())
