"""The demo: sandbox and bot in one process, with people to begin with."""

from __future__ import annotations

from bot.demo.demo import Demo

__all__ = ["Demo"]
