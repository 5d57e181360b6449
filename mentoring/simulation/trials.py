"""The numbers that are being tried, beside today's, and how they travel in a button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from mentoring.organisation.numbers import PARTS, Part, Setting, bounds_of
from mentoring.thresholds import Thresholds

# those that decide on levels and alerts
TRIED = (*PARTS[Part.SIGNALS], Setting.ALERT_REST)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def written(numbers: Thresholds) -> str:
    """Two signs for each number of TRIED, in its order."""
    values = asdict(numbers)
    return "".join(_DIGITS[values[each] // _BASE] + _DIGITS[values[each] % _BASE] for each in TRIED)


def read(text: str, today: Thresholds) -> Thresholds:
    """Those numbers, the rest as today; today's where no button of this version says such a thing."""
    if len(text) != 2 * len(TRIED) or any(sign not in _DIGITS for sign in text):
        return today
    values = {
        setting.value: _DIGITS.index(text[2 * place]) * _BASE + _DIGITS.index(text[2 * place + 1])
        for place, setting in enumerate(TRIED)
    }
    if not all(bounds_of(Setting(name)).allow(value) for name, value in values.items()):
        return today
    return replace(today, **values)


def values_of(numbers: Thresholds) -> Mapping[Setting, int]:
    return {Setting(name): value for name, value in asdict(numbers).items()}


def differing(today: Thresholds, tried: Thresholds) -> tuple[Setting, ...]:
    before, after = values_of(today), values_of(tried)
    return tuple(setting for setting in TRIED if before[setting] != after[setting])
