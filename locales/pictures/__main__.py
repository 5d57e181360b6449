"""Reads what to draw (JSON of mentoring/pictures.py) on stdin, writes `{"png": base64}` on stdout."""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from locales.say import Say
from mentoring.pictures import from_payload

_ANY_ZONE = ZoneInfo("Europe/Brussels")  # pictures tell days, which come as dates


def main() -> None:
    picture, language = from_payload(json.load(sys.stdin))
    with TemporaryDirectory() as folder:  # a container's file system is read-only: matplotlib notes its fonts here
        os.environ["MPLCONFIGDIR"] = folder
        from locales.pictures.drawing import drawn

        png = drawn(picture, Say(language, _ANY_ZONE)).png()
    json.dump({"png": b64encode(png).decode()}, sys.stdout)


if __name__ == "__main__":
    main()
