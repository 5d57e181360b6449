"""A sheet for a phone: 1080 pixels wide, as high as what is drawn on it.

Everything is in pixels from the top left; text is measured before it is placed, so that nothing is cut or covered.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Arc, Circle, FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text
from PIL import Image

from locales.pictures.colours import CARD, GROUND, INK, palette

WIDTH = 1080
MARGIN = 48
INNER = WIDTH - 2 * MARGIN
SMALLEST = 28  # pixels of text: 10 on a screen of 390
BODY = 32
HEAD = 38
_DPI = 100
_HEIGHT = 100  # to begin with; `finish` sets it


class Sheet:
    """A picture that grows downwards: `y` is where the next thing goes."""

    def __init__(self) -> None:
        self.y = 0.0
        self.figure = Figure(figsize=(WIDTH / _DPI, _HEIGHT / _DPI), dpi=_DPI, facecolor=GROUND)
        self.canvas = FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1), frameon=False)
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self.texts: list[Text] = []

    # -- text -------------------------------------------------------------------------------------------------------
    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        renderer = self.canvas.get_renderer()  # type: ignore[no-untyped-call]  # matplotlib's own
        return float(renderer.get_text_width_height_descent(drawable(words), _font(size, bold), False)[0])

    def text(  # a text has as many ways to look as it needs
        self,
        x: float,
        y: float,
        words: str,
        size: float = BODY,
        *,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """One line whose capitals begin at `y`; it takes about 1.3 times its size."""
        if not (words := drawable(words)):
            return
        made = self._axes.text(
            x,
            y + 0.76 * size,
            words,
            fontproperties=_font(size, bold),
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
        )
        self.texts.append(made)

    def fitted(self, words: str, size: float, width: float, *, bold: bool = False) -> tuple[str, float]:
        """The words and the size in which they fit into that width: smaller first, then without their end."""
        size = max(SMALLEST, min(size, size * width / max(1.0, self.width(words, size, bold=bold))))
        return self.clipped(words, size, width, bold=bold), size

    def clipped(self, words: str, size: float, width: float, *, bold: bool = False) -> str:
        """The words, without their end where they are too long."""
        if self.width(words, size, bold=bold) <= width:
            return words
        kept = _most(len(words), lambda n: self.width(f"{words[:n]}…", size, bold=bold) <= width)
        return f"{words[:kept].rstrip()}…"

    def fit(  # as `text`, with a width
        self,
        x: float,
        y: float,
        words: str,
        width: float,
        size: float = BODY,
        *,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """One line that is no wider."""
        words, size = self.fitted(drawable(words), size, width, bold=bold)
        self.text(x, y, words, size, bold=bold, colour=colour, align=align)

    def wrapped(self, words: str, size: float, width: float, lines: int, *, bold: bool = False) -> list[str]:
        """The words in that many lines at most; what is too long loses its end."""
        rest, found = drawable(words).split(), list[str]()
        while rest and len(found) < lines - 1:
            line, rest = self._first_line(rest, size, width, bold=bold)
            found.append(line)
        return found + ([self.clipped(" ".join(rest), size, width, bold=bold)] if rest else [])

    def _first_line(self, words: list[str], size: float, width: float, *, bold: bool) -> tuple[str, list[str]]:
        """As many words as fit, at least a part of one, and the others."""
        count = _most(len(words), lambda n: self.width(" ".join(words[:n]), size, bold=bold) <= width)
        if count:
            return " ".join(words[:count]), words[count:]
        endless = words[0]
        cut = max(1, _most(len(endless), lambda n: self.width(endless[:n], size, bold=bold) <= width))
        return endless[:cut], [endless[cut:], *words[1:]]

    def paragraph(  # as `text`, over several lines
        self, x: float, y: float, words: str, width: float, *, size: float = SMALLEST, lines: int = 3, colour: str = INK
    ) -> float:
        """Several lines; returns where the next thing can begin."""
        for line in self.wrapped(words, size, width, lines):
            self.text(x, y, line, size, colour=colour)
            y += 1.35 * size
        return y

    # -- shapes -----------------------------------------------------------------------------------------------------
    def box(  # `depth`: what has more lies on top
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str = CARD,
        *,
        radius: float = 28,
        depth: float = 0.6,
    ) -> None:
        style = f"round,pad=0,rounding_size={radius}"
        patch = FancyBboxPatch((x, y), width, height, boxstyle=style, facecolor=colour, linewidth=0, zorder=depth)
        self._axes.add_artist(patch)

    def block(self, x: float, y: float, width: float, height: float, colour: str, hatch: str = "") -> None:
        """A rectangle with an edge in the colour of cards, so that neighbours keep apart; `hatch`: its pattern."""
        patch = Rectangle((x, y), width, height, facecolor=colour, edgecolor=CARD, linewidth=2, hatch=hatch or None)
        self._axes.add_artist(patch)

    def outline(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        patch = Rectangle((x, y), width, height, facecolor="none", edgecolor=colour, linewidth=2, linestyle=(0, (3, 2)))
        self._axes.add_artist(patch)

    def disc(self, x: float, y: float, radius: float, colour: str, *, edge: str = "", line: float = 3) -> None:
        patch = Circle((x, y), radius, facecolor=colour, edgecolor=edge or colour, linewidth=line, zorder=3)
        self._axes.add_artist(patch)

    def line(self, xs: list[float], ys: list[float], colour: str, width: float = 3, *, above: bool = False) -> None:
        made = Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="round", solid_joinstyle="round")
        made.set_zorder(4 if above else 1)
        self._axes.add_artist(made)

    def arc(self, x: float, y: float, size: tuple[float, float], angles: tuple[float, float], colour: str) -> None:
        self._axes.add_artist(
            Arc((x, y), *size, theta1=angles[0], theta2=angles[1], edgecolor=colour, linewidth=3, zorder=5)
        )

    def diamond(self, x: float, y: float, radius: float, colour: str) -> None:
        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        self._axes.add_artist(Polygon(corners, closed=True, facecolor=colour, edgecolor=CARD, linewidth=2, zorder=5))

    # -- the whole --------------------------------------------------------------------------------------------------
    def finish(self) -> Sheet:
        """Cuts the sheet below what was drawn."""
        height = round(self.y + MARGIN)
        self.figure.set_size_inches(WIDTH / _DPI, height / _DPI)
        self._axes.set_ylim(height, 0)
        return self

    def png(self) -> bytes:
        self.canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib's own
        size = self.canvas.get_width_height()
        pixels = self.canvas.buffer_rgba()  # type: ignore[no-untyped-call]  # matplotlib's own
        flat = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1).convert("RGB")
        file = BytesIO()
        few = flat.quantize(palette=_palette(), dither=Image.Dither.NONE)
        few.save(file, format="PNG", compress_level=9)
        return file.getvalue()


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to the limit that fits; 0 where none does."""
    return bisect_left(range(1, limit + 1), True, key=lambda n: not fits(n))


def drawable(words: str) -> str:
    """The words without what the font has no shapes for (most emoji, a few scripts)."""
    known = _glyphs()
    shown = "".join(
        c
        for c in unicodedata.normalize("NFC", words)
        if ord(c) in known and not unicodedata.category(c).startswith("C")
    )
    return re.sub(r"\s+", " ", shown).strip()


def is_drawable(words: str) -> bool:
    """Whether every letter has a shape."""
    known = _glyphs()
    return all(ord(c) in known for c in unicodedata.normalize("NFC", words) if unicodedata.category(c)[0] in "LMN")


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    charmaps = [get_font(str(_file(bold))).get_charmap() for bold in (False, True)]
    return frozenset(charmaps[0]) & frozenset(charmaps[1])


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    made = Image.new("P", (1, 1))
    made.putpalette(palette())
    return made


@lru_cache(maxsize=64)
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(fname=str(_file(bold)), size=size * 72 / _DPI)


def _file(bold: bool) -> Path:
    """The font that comes with matplotlib: the same on every machine."""
    return Path(get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
