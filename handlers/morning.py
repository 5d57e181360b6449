"""/today: the digest now."""

from __future__ import annotations

from aiogram import Router

router = Router(name="morning")
