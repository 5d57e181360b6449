"""What mentors tap on nudges; an interview that is coming up."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="nudges")
router.message.filter(Known())
router.callback_query.filter(Known())
