from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.intake.api import ApiError, RawApi
from bot.self_description import describe_bot
from locales.menus import describe, self_description
from mentoring.menus import NEWCOMERS
from sandbox import Sandbox

TOKEN = "4242:" + "A" * 35


class CountingApi(RawApi):
    """The real client, which remembers what it called and fails where a test says so."""

    def __init__(self, url: str) -> None:
        super().__init__(TOKEN, url)
        self.called: list[str] = []
        self.failing: dict[str, Exception] = {}

    async def call(self, method: str, *, read_timeout: float = 40, **params: Any) -> Any:
        self.called.append(method)
        if method in self.failing:
            raise self.failing[method]
        return await super().call(method, read_timeout=read_timeout, **params)

    @property
    def changes(self) -> list[str]:
        return [method for method in self.called if method.startswith("set")]


@pytest.fixture
async def api() -> AsyncIterator[CountingApi]:
    sandbox = Sandbox(token=TOKEN, limits=False, now=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
    api = CountingApi(await sandbox.start())
    yield api
    await api.close()
    await sandbox.stop()


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
async def test_people_read_of_the_bot_in_their_language(api: CountingApi, language: str) -> None:
    await describe_bot(api)

    about = self_description(language)
    assert (await api.call("getMyName", language_code=language))["name"] == about.name
    assert (await api.call("getMyDescription", language_code=language))["description"] == about.description
    short = await api.call("getMyShortDescription", language_code=language)
    assert short["short_description"] == about.short_description
    commands = await api.call("getMyCommands", scope={"type": "all_private_chats"}, language_code=language)
    assert [(c["command"], c["description"]) for c in commands] == describe(NEWCOMERS, language)


async def test_phones_in_other_languages_get_french(api: CountingApi) -> None:
    await describe_bot(api)

    assert (await api.call("getMyDescription", language_code="ar"))["description"] == self_description("fr").description


async def test_a_second_start_changes_nothing(api: CountingApi) -> None:
    await describe_bot(api)
    assert api.changes
    api.called.clear()
    await describe_bot(api)

    assert api.changes == []


async def test_only_what_differs_is_set_again(api: CountingApi) -> None:
    await describe_bot(api)
    await api.call("setMyDescription", description="Something else", language_code="nl")
    api.called.clear()
    await describe_bot(api)

    assert api.changes == ["setMyDescription"]


async def test_too_many_changes_of_one_kind_do_not_stop_the_others(api: CountingApi) -> None:
    await api.call("setMyName", name="Old")
    api.called.clear()
    api.failing["setMyName"] = ApiError(429, "Too Many Requests: retry after 3600", 3600)
    await describe_bot(api)

    assert api.changes.count("setMyName") == 1
    assert "setMyDescription" in api.changes
    assert "setMyCommands" in api.changes


async def test_an_unreachable_telegram_does_not_fail_the_start(api: CountingApi) -> None:
    api.failing["getMyName"] = ConnectionError("ClientConnectorError")
    await describe_bot(api)

    assert api.called == ["getMyName"]
