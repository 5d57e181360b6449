"""`python -m locales.lint`: what is wrong with the catalogs, a line each; exit code 1 if anything is.

Missing, fuzzy, stale, other placeholders or tags than the source, words to avoid, wrong register, typography,
sentences of more than 20 words; and, of every message rendered in every language: length of text and buttons.
And of the code: texts that the extraction cannot see, which would stay English in every language.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Container, Iterator
from html import unescape
from zoneinfo import ZoneInfo

from babel.messages.catalog import Message as Entry

from locales.catalogs import HERE, extracted, read_catalog, updated
from locales.rendering import Rendered, load_all, renderers
from locales.say import LANGUAGES, Say
from locales.words_to_avoid import avoided_in

MAX_BUTTON = 24  # characters: what a narrow phone shows of a button
MAX_TEXT = 300  # characters: what a seeker may receive at once
MAX_SENTENCE = 20  # words
MEAN_SENTENCE = 12
MAX_CAPTION = 1024  # Bot API
MAX_MESSAGE = 4096  # Bot API
# What people ask for themselves may be as long as it has to be; staff read more at once.
LONG_KINDS = {
    "menu.privacy",
    "menu.help",
    "welcome.privacy",
    "welcome.summary",
    "profile.card",
    "invitation.forward",
    "thread.opened",
    "session.list",
    "progress.card",
    "progress.steps",
    "settings.card",
    "settings.received",
}
STAFF_PREFIXES = (
    "invitation.",
    "pairing.desk",
    "round.",
    "reconnect.desk",
    "people.",
    "duos.",
    "colleagues.",
    "takeover.desk",
    "waiting.desk",
    "points.desk",
    "desk.line.",
    "lists.",
    "organisation.",
    "endings.desk",
    "progress.desk",
    "desk.alert",
    "morning.",
    "reports.",
    "alerts.",
    "group.desk",
    "simulation.",
)
# French « a », German „a“, Dutch ‘a’ or “a”; nowhere the straight ones.
_FOREIGN_QUOTES = {"fr": "[\"'„“”‘]", "nl": "[\"'„«»]", "de": "[\"'”‘«»]"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"</?[a-z]+[^>]*>")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_ZONE = ZoneInfo("Europe/Brussels")


def faults() -> Iterator[str]:
    """Every fault, as `language: text: what is wrong`."""
    yield from _stale()
    yield from _texts_not_extracted()
    for language in LANGUAGES:
        catalog = read_catalog(language)
        lengths: list[int] = []
        for entry in catalog:
            if entry.id:
                yield from (f"{language}: {_short(entry)}: {fault}" for fault in _entry_faults(language, entry))
                lengths += [n for text in _strings(entry) for n in _sentence_lengths(text)]
        if lengths and (mean := sum(lengths) / len(lengths)) > MEAN_SENTENCE:
            yield f"{language}: sentences have {mean:.1f} words on average, more than {MEAN_SENTENCE}"
    yield from _rendered_faults()


def _stale() -> Iterator[str]:
    for path, content in updated():
        if not path.exists() or path.read_bytes() != content:
            yield f"{path.relative_to(HERE.parent)} is not up to date with the code: run `make catalogs`"
    for entry in extracted():
        for text in _sources(entry):
            if any(len(name) == 0 for name in re.findall(r"\{(\w*)\}", text)):
                yield f"source: {text[:50]!r}: placeholders need names"


def _texts_not_extracted() -> Iterator[str]:
    known = {text for entry in extracted() for text in _sources(entry)}
    for path in sorted(HERE.rglob("*.py")):
        name = path.relative_to(HERE.parent)
        yield from (f"{name}:{fault}" for fault in unseen_texts(path.read_text(encoding="utf-8"), known))


def unseen_texts(code: str, known: Container[str]) -> Iterator[str]:
    """The calls of say, say.label, say.plain and say.plural that no catalog can translate: `line: what is wrong`.

    Inside an f-string the extraction sees nothing (up to Python 3.11), so a text there is a fault even where
    another place brings it into the catalogs. There are no exceptions: nothing passes on a text that it was given.
    """
    tree = ast.parse(code)
    hidden = {inner for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for inner in ast.walk(node)}
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not (count := _texts_of(call.func)):
            continue
        if call in hidden:
            yield f"{call.lineno}: a text inside an f-string: say it in a line of its own"
            continue
        texts = call.args[:count]
        for text in texts:
            if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
                yield f"{call.lineno}: a text that is not written out as it stands: {ast.unparse(text)[:50]}"
            elif text.value not in known:
                yield f"{call.lineno}: a text that does not reach the catalogs: {text.value[:50]!r}"
        if len(texts) < count:
            yield f"{call.lineno}: a text is missing"


def _texts_of(function: ast.expr) -> int:
    """How many texts of the catalogs the function takes first; 0 if it is none that speaks."""
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if isinstance(function, ast.Call) and getattr(function.func, "id", "") == "Say":
        name = "say"  # Say(language, zone)("..."), which the extraction does not know
    return {"say": 1, "label": 1, "plain": 1, "plural": 2}.get(name, 0)


def _entry_faults(language: str, entry: Entry) -> Iterator[str]:
    strings = _strings(entry)
    if not strings or not all(strings):
        yield "is not translated"
        return
    if entry.fuzzy:
        yield "is marked fuzzy"
    wanted = {name for text in _sources(entry) for name in _PLACEHOLDER.findall(text)}
    for text in strings:
        names = set(_PLACEHOLDER.findall(text))
        if names != wanted and not (entry.pluralizable and names | {"n"} == wanted | {"n"}):
            yield f"has placeholders {sorted(names)} where the source has {sorted(wanted)}"
        if sorted(_TAG.findall(text)) != sorted(_TAG.findall(_sources(entry)[-1])):
            yield "has other HTML tags than the source"
        if found := avoided_in(language, _TAG.sub("", text)):
            yield f"uses words to avoid: {', '.join(found)}"
        if max(_sentence_lengths(text), default=0) > MAX_SENTENCE:
            yield f"has a sentence of more than {MAX_SENTENCE} words"
        yield from _typography(language, text)


def _typography(language: str, text: str) -> Iterator[str]:
    if language == "fr" and re.search(r"(?<=\w) [?!:;»]|« ", text):
        yield "needs a no-break space before ? ! : ; » and after «"
    if language == "fr" and re.search(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»|[\w})>][?!:;](?:\s|$)", text):
        yield "needs a no-break space before ? ! : ; » and after «"
    if re.search(r"\w'\w", text):
        yield "needs the curly apostrophe (’)"
    elif found := re.findall(_FOREIGN_QUOTES[language], _TAG.sub("", text)):
        yield f"needs the quotation marks of the language, not {' '.join(found)}"
    if text != text.strip() or "  " in text:
        yield "has stray spaces"


def _rendered_faults() -> Iterator[str]:
    load_all()
    for cls, renderer in renderers():
        for sample in renderer.samples:
            for language in LANGUAGES:
                rendered = renderer.render(sample, Say(language, _ZONE))
                yield from (f"{language}: {cls.kind}: {fault}" for fault in _length_faults(cls.kind, rendered))


def _length_faults(kind: str, rendered: Rendered) -> Iterator[str]:
    visible = unescape(_TAG.sub("", rendered.text))
    limit = MAX_CAPTION if rendered.photo else MAX_MESSAGE
    if kind not in LONG_KINDS and not kind.startswith(STAFF_PREFIXES):
        limit = MAX_TEXT
    if len(visible) > limit:
        yield f"has {len(visible)} characters, more than {limit}"
    if not visible.strip():
        yield "is empty"
    if len(_EMOJI.findall(visible)) > 1 and kind not in LONG_KINDS:
        yield "has more than one emoji"
    for button in (button for row in rendered.buttons for button in row):
        if len(button.text) > MAX_BUTTON:
            yield f"the button {button.text!r} has {len(button.text)} characters, more than {MAX_BUTTON}"


def _sources(entry: Entry) -> list[str]:
    return [text for text in (entry.id if isinstance(entry.id, list | tuple) else [entry.id]) if text]


def _strings(entry: Entry) -> list[str]:
    string = entry.string
    return [*string] if isinstance(string, list | tuple) else [string or ""]


def _sentence_lengths(text: str) -> list[int]:
    sentences = re.split(r"[.!?…]\s|\n|[.!?…]$|[:;] ", _TAG.sub("", text))
    return [len(words) for sentence in sentences if (words := re.findall(r"[\w{}]+(?:['’-]\w+)*", sentence))]


def _short(entry: Entry) -> str:
    return repr(_sources(entry)[0][:60])


def main() -> None:
    found = list(faults())
    for fault in found:
        print(fault)  # noqa: T201 - a command
    print(f"{len(found)} faults in the catalogs" if found else "The catalogs are complete.")  # noqa: T201
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
