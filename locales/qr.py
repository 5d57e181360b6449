"""QR codes of links, as pictures."""

from __future__ import annotations

from io import BytesIO

import segno

_PIXELS = 12  # a module: scans from a phone's screen at arm's length, and from paper


def qr_png(link: str) -> bytes:
    """A PNG of the link's QR code, black on white, with the quiet zone that scanners need."""
    picture = BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=_PIXELS, border=4)
    return picture.getvalue()
