"""What is on the page to look at: the messages, and what stands outside of them."""

from __future__ import annotations

import re

from locales.gallery import page
from locales.menus import describe, self_description
from locales.rendering import renderers
from locales.say import LANGUAGES
from mentoring.menus import NEWCOMERS, commands_for
from storage.words import Role


def test_the_gallery_shows_every_kind_every_command_and_what_the_bot_says_of_itself() -> None:
    shown = page()

    titles = set(re.findall("<h2>(.*?)</h2>", shown))
    assert {cls.kind for cls, _ in renderers()} <= titles
    commands = {*NEWCOMERS, *commands_for(list(Role), has_running_thread=True, has_topics=False)}
    for language in LANGUAGES:
        bot = self_description(language)
        for text in (bot.description, bot.short_description, *(words for _, words in describe(commands, language))):
            assert text in shown
