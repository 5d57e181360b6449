"""`python -m bot keys`."""

from __future__ import annotations

import typer

from storage.sealing import make_key


def main() -> None:
    """Prints two fresh keys in the form of a .env file."""
    typer.echo(f"TANDEM_ENCRYPTION_KEYS={make_key()}")
    typer.echo(f"TANDEM_LOOKUP_KEY={make_key()}")
