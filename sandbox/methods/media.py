"""Messages with a file: by upload, or by the id of a file that Telegram already has."""

from __future__ import annotations

from typing import Any

from sandbox.checks import Upload
from sandbox.errors import ApiError, bad_request
from sandbox.facts import PHOTO_BYTES, UPLOAD_BYTES
from sandbox.files import StoredFile, image_size
from sandbox.methods.outgoing import caption_of, send
from sandbox.methods.registry import Call, Handler, method
from sandbox.world import CAPTIONED, Content

KINDS = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVoice": "voice",
    "sendAudio": "audio",
    "sendVideo": "video",
    "sendVideoNote": "video_note",
    "sendAnimation": "animation",
    "sendSticker": "sticker",
}
STICKER = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
# Fields that an object always has, with what stands there when nobody said it.
MEASURES: dict[str, dict[str, Any]] = {
    "voice": {"duration": 0},
    "audio": {"duration": 0},
    "video": {"width": 320, "height": 320, "duration": 0},
    "animation": {"width": 320, "height": 320, "duration": 0},
    "video_note": {"length": 240, "duration": 0},
    "sticker": STICKER,
}


def stored(call: Call, kind: str, value: str | Upload, params: dict[str, Any]) -> StoredFile:
    """The file that a parameter means, uploaded or known. Raises `ApiError` 400 or 413."""
    if isinstance(value, str) and value.startswith("attach://"):
        attached = call.uploads.get(value.removeprefix("attach://"))
        if attached is None:
            raise bad_request("file not found in the request: wrong attach:// name")
        value = attached
    if isinstance(value, Upload):
        return uploaded(call, kind, value, params)
    known = call.telegram.files.by_id(value)
    if known is None and "://" in value:
        raise bad_request("failed to get HTTP URL content")
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request("type of file mismatch")
    return known


def uploaded(call: Call, kind: str, upload: Upload, params: dict[str, Any]) -> StoredFile:
    """Take in a new file; what claims to be a photo must be one."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (PHOTO_BYTES if kind == "photo" else UPLOAD_BYTES):
        if kind == "photo":
            raise bad_request("file is too big for a photo")
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and image_size(upload.content) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    details = measures(kind, params)
    return call.telegram.files.add(kind, upload.content, upload.filename, upload.mime_type, **details)


def measures(kind: str, params: dict[str, Any]) -> dict[str, Any]:
    """Duration, width and the like: as the sender says."""
    names = {*MEASURES.get(kind, {})} - {"type", "is_animated", "is_video"}
    if kind == "audio":
        names |= {"performer", "title"}
    if kind == "sticker":
        names = {"emoji"}
    return {**MEASURES.get(kind, {}), **{name: params[name] for name in names if name in params}}


def content(call: Call, kind: str, params: dict[str, Any], value: str | Upload) -> Content:
    """A medium with its caption, from the parameters of a call or an item of an album."""
    caption = caption_of(params) if kind in CAPTIONED else None
    flags = ("show_caption_above_media", "has_spoiler")
    extra = {{"has_spoiler": "has_media_spoiler"}.get(name, name): True for name in flags if params.get(name)}
    file = stored(call, kind, value, params)
    if caption is None:
        return Content(kind, media=file, extra=extra)
    return Content(kind, caption.text, caption.entities, file, extra)


def sender(kind: str) -> Handler:
    """The method that sends one kind of file."""

    def send_file(call: Call) -> dict[str, Any]:
        return send(call, content(call, kind, call.params, call.params[kind]))

    return send_file


for name, sort in KINDS.items():
    method(name)(sender(sort))
