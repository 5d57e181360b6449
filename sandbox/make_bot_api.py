"""Makes `bot_api.json`, the table of what each Bot API method takes, from a machine-readable Bot API schema.

Only names, types and whether a value is required are taken over, and the fixed word that tells one variant of a type
from another (a photo's type is `photo`). Usage: `python make_bot_api.py SCHEMA.json > bot_api.json`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
FIXED_WORD = re.compile(r"(?:must be|always) ['\"*“]?([a-z_]+)['\"*”]?$")
TYPE_NAME = re.compile(r"[A-Z][A-Za-z]+")
PLAIN = {"Array", "Boolean", "Float", "Integer", "String", "InputFile"}


def fields(entry: Entry) -> Entry:
    """`name -> [type, required]`, with a third element where the value is one fixed word."""
    table: Entry = {}
    for field in entry["annotations"]:
        row: list[Any] = [field["type"], field["required"]]
        fixed = FIXED_WORD.search(field["description"].rstrip(". "))
        if fixed and field["name"] in {"type", "source"}:
            row.append(fixed[1])
        table[field["name"]] = row
    return table


def variants(entry: Entry) -> list[str]:
    """The types an umbrella type stands for, as its list names them."""
    return re.findall(r"^ ?- ([A-Z]\w+)", entry["description"], re.MULTILINE)


def needed_types(methods: dict[str, Entry], types: dict[str, Entry]) -> dict[str, Any]:
    """Every object type that a request can contain, directly or nested."""
    table: dict[str, Any] = {}
    waiting = [row[0] for parameters in methods.values() for row in parameters.values()]
    while waiting:
        for name in TYPE_NAME.findall(waiting.pop()):
            if name in table or name in PLAIN or name not in types:
                continue
            entry = types[name]
            table[name] = fields(entry) if entry["annotations"] else variants(entry) or {}
            waiting += table[name] if isinstance(table[name], list) else [row[0] for row in table[name].values()]
    return table


def render(version: str, methods: dict[str, Entry], types: dict[str, Any]) -> str:
    """JSON with one method or type a line, so that a new Bot API version reads well as a difference."""
    parts = []
    for title, table in (("methods", methods), ("types", types)):
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(table[name])}" for name in sorted(table))
        parts.append(f' "{title}": {{\n{rows}\n }}')
    return f'{{\n "version": {json.dumps(version)},\n' + ",\n".join(parts) + "\n}\n"


def main(schema_file: str) -> None:
    """Print the table of one schema file."""
    schema = json.loads(Path(schema_file).read_text(encoding="utf-8"))
    entries = [child for section in schema["items"] for child in section["children"]]
    methods = {entry["name"]: fields(entry) for entry in entries if entry["category"] == "methods"}
    types = {entry["name"]: entry for entry in entries if entry["category"] == "types"}
    sys.stdout.write(render(schema["api"]["version"], methods, needed_types(methods, types)))


if __name__ == "__main__":
    main(sys.argv[1])
