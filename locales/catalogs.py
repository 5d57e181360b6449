"""`python -m locales.catalogs`: brings every text of the code into the catalogs of all languages.

New texts come in empty, texts that are gone go out; what was translated stays. Nothing is guessed (no fuzzy entries).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales.say import LANGUAGES

HERE = Path(__file__).parent
TEMPLATE = HERE / "tandem.pot"
_KEYWORDS = {"say": None, "label": None, "plain": None, "plural": (1, 2)}
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed header: a catalog changes only when a text does


def extracted() -> Catalog:
    """Every text of the code with its translators' comments."""
    catalog = Catalog(project="Tandem", charset="utf-8", creation_date=_MOMENT, fuzzy=False)
    found = extract_from_dir(
        HERE.parent / "locales",
        method_map=[("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for filename, _line, message, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        catalog.add(message, None, [(f"locales/{filename}", 0)], auto_comments=comments, context=context)
    return catalog


def po_path(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "tandem.po"


def read_catalog(language: str) -> Catalog:
    """A language's catalog as it stands on disk; an empty one where there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Tandem", charset="utf-8", creation_date=_MOMENT, fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def written(catalog: Catalog, *, template: bool = False) -> bytes:
    """The catalog as a file, without line numbers, which would change with every edit of the code."""
    catalog.revision_date = _MOMENT
    catalog.creation_date = _MOMENT
    catalog.fuzzy = template
    out = BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def updated() -> Iterator[tuple[Path, bytes]]:
    """Every catalog file as it should be."""
    template = extracted()
    yield TEMPLATE, written(template, template=True)
    for language in LANGUAGES:
        catalog = read_catalog(language)
        catalog.update(template, no_fuzzy_matching=True)
        yield po_path(language), written(catalog)


def main() -> None:
    for path, content in updated():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"updated {path.relative_to(HERE.parent)}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
