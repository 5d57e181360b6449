"""Small real files: a picture and a second of sound."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 64, height: int = 48) -> bytes:
    """A plain picture."""
    rows = b"".join(b"\0" + b"\x1a\x6b\x63" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def wav(seconds: int = 2, rate: int = 8000) -> bytes:
    """Silence that a player can measure."""
    sound = b"\0\0" * rate * seconds
    shape = struct.pack("<IHHIIHH", 16, 1, 1, rate, rate * 2, 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(sound))
        + b"WAVEfmt "
        + shape
        + b"data"
        + struct.pack("<I", len(sound))
        + sound
    )
