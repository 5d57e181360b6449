"""Albums: two to ten media that belong together."""

from __future__ import annotations

from typing import Any

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.facts import ALBUM_SIZE
from sandbox.methods.media import content
from sandbox.methods.outgoing import count, deliver, envelope
from sandbox.methods.registry import Call, method


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[dict[str, Any]]:
    items = call.params["media"]
    if len(items) not in ALBUM_SIZE:
        raise bad_request("media group must include 2-10 items")
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and kinds & {"audio", "document"}:
        raise bad_request("documents and audio files can't be mixed with other media types")
    if not kinds <= {"photo", "video", "audio", "document"}:
        raise bad_request("this type of media is not supported in an album")
    to = envelope(call)
    contents = [content(call, item["type"], item, item["media"]) for item in items]
    count(call, to.person)
    group = call.telegram.world.new_group_id()
    messages = [deliver(call, to, one, media_group_id=group) for one in contents]
    return [wire.message(call.telegram.world, message) for message in messages]
