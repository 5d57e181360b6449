"""What people tap on reminders and "did you meet?"; the first meeting; goals."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="session-answers")
router.message.filter(Known())
router.callback_query.filter(Known())
