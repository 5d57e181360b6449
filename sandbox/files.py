"""Files that were sent, kept in memory, and what can be read off their first bytes."""

from __future__ import annotations

import itertools
import mimetypes
import struct
from dataclasses import dataclass
from typing import Any

THUMB = 90  # the longest side, in pixels, of the smallest size of a photo
FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "video_note": "video_notes",
    "animation": "animations",
    "sticker": "stickers",
}
USUAL_TYPES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "sticker": "image/webp",
}


@dataclass(frozen=True)
class StoredFile:
    """One file. `details` are the fields of its Bot API object beyond ids and size (duration, width, ...)."""

    number: int
    kind: str
    content: bytes
    filename: str | None
    mime_type: str
    details: dict[str, Any]

    @property
    def file_id(self) -> str:
        """What a bot may send again."""
        return f"AgAD-{self.kind}-{self.number}"

    @property
    def path(self) -> str:
        """Below `/file/bot<token>/`."""
        suffix = mimetypes.guess_extension(self.mime_type) or ""
        if self.filename and "." in self.filename:
            suffix = "." + "".join(c for c in self.filename.rsplit(".", 1)[1] if c.isalnum())[:8]
        return f"{FOLDERS.get(self.kind, 'documents')}/file_{self.number}{suffix}"

    def ids(self, *, thumb: bool = False) -> dict[str, Any]:
        """`file_id`, `file_unique_id` and `file_size`; the thumbnail of a photo is a file of its own."""
        mark = "-s" if thumb else ""
        return {
            "file_id": self.file_id + mark,
            "file_unique_id": f"AQAD{self.number}{mark}",
            "file_size": len(self.content),
        }


class FileStore:
    """All files of the sandbox."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._files: dict[int, StoredFile] = {}

    def add(self, kind: str, content: bytes, filename: str | None, mime_type: str | None, **details: Any) -> StoredFile:
        """Keep a file. Photos and stickers get their measures from the content."""
        guessed = mimetypes.guess_type(filename or "")[0] if kind not in {"photo", "video_note"} else None
        kind_of_image = image_type(content) if kind in {"photo", "sticker"} else None
        mime = kind_of_image or mime_type or guessed or USUAL_TYPES.get(kind, "application/octet-stream")
        stored = StoredFile(next(self._numbers), kind, content, filename, mime, details)
        self._files[stored.number] = stored
        return stored

    def by_number(self, number: int) -> StoredFile | None:
        """For the page."""
        return self._files.get(number)

    def by_id(self, file_id: str) -> StoredFile | None:
        """For the bot."""
        parts = file_id.split("-")
        if len(parts) not in {3, 4} or not (parts[2].isascii() and parts[2].isdigit()) or len(parts[2]) > 18:
            return None
        stored = self._files.get(int(parts[2]))
        return stored if stored is not None and file_id in {stored.file_id, stored.file_id + "-s"} else None

    def by_path(self, path: str) -> StoredFile | None:
        """For downloads."""
        return next((stored for stored in self._files.values() if stored.path == path), None)


def image_type(content: bytes) -> str | None:
    """The type of a picture by its first bytes, None when it is none."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, None when they cannot be read."""
    try:
        kind = image_type(content)
        if kind == "image/png":
            width, height = struct.unpack(">II", content[16:24])
        elif kind == "image/gif":
            width, height = struct.unpack("<HH", content[6:10])
        elif kind == "image/jpeg":
            width, height = jpeg_size(content)
        elif kind == "image/webp":
            width, height = webp_size(content)
        else:
            return None
    except (struct.error, IndexError):
        return None
    return (int(width), int(height)) if width and height else None


def jpeg_size(content: bytes) -> tuple[int, int]:
    """From the frame header, which follows other segments."""
    position = 2
    while position < len(content):
        marker, size = struct.unpack(">xBH", content[position : position + 4])
        if marker in {*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + size
    return 0, 0


def webp_size(content: bytes) -> tuple[int, int]:
    """Of the three kinds of WebP."""
    kind = content[12:16]
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF
