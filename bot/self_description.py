"""What the bot says of itself: name, descriptions, the menu of people it does not know yet. Set only where it changed.

Telegram allows few of these changes a day (a 429 may last for hours), so each is asked for first. None of it is worth
a failing start: what cannot be set now is logged, and the next start tries again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.intake.api import ApiError, RawApi
from locales.languages import DEFAULT_LANGUAGE
from locales.menus import describe, self_description
from locales.say import LANGUAGES
from mentoring.menus import NEWCOMERS

log = structlog.get_logger()
_PRIVATE_CHATS = {"type": "all_private_chats"}
_MENU_BUTTON = {"type": "commands"}
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class _Fact:
    """One thing that Telegram keeps of the bot: `get{what}` tells it, `set{what}` changes it."""

    what: str
    wanted: dict[str, Any]  # parameters of the change; of the answer, where `answer` names none
    where: dict[str, Any] = field(default_factory=dict)  # parameters of both
    answer: Any = None


async def describe_bot(api: RawApi) -> None:
    """Brings everything up to date, for all languages and for phones in any other. Never raises what a call raises."""
    refused: set[str] = set()
    for fact in _facts():
        if fact.what in refused:
            continue
        try:
            await _bring_up_to_date(api, fact)
        except ApiError as error:
            log.warning("self-description not set", what=fact.what, code=error.code, retry_after=error.retry_after)
            if error.code == _TOO_MANY:
                refused.add(fact.what)
        except (OSError, TimeoutError) as error:
            log.warning("self-description not set", what=fact.what, error=type(error).__name__)
            return


async def _bring_up_to_date(api: RawApi, fact: _Fact) -> None:
    wanted = fact.wanted if fact.answer is None else fact.answer
    if await api.call(f"get{fact.what}", **fact.where) != wanted:
        await api.call(f"set{fact.what}", **fact.wanted, **fact.where)
        log.info("self-description set", what=fact.what, language=fact.where.get("language_code", ""))


def _facts() -> Iterator[_Fact]:
    """For everybody first: a language without its own falls back to it, and then needs no change of its own."""
    for language in (None, *LANGUAGES):
        texts = self_description(language or DEFAULT_LANGUAGE)
        where = {"language_code": language} if language else {}
        yield _Fact("MyName", {"name": texts.name}, where)
        yield _Fact("MyDescription", {"description": texts.description}, where)
        yield _Fact("MyShortDescription", {"short_description": texts.short_description}, where)
        commands = [
            {"command": word, "description": text} for word, text in describe(NEWCOMERS, language or DEFAULT_LANGUAGE)
        ]
        yield _Fact("MyCommands", {"commands": commands}, {"scope": _PRIVATE_CHATS, **where}, answer=commands)
    yield _Fact("ChatMenuButton", {"menu_button": _MENU_BUTTON}, answer=_MENU_BUTTON)
