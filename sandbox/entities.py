"""Text with entities: offsets in UTF-16 code units, cleaning, and what Telegram finds in a text by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import bad_request
from sandbox.markup_html import parse_html
from sandbox.markup_markdown import parse_markdown, parse_markdown_v2
from sandbox.utf16 import UnparsableError, cut, length

Entity = dict[str, Any]

LONGEST_SOURCE = 100_000  # characters with all marks; what is read before counting what is shown
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
INVISIBLE = re.compile("[\u2028-\u202e\r]")
FOUND_BY_TELEGRAM = (
    (
        "url",
        re.compile(
            r"(?<![\w@/.:-])(?:https?://[^\s<>\"«»]+|(?:[\w-]+\.)+(?:com|org|net|me|be|eu|fr|nl|de|io)\b(?:/[^\s<>\"«»]*)?)"
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-zA-Z]{2,}\b")),
    ("mention", re.compile(r"(?<![\w@/.])@[A-Za-z]\w{3,31}\b", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/])", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d])\w{1,256}")),
)
OPAQUE = {"code", "pre", "text_link", "text_mention"}
WORD_FIELDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
# fmt: off
KINDS = {
    *WORD_FIELDS, "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
    "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
}
# fmt: on


@dataclass
class Formatted:
    """A text as Telegram keeps it: without marks, with entities."""

    text: str
    entities: list[Entity] = field(default_factory=list)


def formatted(text: str, parse_mode: str | None, entities: list[Entity] | None) -> Formatted:
    """What a bot wrote, as it will be shown. Raises `ApiError` "can't parse entities: ...". The result may be empty."""
    parsers = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown, "none": None, "": None}
    mode = (parse_mode or "").lower()
    if len(text) > LONGEST_SOURCE:
        raise bad_request("message is too long")
    if mode not in parsers:
        raise bad_request("unsupported parse_mode")
    try:
        parse = parsers[mode]
        if parse is not None:
            plain, marks = parse(clean(text))
        else:
            plain, marks = clean(text), checked_entities(text, entities or [])
    except UnparsableError as error:
        raise bad_request(f"can't parse entities: {error}") from None
    return trimmed(plain, marks)


def as_typed(text: str) -> Formatted:
    """What a person typed: no marks, only what Telegram finds."""
    return Formatted(text, found(text, []))


def clean(text: str) -> str:
    """Control characters become spaces, direction overrides vanish, as on Telegram's servers."""
    return INVISIBLE.sub("", CONTROL.sub(" ", text))


def checked_entities(text: str, entities: list[Entity]) -> list[Entity]:
    """The `entities` parameter. Kinds that Telegram finds by itself are ignored in it, as there."""
    size, kept = length(text), []
    for entity in entities:
        kind = entity["type"]
        if kind not in KINDS:
            raise UnparsableError("unsupported entity type specified")
        needed = WORD_FIELDS.get(kind)
        if needed and needed not in entity:
            raise UnparsableError(f'Can\'t find field "{needed}"')
        if entity["offset"] < 0 or entity["length"] < 0 or entity["offset"] + entity["length"] > size:
            raise UnparsableError("entity is out of the bounds of the text")
        if entity["length"] and kind not in {name for name, _ in FOUND_BY_TELEGRAM}:
            kept.append(dict(entity))
    return kept


def trimmed(text: str, entities: list[Entity]) -> Formatted:
    """Without white space at both ends; entities move along and empty ones vanish."""
    lead = length(text) - length(text.lstrip())
    plain = text.strip()
    size = length(plain)
    kept: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    kept += found(plain, kept)
    return Formatted(plain, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"])))


def found(text: str, marked: list[Entity]) -> list[Entity]:
    """Links, addresses, mentions, commands and hashtags outside of what is already opaque."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in marked if e["type"] in OPAQUE]
    extra: list[Entity] = []
    for kind, pattern in FOUND_BY_TELEGRAM:
        for match in pattern.finditer(text):
            word = match[0].rstrip(".,;:!?)'") if kind == "url" else match[0]
            start = length(text[: match.start()])
            end = start + length(word)
            if not any(start < right and left < end for left, right in taken):
                taken.append((start, end))
                extra.append({"type": kind, "offset": start, "length": end - start})
    return sorted(extra, key=lambda entity: int(entity["offset"]))


def urls(content: Formatted) -> list[str]:
    """Every address that a tap on this text can open."""
    written = [cut(content.text, e["offset"], e["length"]) for e in content.entities if e["type"] == "url"]
    return written + [e["url"] for e in content.entities if e["type"] == "text_link"]
