from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import SettingsError, load_settings
from storage.sealing import make_key

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"


def good(**changes: Any) -> dict[str, Any]:
    return {"_env_file": None, "bot_token": TOKEN, "encryption_keys": make_key(), "lookup_key": make_key(), **changes}


def test_complete_settings_make_a_vault_that_seals_and_finds() -> None:
    vault = load_settings(**good(encryption_keys=f"{make_key()},{make_key()}")).vault()

    assert vault.open(vault.seal("Anna", "person", "name", 7), "person", "name", 7) == "Anna"


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("bot_token", "hello", "@BotFather"),
        ("bot_token", "", "@BotFather"),
        ("encryption_keys", "c2hvcnQ", "bytes"),
        ("encryption_keys", "!!", "python -m bot keys"),
        ("lookup_key", "é", "python -m bot keys"),
        ("database_url", "mysql://x/y", "postgresql://"),
        ("database_url", "://", "sqlite:///"),
        ("bot_api_url", "telegram.org", "http"),
        ("webhook_url", "ftp://x", "http"),
        ("webhook_url", "http://tandem.example", "begin with https://"),
        ("messages_per_second", -1, "between 0"),
        ("messages_per_second", "many", "number"),
        ("webhook_url", "https://tandem.example", "TANDEM_WEBHOOK_SECRET"),
        ("webhook_secret", "é" * 3, "letters"),
    ],
)
def test_a_setting_that_cannot_work_is_named_with_how_to_mend_it(name: str, value: Any, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(**good(**{name: value}))

    lines = str(caught.value).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"TANDEM_{name.upper()} ")
    assert word in lines[0]


def test_the_error_never_shows_a_secret() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(**good(bot_token="SECRET-TOKEN", lookup_key="SECRET-KEY"))

    assert "SECRET" not in str(caught.value)
    assert caught.value.__cause__ is None


def bot(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": "/usr/bin:/bin", "TERM": "dumb", "COLUMNS": "200", "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, env=clean, cwd="/", capture_output=True, text=True, timeout=60, check=False)


def test_run_without_configuration_says_in_a_line_each_what_is_missing() -> None:
    done = bot("run")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [line.split()[1] for line in done.stderr.splitlines()] == [
        "TANDEM_BOT_TOKEN",
        "TANDEM_ENCRYPTION_KEYS",
        "TANDEM_LOOKUP_KEY",
    ]


def test_commands_do_not_load_the_conversation_library_before_they_need_it() -> None:
    code = (
        "import sys, bot.__main__, bot.commands.run, bot.commands.migrate, bot.commands.doctor, bot.commands.invite, "
        "bot.commands.organisation; print([m for m in ('aiogram', 'telegram') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_help_names_every_command() -> None:
    shown = bot("--help").stdout

    for command in ("demo", "sandbox", "run", "migrate", "doctor", "organisation", "invite", "keys"):
        assert command in shown
