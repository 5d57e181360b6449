"""The file of an SQLite database: where it is, and that nobody but its owner reads it."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL


class DatabaseFolderError(Exception):
    """The folder of an SQLite file is not there, or nothing can be written into it; the text says which and why."""


def file_of(url: URL) -> Path | None:
    """None on PostgreSQL and in memory."""
    path = url.database
    return Path(path).resolve() if url.get_backend_name() == "sqlite" and path and path != ":memory:" else None


def is_new(url: URL) -> bool:
    """An SQLite file that nobody has made yet, or that is empty: nothing can be lost by setting it up."""
    path = file_of(url)
    return path is not None and (not path.exists() or path.stat().st_size == 0)


def check_folder(url: URL) -> None:
    """Raises DatabaseFolderError where the file could not be made, or its log beside it."""
    path = file_of(url)
    if path is None:
        return
    if not path.parent.is_dir():
        raise DatabaseFolderError(f"there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise DatabaseFolderError(f"nothing can be written into the folder {path.parent}")


def make_private(url: URL) -> None:
    """Makes the file for its owner alone where it is not there; SQLite gives its log beside it the same rights."""
    check_folder(url)
    path = file_of(url)
    if path is None:
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
