"""The words and buttons of every declared message; the file names match those of `mentoring/messages/`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load_all() -> None:
    """Registers every renderer, and with them every message kind."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
