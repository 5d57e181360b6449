"""Five duos day by day, as their people saw it, in French: the texts somebody read and approved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.five_duos import told
from tests.e2e.story_book import compare


@pytest.mark.timeout(600)
async def test_five_duos_day_by_day(tmp_path: Path) -> None:
    compare("fr", await told(tmp_path, "fr"))
