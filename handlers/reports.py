"""/report: figures of a period."""

from __future__ import annotations

from aiogram import Router

router = Router(name="reports")
