"""Marks become entities whose places count in UTF-16, or are refused with the byte where they fail."""

from __future__ import annotations

import pytest

from sandbox.entities import formatted
from sandbox.errors import ApiError


@pytest.mark.parametrize(
    ("mode", "source", "text", "entities"),
    [
        ("HTML", "<b>é👍</b>x", "é👍x", [("bold", 0, 3)]),
        ("HTML", "<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("HTML", '<a href="https://a.be?x=1&amp;y=2">l</a>', "l", [("text_link", 0, 1)]),
        ("HTML", "1 &lt; 2 &amp; &#233; &unknown;", "1 < 2 & é &unknown;", []),
        ("HTML", '<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
        ("HTML", "<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("HTML", "  <b> a </b>  ", "a", [("bold", 0, 1)]),
        ("HTML", "<code>https://a.be</code> /help", "https://a.be /help", [("code", 0, 12), ("bot_command", 13, 5)]),
        ("MarkdownV2", "*b _i_* \\. ||s||", "b i . s", [("bold", 0, 3), ("italic", 2, 1), ("spoiler", 6, 1)]),
        ("MarkdownV2", "[l](https://a.be/\\))", "l", [("text_link", 0, 1)]),
        ("MarkdownV2", ">q\n>r\ns", "q\nr\ns", [("blockquote", 0, 3)]),
        ("MarkdownV2", "```py\nx\\_```", "x_", [("pre", 0, 2)]),
        ("Markdown", "*b* _i_ `c`", "b i c", [("bold", 0, 1), ("italic", 2, 1), ("code", 4, 1)]),
        (
            None,
            "@someone #tag a@b.be t.me/x",
            "@someone #tag a@b.be t.me/x",
            [("mention", 0, 8), ("hashtag", 9, 4), ("email", 14, 6), ("url", 21, 6)],
        ),
        (None, "a\0b\r\tc", "a b c", []),
    ],
)
def test_what_telegram_makes_of_a_text(mode, source, text, entities):
    result = formatted(source, mode, None)
    assert result.text == text
    assert [(e["type"], e["offset"], e["length"]) for e in result.entities] == entities


@pytest.mark.parametrize(
    ("mode", "source", "reason"),
    [
        ("HTML", "é<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "é<div>a</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("HTML", "a</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("HTML", "1 < 2", "Unclosed start tag at byte offset 2"),
        ("HTML", "<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("MarkdownV2", "a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "é*a", "Can't find end of Bold entity at byte offset 2"),
        ("Markdown", "*a", "Can't find end of the entity starting at byte offset 0"),
    ],
)
def test_marks_that_do_not_parse(mode, source, reason):
    with pytest.raises(ApiError) as refusal:
        formatted(source, mode, None)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_given_entities_must_lie_inside_the_text():
    inside = {"type": "bold", "offset": 0, "length": 2}
    assert formatted("👍", None, [inside]).entities == [inside]
    with pytest.raises(ApiError):
        formatted("👍", None, [{**inside, "length": 3}])
