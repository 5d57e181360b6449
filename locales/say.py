"""A language to speak in: catalog texts with escaped values, and Babel's dates, times, lists and numbers."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("fr", "nl", "de")  # the languages of the programme; English is the catalogs' source
SOURCE_LANGUAGE = "en"
_BABEL_LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_GB"}
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Say:
    """Speaks one language to one person. `zone` is theirs: instants are told in it."""

    language: str
    zone: ZoneInfo

    def __call__(self, text: str, /, **values: Any) -> str:
        """The text in this language as Telegram HTML; the values are escaped."""
        return _fill(_catalog(self.language).gettext(text), values)

    def label(self, text: str, /, **values: Any) -> str:
        """The text of a button: plain, at most 24 characters (checked by the locale lint)."""
        return _catalog(self.language).gettext(text).format(**values)

    def plain(self, text: str, /, **values: Any) -> str:
        """Text without HTML: a topic's name, a command's description, a text to forward."""
        return _catalog(self.language).gettext(text).format(**values)

    def plural(self, one: str, many: str, n: int, /, **values: Any) -> str:
        """The form of the language for `n`, which the text can use as `{n}`; HTML, the values are escaped."""
        return _fill(_catalog(self.language).ngettext(one, many, n), {"n": n, **values})

    def day(self, moment: datetime | date) -> str:
        """A day with its weekday: `mardi 24 novembre`."""
        local = moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment
        french = "EEEE '1er' MMMM" if local.day == 1 else "EEEE d MMMM"
        patterns = {"fr": french, "nl": "EEEE d MMMM", "de": "EEEE, d. MMMM", "en": "EEEE d MMMM"}
        return format_date(local, patterns[self.language], locale=self.locale)

    def short_day(self, day: date) -> str:
        """A day for a button, at most 14 characters: `mar. 24 nov.`."""
        pattern = "EEE, d. MMM" if self.language == "de" else "EEE d MMM"
        return format_date(day, pattern, locale=self.locale)

    def weekday(self, moment: datetime | date) -> str:
        """A day of the week alone: `mardi`."""
        local = moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment
        return format_date(local, "EEEE", locale=self.locale)

    def clock(self, minute: int) -> str:
        """A time of day from its minutes after midnight, as on a button: `18:00`."""
        return format_time(time(minute // 60, minute % 60), "HH:mm", locale=self.locale)

    def time(self, moment: datetime) -> str:
        """A local time: `18:00`."""
        return format_time(moment.astimezone(self.zone), "HH:mm", locale=self.locale)

    def span(self, span: timedelta) -> str:
        """A length of time in words: `3 jours`."""
        return format_timedelta(span, locale=self.locale)

    def list(self, items: Iterable[str]) -> str:
        """`a, b et c`."""
        return format_list(list(items), locale=self.locale)

    def language_name(self, code: str) -> str:
        """A language's name in this language."""
        return str(self.locale.languages.get(code) or Locale.parse(code).get_display_name(self.locale) or code)

    @property
    def locale(self) -> Locale:
        return Locale.parse(_BABEL_LOCALES[self.language])


def _fill(text: str, values: dict[str, Any]) -> str:
    return text.format(**{name: _escaped(value) for name, value in values.items()})


class Html(str):
    """Text that is Telegram HTML already."""

    __slots__ = ()


def _escaped(value: Any) -> Any:
    if isinstance(value, Html):
        return value
    return escape(value, quote=False) if isinstance(value, str) else value


def without_html(text: str) -> str:
    """The text of a toast, which knows no HTML. Only for texts of the catalogs, whose tags are b and i."""
    for tag in ("<b>", "</b>", "<i>", "</i>"):
        text = text.replace(tag, "")
    return unescape(text)


@lru_cache(maxsize=8)
def _catalog(language: str) -> gettext.NullTranslations:
    """The catalog, compiled in memory from its .po file: one file to translate, nothing to keep in step."""
    path = _HERE / language / "LC_MESSAGES" / "tandem.po"
    if language == SOURCE_LANGUAGE or not path.exists():
        return gettext.NullTranslations()
    from io import BytesIO

    with path.open("rb") as source:
        catalog = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
