"""Buttons about the team's group in Telegram; codes begin with xg."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("xgy")
class LinkGroup(Tap):
    """The digest of that organisation goes to that group as well. `chat`: its id in Telegram, as `seal` vouches for."""

    organisation_id: int
    chat: str
    seal: str


@tap("xgn")
class RefuseGroup(Tap):
    """It does not: the bot leaves that group."""

    chat: str
    seal: str


@tap("xgs")
class GroupCard(Tap):
    """Whether the digest goes to a group."""

    organisation_id: int


@tap("xgx")
class UnlinkGroup(Tap):
    """No longer."""

    organisation_id: int
