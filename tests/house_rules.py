"""`python -m tests.house_rules`: rules of this house that no ready-made linter knows. A line a fault, exit code 1.

In handlers/: no sending (`.answer(`, `.reply(`, `bot.`), no commit, no query, no sleep. In mentoring/ and handlers/:
no commit, no roll-back. Every declared message has a renderer with a sample.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
_SENDING = {"answer", "reply", "answer_photo", "answer_document", "edit_text", "edit_reply_markup", "delete", "copy_to"}
_TRANSACTION = {"commit", "rollback"}
_QUERYING = {"execute", "scalars", "scalar"}


def faults(root: Path = ROOT) -> Iterator[str]:
    for folder in ("handlers", "mentoring", "scheduler", "locales"):
        for path in sorted((root / folder).rglob("*.py")):
            yield from (f"{path.relative_to(root)}:{line}: {fault}" for line, fault in file_faults(path, folder))


def file_faults(path: Path, folder: str) -> Iterator[tuple[int, str]]:
    """The faults of one file, by the rules of its folder."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from ((node.lineno, fault) for fault in _call_faults(node.func, folder))
        if folder == "handlers" and isinstance(node, ast.Import | ast.ImportFrom) and "sqlalchemy" in ast.unparse(node):
            yield node.lineno, "a handler queries nothing: call a use case"


def _call_faults(function: ast.Attribute, folder: str) -> Iterator[str]:
    name = function.attr
    if name in _TRANSACTION:
        yield f"{name}: only the unit of work ends a transaction"
    if folder == "handlers":
        if name in _SENDING:
            yield f".{name}(: a handler sends nothing, it returns effects"
        if isinstance(function.value, ast.Name) and function.value.id == "bot":
            yield "bot.: a handler sends nothing, it returns effects"
        if name in _QUERYING:
            yield f"{name}: a handler queries nothing: call a use case"
        if name == "sleep":
            yield "sleep: a handler never waits"


def undeclared() -> Iterator[str]:
    """Declared message kinds that nobody gave words."""
    from locales.rendering import load_all, renderers
    from mentoring.messages.base import declared

    load_all()
    spoken = {cls.kind for cls, _ in renderers()}
    yield from (f"{kind}: declared, but without words in locales/messages/" for kind in declared().keys() - spoken)


def main() -> None:
    found = [*faults(), *undeclared()]
    for fault in found:
        print(fault)  # noqa: T201 - a command
    print(f"{len(found)} faults" if found else "The house rules hold.")  # noqa: T201
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
