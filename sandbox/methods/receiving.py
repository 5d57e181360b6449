"""How updates and files come to the bot: getUpdates, webhooks, getFile."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.errors import ApiError, bad_request
from sandbox.facts import DOWNLOAD_BYTES
from sandbox.methods.registry import Call, method
from sandbox.updates import BY_WEBHOOK, WEBHOOK_SET
from sandbox.webhook import Settings

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MOST_UPDATES = 100


@method("getUpdates")
async def get_updates(call: Call) -> list[dict[str, Any]]:
    if call.telegram.webhook.active:
        raise ApiError(409, WEBHOOK_SET)
    limit = call.params.get("limit", MOST_UPDATES)
    limit = limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES
    offset, timeout = call.params.get("offset", 0), call.params.get("timeout", 0)
    return await call.telegram.updates.poll(offset, limit, timeout, call.params.get("allowed_updates"))


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    telegram, url = call.telegram, call.params["url"]
    if url:
        check_url(url)
    secret = call.params.get("secret_token") or None
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    telegram.updates.allow(call.params.get("allowed_updates"))
    if call.params.get("drop_pending_updates"):
        telegram.updates.drop()
    if url:
        telegram.updates.end_poll(BY_WEBHOOK)
    connections = min(max(call.params.get("max_connections") or 40, 1), 100)
    address = checked_address(call.params.get("ip_address"))
    telegram.webhook.set(Settings(url, secret, connections, address, "certificate" in call.params))
    return True


def check_url(url: str) -> None:
    """Plain HTTP is taken too, as by a Bot API server of one's own."""
    try:
        parts = urlsplit(url)
        possible = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        possible = False
    if not possible:
        raise bad_request("bad webhook: invalid webhook URL specified")


def checked_address(address: str | None) -> str | None:
    """A fixed address instead of a name look-up."""
    if not address:
        return None
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        raise bad_request("bad webhook: IP address is invalid") from None


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    if call.params.get("drop_pending_updates"):
        call.telegram.updates.drop()
    call.telegram.webhook.set(Settings())
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> dict[str, Any]:
    return call.telegram.webhook.info()


@method("getFile")
def get_file(call: Call) -> dict[str, Any]:
    stored = call.telegram.files.by_id(call.params["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {**stored.ids(thumb=call.params["file_id"] != stored.file_id), "file_path": stored.path}
