from __future__ import annotations

import pytest

from locales.menus import describe, self_description
from locales.say import LANGUAGES
from mentoring.menus import NEWCOMERS, commands_for
from storage.words import Role


def test_a_newcomer_can_go_on_and_ask_for_help() -> None:
    assert commands_for([], has_running_thread=False, has_topics=False) == NEWCOMERS


@pytest.mark.parametrize("role", [Role.SEEKER, Role.MENTOR])
def test_a_duo_has_its_chats_in_the_menu_only_where_the_bot_has_no_topics(role: Role) -> None:
    assert "chats" in commands_for([role], has_running_thread=True, has_topics=False)
    assert "chats" not in commands_for([role], has_running_thread=True, has_topics=True)
    assert "chats" not in commands_for([role], has_running_thread=False, has_topics=False)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEAD])
def test_staff_have_their_desk_and_no_profile(role: Role) -> None:
    commands = commands_for([role], has_running_thread=False, has_topics=True)

    assert {"invite", "waiting", "invitations"} <= set(commands)
    assert "profile" not in commands


def test_several_roles_share_one_menu_without_repetition() -> None:
    commands = commands_for(list(Role), has_running_thread=True, has_topics=False)

    assert {"invite", "profile", "chats", "help"} <= set(commands)
    assert len(set(commands)) == len(commands)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_a_menu_is_described_within_the_limits_of_telegram(language: str) -> None:
    commands = {*NEWCOMERS, *commands_for(list(Role), has_running_thread=True, has_topics=False)}

    described = describe(sorted(commands), language)

    assert {command for command, _ in described} == commands
    assert all(3 <= len(description) <= 60 for _, description in described)


def test_a_command_of_another_version_is_left_out_of_the_menu() -> None:
    assert [command for command, _ in describe(["help", "fly"], "fr")] == ["help"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bot_describes_itself_within_the_limits_of_telegram(language: str) -> None:
    about = self_description(language)

    assert 1 <= len(about.name) <= 64
    assert 1 <= len(about.description) <= 512
    assert 1 <= len(about.short_description) <= 120
