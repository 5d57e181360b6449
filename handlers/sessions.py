"""The meetings of a duo: /sessions, the card, confirming, changing, weekly ones."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="sessions")
router.message.filter(Known())
router.callback_query.filter(Known())
