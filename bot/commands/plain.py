"""Wrong options in words for a person: the library speaks of its own types."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

_SAYINGS = (
    (r"^Value error, ", ""),
    (r"(')?([^']*)' does not match the format.*", r"'\2' is no day. Write it like 2026-01-31."),
    (r"^Input should be a valid (integer|number).*", "it is no number."),
    (r"^Input should be greater than or equal to (\S+)$", r"it is \1 at least."),
    (r"^Input should be less than or equal to (\S+)$", r"it is \1 at most."),
    (r"'([^']+)'(?=,|\.$| or |$)", r"\1"),  # the choices themselves
    (r" is not one of ", " is none of "),
)


class PlainGroup(TyperGroup):
    """Commands whose wrong options are told without the library's own words."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = said_plainly(error.message)
            raise


def said_plainly(message: str) -> str:
    """The library's complaint in plain words; any other text as it is."""
    if not re.match(r"^(Value error, |Input should be )", message):
        return message
    for found, told in _SAYINGS:
        message = re.sub(found, told, message)
    return message
