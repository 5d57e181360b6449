from __future__ import annotations

import errno
from pathlib import Path

import pytest

from bot.commands.failures import explained


def test_a_fault_of_a_file_names_the_file_and_no_connection(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "none").read_text()

    told = explained(caught.value)

    assert told == f"{tmp_path / 'none'}: No such file or directory."


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ECONNREFUSED, "TANDEM_BOT_API_URL"),
        (errno.EADDRINUSE, "TANDEM_HTTP_PORT"),
        (errno.EADDRNOTAVAIL, "TANDEM_HTTP_HOST"),
        (errno.ENOSPC, "This machine could not do it: full."),
    ],
)
def test_faults_of_the_system_point_at_what_can_be_mended(number: int, told: str) -> None:
    assert told in (explained(OSError(number, "full")) or "")
