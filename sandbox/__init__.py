"""A local, strict Telegram: Bot API server, control API and a page with phones. See `Sandbox`."""

from __future__ import annotations

from sandbox.clock import ProgrammePort
from sandbox.server import Sandbox

__all__ = ["ProgrammePort", "Sandbox"]
