"""The Bot API methods that the sandbox knows, one file a subject."""

from __future__ import annotations

from sandbox.methods import (
    account,
    albums,
    chats,
    commands,
    copying,
    deleting,
    editing,
    media,
    pinning,
    receiving,
    sending,
    topics,
)
from sandbox.methods.registry import METHODS, Call, Handler

__all__ = [
    "METHODS",
    "Call",
    "Handler",
    "account",
    "albums",
    "chats",
    "commands",
    "copying",
    "deleting",
    "editing",
    "media",
    "pinning",
    "receiving",
    "sending",
    "topics",
]
