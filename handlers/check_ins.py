"""The weekly question: a face, a skip, a note."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="check-ins")
router.message.filter(Known())
router.callback_query.filter(Known())
