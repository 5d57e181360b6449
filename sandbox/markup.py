"""Keyboards: what Telegram takes as `reply_markup`."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.facts import CALLBACK_DATA_BYTES

STYLES = {"danger", "success", "primary"}
# fmt: off
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)
# fmt: on
MOST_BUTTONS = 100
COPY_TEXT_LENGTH = 256
ADDRESS = re.compile(r"(https?://|tg://|ton://|tonsite://)?[^\s/?#]+\.?[^\s]*", re.IGNORECASE)


def inline_keyboard(markup: dict[str, Any]) -> dict[str, Any] | None:
    """A checked inline keyboard; None when it has no button. Raises `ApiError` 400."""
    rows = [[checked_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def checked_button(button: dict[str, Any]) -> dict[str, Any]:
    """A label and exactly one thing that a tap does."""
    check_label(button, "inline keyboard button")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one optional field must be used")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        check_address(button["url"])
    if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{button['web_app']['url']}' is invalid: Only HTTPS links are allowed"
        )
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= COPY_TEXT_LENGTH:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if {"pay", "callback_game"} & set(actions):
        raise bad_request("BUTTON_TYPE_INVALID")
    return button


def check_address(url: str) -> None:
    """An address that a phone could open."""
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    known = scheme in {"", "http", "https", "tg", "ton", "tonsite"}
    host = re.sub(r"[/?#].*", "", url.partition("://")[2] if scheme else url)
    if (
        not known
        or not ADDRESS.fullmatch(url)
        or (scheme in {"", "http", "https"} and "." not in host and host != "localhost")
    ):
        raise bad_request(f"inline keyboard button URL '{url[:200]}' is invalid: Wrong HTTP URL")


def check_label(button: dict[str, Any], what: str) -> None:
    """Every button has a text and, if any, a known style."""
    if not button["text"].strip():
        raise bad_request(f"can't parse {what}: Text of the button must be non-empty")
    if "style" in button and button["style"] not in STYLES:
        raise bad_request(f"can't parse {what}: unknown button style specified")


def reply_keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    """A checked keyboard below the input field."""
    rows = [row for row in markup["keyboard"] if row]
    if not rows:
        raise bad_request("reply keyboard must contain at least one button")
    for row in rows:
        for button in row:
            check_label(button, "keyboard button")
    return {**markup, "keyboard": rows}
