from __future__ import annotations

from pathlib import Path

import pytest

from tests.house_rules import faults, file_faults


def test_the_house_rules_hold() -> None:
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        ("handlers", "async def f(message):\n    await message.answer('x')\n"),
        ("handlers", "async def f(bot):\n    await bot.send_message(1, 'x')\n"),
        ("handlers", "async def f(work):\n    await work.store.session.execute(1)\n"),
        ("handlers", "from sqlalchemy import select\n"),
        ("mentoring", "async def f(work):\n    await work.store.session.commit()\n"),
        ("scheduler", "async def f(session):\n    await session.rollback()\n"),
    ],
)
def test_a_broken_rule_is_seen(tmp_path: Path, folder: str, code: str) -> None:
    path = tmp_path / "broken.py"
    path.write_text(code)

    assert list(file_faults(path, folder))
