"""A list of people comes in as a file, goes out as a file."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="lists")
router.message.filter(Known())
router.callback_query.filter(Known())
