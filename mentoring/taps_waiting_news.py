"""Buttons about people who wait; codes begin with y."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("yk")
class KeepLonger(Tap):
    """Three more months before that person is erased."""

    membership_id: int
