"""What other thresholds would have done."""

from __future__ import annotations

from aiogram import Router

router = Router(name="simulation")
