"""Duos that ran before Tandem, taken over by taps."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known

router = Router(name="takeovers")
router.message.filter(Known())
router.callback_query.filter(Known())
