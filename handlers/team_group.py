"""The team's group in Telegram."""

from __future__ import annotations

from aiogram import Router

router = Router(name="team_group")
