"""Telegram's two Markdown styles. MarkdownV2 insists that every reserved character outside of marks is escaped."""

from __future__ import annotations

import re
from typing import Any

from sandbox.utf16 import UnparsableError, length

Entity = dict[str, Any]
RESERVED = set("_*[]()~`>#+-=|{}.!")
MARKS = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}
LINK_END = re.compile(r"\]\(((?:\\.|[^)\\])*)\)")


def unescaped(text: str) -> str:
    """Without the backslashes that protected characters."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities. Raises `UnparsableError`."""
    reader = MarkdownReader(source)
    reader.read()
    return "".join(reader.text), reader.entities


class MarkdownReader:
    """One pass over a MarkdownV2 text, with a stack of open marks."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.text: list[str] = []
        self.units = 0
        self.stack: list[tuple[str, int, int]] = []  # mark, offset in units, byte
        self.entities: list[Entity] = []
        self.quote: int | None = None

    def write(self, piece: str) -> None:
        """Text as it will be shown."""
        self.text.append(piece)
        self.units += length(piece)

    def add(self, kind: str, offset: int, **more: Any) -> None:
        """An entity from `offset` to here."""
        if self.units > offset:
            self.entities.append({"type": kind, "offset": offset, "length": self.units - offset, **more})

    def byte(self) -> int:
        """Errors are told by byte in UTF-8."""
        return len(self.source[: self.position].encode())

    def read(self) -> None:
        """The whole text."""
        while self.position < len(self.source):
            self.step()
        self.end_quote()
        if self.stack:
            mark, _, byte = self.stack[-1]
            raise UnparsableError(f"Can't find end of {NAMES[mark]} entity at byte offset {byte}")
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))

    def step(self) -> None:
        """One character, escape or mark."""
        rest = self.source[self.position :]
        character = rest[0]
        if character == "\\" and len(rest) > 1 and 0 < ord(rest[1]) < 127:
            self.write(rest[1])
            self.position += 2
        elif character == "\n":
            self.line_end(rest)
        elif character == ">" and self.at_line_start():
            self.quote = self.units if self.quote is None else self.quote
            self.position += 1
        elif character == "`":
            self.code(rest)
        elif character in "*_~|" and (mark := self.mark(rest)):
            self.toggle(mark)
        elif character == "[" or rest.startswith("!["):
            self.stack.append(("[" if character == "[" else "![", self.units, self.byte()))
            self.position += 1 if character == "[" else 2
        elif character == "]" and self.stack and self.stack[-1][0] in {"[", "!["}:
            self.link(rest)
        elif character in RESERVED:
            raise UnparsableError(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
        else:
            self.write(character)
            self.position += 1

    def at_line_start(self) -> bool:
        """Where a quotation may begin."""
        return self.position == 0 or self.source[self.position - 1] == "\n"

    def line_end(self, rest: str) -> None:
        """A quotation ends with the first line that does not begin with its mark."""
        if self.quote is not None and not rest.startswith("\n>"):
            self.end_quote()
        self.write("\n")
        self.position += 1

    def end_quote(self) -> None:
        """Close a quotation, if one is open."""
        if self.quote is not None:
            self.add("blockquote", self.quote)
        self.quote = None

    def mark(self, rest: str) -> str | None:
        """The longest mark here; a single bar is none."""
        two = rest[:2]
        if two in {"__", "||"}:
            return two
        return None if rest[0] == "|" else rest[0]

    def toggle(self, mark: str) -> None:
        """Open a mark, or close the innermost."""
        if self.stack and self.stack[-1][0] == mark:
            _, offset, _ = self.stack.pop()
            self.add(MARKS[mark], offset)
        else:
            self.stack.append((mark, self.units, self.byte()))
        self.position += len(mark)

    def code(self, rest: str) -> None:
        """Code and preformatted text: nothing inside is a mark."""
        fence = "```" if rest.startswith("```") else "`"
        match = re.compile(rf"{fence}((?:\\.|[^\\])*?){fence}", re.DOTALL).match(self.source, self.position)
        if match is None:
            kind = "Pre" if fence == "```" else "Code"
            raise UnparsableError(f"Can't find end of {kind} entity at byte offset {self.byte()}")
        inner, offset, more = match[1], self.units, {}
        if fence == "```" and (language := re.match(r"([^\s`]+)\n", inner)):
            inner, more = inner[language.end() :], {"language": language[1]}
        elif fence == "```":
            inner = inner.removeprefix("\n")
        self.write(re.sub(r"\\([\x01-\x7e])", r"\1", inner))
        self.add("pre" if fence == "```" else "code", offset, **more)
        self.position = match.end()

    def link(self, rest: str) -> None:
        """`[text](address)` or `![emoji](tg://emoji?id=1)`."""
        mark, offset, byte = self.stack.pop()
        match = LINK_END.match(rest)
        if match is None:
            raise UnparsableError(f"Can't find end of a URL at byte offset {byte}")
        address = unescaped(match[1])
        custom = re.fullmatch(r"tg://emoji\?id=(\d+)", address)
        if mark == "![" and custom:
            self.add("custom_emoji", offset, custom_emoji_id=custom[1])
        elif address:
            self.add("text_link", offset, url=address)
        self.position += match.end()


NAMES = {
    "*": "Bold",
    "_": "Italic",
    "__": "Underline",
    "~": "Strikethrough",
    "||": "Spoiler",
    "[": "TextUrl",
    "![": "CustomEmoji",
}
LEGACY = {"*": "bold", "_": "italic", "`": "code", "```": "pre"}


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """The old style, without nesting."""
    text, entities, position, units = "", [], 0, 0
    while position < len(source):
        character = source[position]
        if character == "\\" and source[position + 1 : position + 2] in set("_*`["):
            piece, position, more = source[position + 1], position + 2, None
        elif character in "*_`[":
            piece, position, more = legacy_mark(source, position)
        else:
            piece, position, more = character, position + 1, None
        if more and piece:
            entities.append({**more, "offset": units, "length": length(piece)})
        text += piece
        units += length(piece)
    return text, entities


def legacy_mark(source: str, position: int) -> tuple[str, int, Entity | None]:
    """What a mark encloses, where it ends, and its entity."""
    mark = "```" if source.startswith("```", position) else source[position]
    if mark == "[":
        match = re.compile(r"\[([^\]]*)\](?:\(([^)]*)\))?").match(source, position)
        if match:
            return match[1], match.end(), {"type": "text_link", "url": match[2]} if match[2] else None
        end = -1
    else:
        end = source.find(mark, position + len(mark))
    if end < 0:
        byte = len(source[:position].encode())
        raise UnparsableError(f"Can't find end of the entity starting at byte offset {byte}")
    return source[position + len(mark) : end], end + len(mark), {"type": LEGACY[mark]}
