from __future__ import annotations

from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from locales.rendering import load_all, renderers
from locales.say import LANGUAGES, Say, without_html
from mentoring.messages.base import Message, declared, from_params, to_params
from mentoring.taps import read_tap

load_all()
SAMPLES = [(cls.kind, sample) for cls, renderer in renderers() for sample in renderer.samples]
_TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
_ZONE = ZoneInfo("Europe/Brussels")


class _Tags(HTMLParser):
    """Telegram's HTML: known tags only, each closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TELEGRAM_TAGS, tag
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_declared_kind_has_words_and_a_sample() -> None:
    assert {kind for kind, _ in SAMPLES} == {kind for kind in declared() if not kind.startswith("test.")}


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
@pytest.mark.parametrize(("kind", "sample"), SAMPLES, ids=[kind for kind, _ in SAMPLES])
def test_every_kind_can_be_said_in_every_language(kind: str, sample: Message, language: str) -> None:
    rendered = next(r for cls, r in renderers() if cls.kind == kind).render(sample, Say(language, _ZONE))

    assert without_html(rendered.text).strip()
    assert "{" not in rendered.text
    tags = _Tags()
    tags.feed(rendered.text)
    assert tags.open == []
    for button in (button for row in rendered.buttons for button in row):
        assert button.text.strip()
        assert (button.tap is None) != (button.url is None)
        if button.tap is not None:
            assert read_tap(button.tap.pack()) == button.tap


@pytest.mark.parametrize(("kind", "sample"), SAMPLES, ids=[kind for kind, _ in SAMPLES])
def test_every_kind_survives_the_outbox(kind: str, sample: Message) -> None:
    assert from_params(kind, to_params(sample)) == sample


def test_values_are_escaped_and_texts_of_the_catalog_are_not() -> None:
    assert Say("en", _ZONE)("<b>Hello</b> {name}", name="<i>&") == "<b>Hello</b> &lt;i&gt;&amp;"
