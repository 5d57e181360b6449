"""Tokens for the sandbox."""

from __future__ import annotations

import secrets


def made_up_token() -> str:
    """A token in Telegram's form that Telegram does not know."""
    return f"{secrets.randbelow(9 * 10**8) + 10**8}:{secrets.token_urlsafe(26)[:35]}"
