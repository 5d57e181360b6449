"""Somebody comes back with another phone or account."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="reconnect")
router.message.filter(Known())
router.callback_query.filter(Known())
