"""From the body of a control request to what a person sends: text, a file, a place, an album."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.bodies import content_of, field, mime_type_of, only, text
from sandbox.entities import as_typed
from sandbox.errors import ControlError
from sandbox.facts import ALBUM_SIZE, CAPTION_LENGTH, START_PAYLOAD_LENGTH, TEXT_LENGTH
from sandbox.files import FileStore
from sandbox.methods.media import MEASURES
from sandbox.world import CAPTIONED, MEDIA, Content

ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})
POLL_OPTIONS = range(1, 13)
FILE_FIELDS = ("filename", "mime_type", "base64")


def contents(body: dict[str, Any], files: FileStore) -> list[Content]:
    """What the body says; several for an album. 400 when it says nothing or two things at once."""
    kinds = [name for name in (*READERS, *sorted(MEDIA), "album") if name in body]
    if len(kinds) != 1:
        raise ControlError(400, "A message is one of: text, " + ", ".join([*sorted(MEDIA), "location", "album"]) + ".")
    kind = kinds[0]
    caption = ("caption",) if kind in CAPTIONED else ()
    only(body, kind, "thread_id", "reply_to", *caption)
    if kind == "album":
        return album(body["album"], files)
    return [READERS[kind](body) if kind in READERS else medium(kind, body, files)]


def written(body: dict[str, Any]) -> Content:
    """A text. A deep link's payload has at most 64 characters, so a longer one can reach nobody."""
    said = text(body, "text", TEXT_LENGTH)
    command, _, payload = said.partition(" ")
    if command == "/start" and len(payload) > START_PAYLOAD_LENGTH:
        raise ControlError(400, f"A start payload has at most {START_PAYLOAD_LENGTH} characters.")
    typed = as_typed(said)
    return Content("text", typed.text, typed.entities)


def medium(kind: str, body: dict[str, Any], files: FileStore) -> Content:
    """A file with its caption."""
    about = nested(body, kind)
    only(about, *FILE_FIELDS)
    filename = text(about, "filename", 255, required=False)
    caption = as_typed(field(body, "caption", str, ""))
    if len(caption.text) > CAPTION_LENGTH:
        raise ControlError(400, f"A caption has at most {CAPTION_LENGTH} characters.")
    content, mime_type = content_of(about), mime_type_of(about)
    stored = files.add(kind, content, filename, mime_type, **MEASURES.get(kind, {}))
    return Content(kind, caption.text, caption.entities, stored)


def nested(body: dict[str, Any], name: str) -> dict[str, Any]:
    """A field that is an object."""
    value = body[name]
    if not isinstance(value, dict):
        raise ControlError(400, f"The field {name} must be an object.")
    return value


def located(body: dict[str, Any]) -> Content:
    """A place on earth."""
    about = nested(body, "location")
    only(about, "latitude", "longitude")
    latitude = field(about, "latitude", float, required=True)
    longitude = field(about, "longitude", float, required=True)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ControlError(400, "latitude goes from -90 to 90, longitude from -180 to 180.")
    return Content("location", extra={"location": {"latitude": latitude, "longitude": longitude}})


def acquaintance(body: dict[str, Any]) -> Content:
    """Somebody's contact card."""
    about = nested(body, "contact")
    only(about, "phone_number", "first_name", "last_name")
    card = {"phone_number": text(about, "phone_number", 32), "first_name": text(about, "first_name", 64)}
    last_name = text(about, "last_name", 64, required=False)
    return Content("contact", extra={"contact": card | ({"last_name": last_name} if last_name else {})})


def poll(body: dict[str, Any]) -> Content:
    """A regular poll that nobody has answered."""
    about = nested(body, "poll")
    only(about, "question", "options")
    question, options = text(about, "question", 300), about.get("options")
    if not isinstance(options, list) or len(options) not in POLL_OPTIONS:
        raise ControlError(400, "The field options takes a list of 1 to 12 texts.")
    labels = [text({"option": option}, "option", 100) for option in options]
    flags = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
    answers = [{"persistent_id": str(n), "text": label, "voter_count": 0} for n, label in enumerate(labels)]
    shape = {"id": "1", "question": question, "options": answers, "total_voter_count": 0, "is_anonymous": True}
    return Content("poll", extra={"poll": shape | flags | {"type": "regular"}})


def album(items: Any, files: FileStore) -> list[Content]:
    """Two to ten files, each with its own caption."""
    if not isinstance(items, list) or len(items) not in ALBUM_SIZE:
        raise ControlError(400, "The field album takes a list of 2 to 10 files.")
    checked: list[Content] = []
    for item in items:
        kinds = sorted(ALBUM_KINDS & set(item)) if isinstance(item, dict) else []
        if len(kinds) != 1:
            raise ControlError(400, "Each item of an album is one photo, video, document or audio.")
        only(item, kinds[0], "caption")
        checked.append(medium(kinds[0], item, files))
    sorts = {content.kind for content in checked}
    if len(sorts) > 1 and sorts & {"document", "audio"}:
        raise ControlError(400, "Documents and audio files cannot be mixed with other kinds in an album.")
    return checked


READERS: dict[str, Callable[[dict[str, Any]], Content]] = {
    "text": written,
    "location": located,
    "contact": acquaintance,
    "poll": poll,
}
