"""What the team does about an alert."""

from __future__ import annotations

from aiogram import Router

router = Router(name="alerts")
