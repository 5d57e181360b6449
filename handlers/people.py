"""/people: everybody of an organisation, as its team sees them."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="people")
router.message.filter(Known())
router.callback_query.filter(Known())
