"""Colours that keep apart for every eye: by lightness first, and never without a word or a shape beside them.

Text stands on its ground with a contrast of 4.5 at least (WCAG AA); a test computes it.
"""

from __future__ import annotations

from storage.words import Level

GROUND = "#F4EFE6"  # soft sand: neither glaring in the dark nor grey in the light
CARD = "#FFFDF9"
INK = "#1B2B2A"
MUTED = "#51625F"
BAND = "#0F4C45"
ON_BAND = "#FFFFFF"
SOFT_ON_BAND = "#D3EAE4"
TEAL = "#0B7A70"
PALE = "#C9E2DC"
RULE = "#DAD5CA"
PANEL = "#E9F2EE"  # behind a curve
FACE = "#FFE2A8"
WARM = "#C4571B"  # the other thresholds, what is special; beside teal also for who sees no red or green

# From light to dark, so that the order is seen without colour as well; each with a pattern of its own.
LEVELS: dict[Level, tuple[str, str]] = {
    Level.WELL: ("#A9D8CC", ""),
    Level.WATCH: ("#F3C64B", ".."),
    Level.AT_RISK: ("#D9702B", "//"),
    Level.URGENT: ("#7A1735", "xx"),
}


_MIXES = (  # what text and lines are drawn on: their edges are in between
    (CARD, (INK, MUTED, TEAL, PALE, RULE, WARM, FACE, PANEL, GROUND, *(colour for colour, _ in LEVELS.values()))),
    (PANEL, (INK, TEAL, RULE, FACE, CARD)),
    (GROUND, (MUTED, INK, BAND, TEAL, WARM)),
    (BAND, (ON_BAND, SOFT_ON_BAND)),
    (FACE, (INK,)),
)
_STEPS = 2  # more make files larger and are not seen on a phone
_ALIKE = 40  # of 255: nobody sees what is between such two


def palette() -> list[int]:
    """The colours of a file, red, green and blue of each: those above, and what is between two that meet."""
    found: dict[tuple[int, ...], None] = {}
    for ground, others in _MIXES:
        for other in others:
            ends = rgb(ground), rgb(other)
            far = max(abs(a - b) for a, b in zip(*ends, strict=True)) > _ALIKE
            for step in range(_STEPS + 1) if far else (0, _STEPS):
                found[tuple(round(a + (b - a) * step / _STEPS) for a, b in zip(*ends, strict=True))] = None
    return [part for colour in found for part in colour]


def rgb(colour: str) -> tuple[int, ...]:
    """Red, green and blue from 0 to 255."""
    return tuple(bytes.fromhex(colour[1:]))
