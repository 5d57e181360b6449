"""`python -m locales.gallery [FILE]`: every message in every language on one page, to look at and read aloud.

Also what stands outside of messages: the commands of the menu, and what the bot says of itself on its profile.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from locales.menus import describe, described, self_description
from locales.rendering import Rendered, load_all, renderers
from locales.say import LANGUAGES, SOURCE_LANGUAGE, Say

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 0; background: #eef1ee; color: #14231f; }
header { padding: 1.2rem 1.5rem; background: #0f4c45; color: #fff; }
section { padding: .8rem 1.5rem; border-bottom: 1px solid #d3dbd6; }
h2 { font-size: .95rem; margin: .2rem 0 .6rem; color: #0f4c45; }
.row { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 1rem; align-items: start; }
.bubble { background: #fff; border-radius: 12px; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble img { width: 120px; display: block; margin-bottom: .4rem; }
.keys { display: grid; gap: 4px; margin-top: 6px; }
.keys div { display: flex; gap: 4px; }
.keys span { flex: 1; text-align: center; background: #dfeae6; border-radius: 8px; padding: .3rem; font-size: .85rem; }
small { color: #5b6b66; }
@media (max-width: 800px) { .row { grid-template-columns: 1fr; } }
"""


def page() -> str:
    """The whole page; it needs no other file."""
    load_all()
    languages = (*LANGUAGES, SOURCE_LANGUAGE)
    sections = [
        _section(cls.kind, {code: renderer.render(sample, _say(code)) for code in languages})
        for cls, renderer in renderers()
        for sample in renderer.samples
    ]
    around = {code: dict(_outside_of_messages(code)) for code in languages}
    sections += [
        _section(title, {code: Rendered(around[code][title]) for code in languages})
        for title in around[SOURCE_LANGUAGE]
    ]
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>Every message</title><style>{_STYLE}</style>"
    intro = f"<header><h1>Every message</h1><p>{len(sections)} samples in {', '.join(languages)}.</p></header>"
    return head + intro + "".join(sections)


def _outside_of_messages(language: str) -> Iterator[tuple[str, str]]:
    """A title and the text below it, as HTML; the titles are the same in every language."""
    commands = (f"/{word} – {words}" for word, words in describe(described(), language))
    yield "the menu: every command", escape("\n".join(commands), quote=False)
    bot = self_description(language)
    yield "the profile: name", escape(bot.name, quote=False)
    yield "the profile: in an empty chat", escape(bot.description, quote=False)
    yield "the profile: short", escape(bot.short_description, quote=False)


def _section(title: str, shown: dict[str, Rendered]) -> str:
    cells = "".join(_cell(language, rendered) for language, rendered in shown.items())
    return f"<section><h2>{escape(title)}</h2><div class=row>{cells}</div></section>"


def _say(language: str) -> Say:
    return Say(language, ZoneInfo("Europe/Brussels"))


def _cell(language: str, rendered: Rendered) -> str:
    picture = ""
    if rendered.photo:
        picture = f'<img alt="" src="data:image/png;base64,{base64.b64encode(rendered.photo).decode()}">'
    rows = ("".join(f"<span>{escape(button.text)}</span>" for button in row) for row in rendered.buttons)
    keys = "".join(f"<div>{row}</div>" for row in rows)
    return (
        f"<div lang={language}><small>{language}</small><div class=bubble dir=auto>{picture}{rendered.text}</div>"
        f"<div class=keys>{keys}</div></div>"
    )


def main() -> None:
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(), encoding="utf-8")
    print(f"Open {path}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
