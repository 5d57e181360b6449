"""Telegram's HTML style: a handful of tags, strictly nested; anything else is refused with the byte where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.utf16 import UnparsableError, length

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
}
OTHER = {"a", "span", "tg-emoji", "pre", "blockquote", "tg-time"}
ATTRIBUTE = re.compile(r"""\s*([A-Za-z][\w-]*)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([\w.:-]+)))?""")
CHARACTER = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));")
LARGEST_CODE_POINT = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


@dataclass
class Open:
    """A start tag that waits for its end tag."""

    name: str
    attributes: dict[str, str]
    offset: int
    byte: int
    start: int = 0


@dataclass
class Reader:
    """The state of one parse."""

    source: str
    position: int = 0
    text: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def byte(self, position: int) -> int:
        """Telegram tells errors by byte in UTF-8."""
        return len(self.source[:position].encode())

    def write(self, piece: str) -> None:
        """Text outside of tags."""
        self.text.append(piece)
        self.units += length(piece)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities. Raises `UnparsableError`."""
    reader = Reader(source)
    while reader.position < len(source):
        character = source[reader.position]
        if character == "<":
            (end_tag if source.startswith("</", reader.position) else start_tag)(reader)
        elif character == "&":
            reference(reader)
        else:
            following = re.compile("[^<&]+").match(source, reader.position)
            piece = following[0] if following else character
            reader.write(piece)
            reader.position += len(piece)
    if reader.stack:
        name = reader.stack[-1].name
        raise UnparsableError(f'Can\'t find end tag corresponding to start tag "{name}"')
    return "".join(reader.text), sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def reference(reader: Reader) -> None:
    """`&lt;` and the like; anything else keeps its ampersand."""
    match = CHARACTER.match(reader.source, reader.position)
    if match is None:
        reader.write("&")
        reader.position += 1
        return
    code = int(match[1]) if match[1] else int(match[2], 16) if match[2] else None
    if code is None:
        reader.write(NAMED[match[3]])
    elif 0 < code <= LARGEST_CODE_POINT and code not in SURROGATES:
        reader.write(chr(code))
    else:
        reader.write(match[0])
    reader.position = match.end()


def start_tag(reader: Reader) -> None:
    """`<a href="...">`: the name must be known, the tag closed."""
    begin = reader.position
    end = closing_bracket(reader.source, begin)
    byte = reader.byte(begin)
    if end < 0:
        raise UnparsableError(f"Unclosed start tag at byte offset {byte}")
    inner = reader.source[begin + 1 : end]
    name_match = re.match(r"[^\s/>]+", inner)
    name = name_match[0].lower() if name_match else ""
    if name not in SIMPLE and name not in OTHER:
        raise UnparsableError(f'Unsupported start tag "{name}" at byte offset {byte}')
    attributes = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in ATTRIBUTE.finditer(inner, len(name))}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise UnparsableError(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    values = {key: CHARACTER.sub(lambda m: NAMED.get(m[3] or "", m[0]), value) for key, value in attributes.items()}
    reader.stack.append(Open(name, values, reader.units, byte, len(reader.text)))
    reader.position = end + 1


def closing_bracket(source: str, begin: int) -> int:
    """Where a tag ends; a bracket inside quotes does not count. -1 when it never does."""
    quote = ""
    for position in range(begin + 1, len(source)):
        character = source[position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == ">":
            return position
    return -1


def end_tag(reader: Reader) -> None:
    """Must answer the innermost open tag."""
    begin = reader.position
    byte = reader.byte(begin)
    end = reader.source.find(">", begin)
    name = reader.source[begin + 2 : end if end >= 0 else None].strip().lower()
    if not reader.stack:
        raise UnparsableError(f"Unexpected end tag at byte offset {byte}")
    opened = reader.stack.pop()
    if end < 0 or (name and name != opened.name):
        raise UnparsableError(
            f'Unmatched end tag at byte offset {byte}, expected "</{opened.name}>", found "</{name}>"'
        )
    reader.position = end + 1
    size = reader.units - opened.offset
    entity = describe(reader, opened, "".join(reader.text[opened.start :]))
    if entity is not None and size > 0:
        reader.entities.append({"type": entity.pop("type"), "offset": opened.offset, "length": size, **entity})


def describe(reader: Reader, opened: Open, inner: str) -> dict[str, Any] | None:
    """The entity a tag stands for, without its place; None for a link without an address."""
    if opened.name in SIMPLE:
        language = opened.attributes.get("class", "")
        outer = reader.stack[-1] if reader.stack else None
        if opened.name == "code" and outer is not None and outer.name == "pre" and language.startswith("language-"):
            outer.attributes["language"] = language.removeprefix("language-")
            return None
        return {"type": SIMPLE[opened.name]}
    return SPECIAL[opened.name](opened.attributes, inner)


def link(attributes: dict[str, str], inner: str) -> dict[str, Any] | None:
    """`<a>`: without `href` the text itself is the address; `tg://user?id=` would be a mention."""
    address = attributes.get("href") or inner
    if re.match(r"(https?|tg|ton|mailto|tel)://?\S|(mailto|tel):\S", address):
        return {"type": "text_link", "url": address}
    return {"type": "text_link", "url": f"http://{address}/"} if re.fullmatch(r"(?:[\w-]+\.)+\w{2,}", address) else None


def emoji(attributes: dict[str, str], _inner: str) -> dict[str, Any] | None:
    """`<tg-emoji>`."""
    identifier = attributes.get("emoji-id", "")
    if not identifier.isdigit():
        raise UnparsableError("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def moment(attributes: dict[str, str], _inner: str) -> dict[str, Any] | None:
    """`<tg-time>`: a moment that every phone shows in its own zone."""
    if not re.fullmatch(r"\d{1,10}", attributes.get("unix", ""), re.ASCII):
        raise UnparsableError("Invalid date-time specified")
    return {"type": "date_time", "unix_time": int(attributes["unix"]), "date_time_format": attributes.get("format", "")}


def spoiler(_attributes: dict[str, str], _inner: str) -> dict[str, Any] | None:
    """`<span class="tg-spoiler">`."""
    return {"type": "spoiler"}


def preformatted(attributes: dict[str, str], _inner: str) -> dict[str, Any] | None:
    """`<pre>`, with the language that a nested `<code>` may have named."""
    return {"type": "pre", **({"language": attributes["language"]} if "language" in attributes else {})}


def quotation(attributes: dict[str, str], _inner: str) -> dict[str, Any] | None:
    """`<blockquote>`, folded when it is `expandable`."""
    return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}


SPECIAL = {
    "a": link,
    "span": spoiler,
    "tg-emoji": emoji,
    "tg-time": moment,
    "pre": preformatted,
    "blockquote": quotation,
}
