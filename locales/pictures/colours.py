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
WARM = "#C4571B"  # the other thresholds, what is special; beside teal also for who sees no red or green

# From light to dark, so that the order is seen without colour as well; each with a pattern of its own.
LEVELS: dict[Level, tuple[str, str]] = {
    Level.WELL: ("#A9D8CC", ""),
    Level.WATCH: ("#F3C64B", ".."),
    Level.AT_RISK: ("#D9702B", "//"),
    Level.URGENT: ("#7A1735", "xx"),
}
