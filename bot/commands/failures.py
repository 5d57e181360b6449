"""What can go wrong before anything runs, in one line each: which setting, and how to mend it."""

from __future__ import annotations

import errno

from bot.settings import SettingsError
from storage.database import DatabaseBusyError
from storage.sqlite_file import DatabaseFolderError

_DISK_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}
_DATABASE_FAULTS = {
    "DatabaseError",
    "DBAPIError",
    "InterfaceError",
    "InvalidCatalogNameError",
    "InvalidPasswordError",
    "OperationalError",
    "ProgrammingError",
}


class CommandError(Exception):
    """A command cannot do what it was asked; the text is for the person at the keyboard."""


def explained(error: Exception) -> str | None:
    """The line for a fault that a person can mend; None for a defect of ours, which keeps its traceback."""
    if isinstance(error, SettingsError):
        return str(error)
    if isinstance(error, DatabaseBusyError):
        return (
            f"Another Tandem (process {error or 'unknown'}) works on this database file. "
            "Stop it first, or use PostgreSQL for more than one process."
        )
    if isinstance(error, DatabaseFolderError):
        return f"The database file cannot be made: {error}. Mend that, or name another file in TANDEM_DATABASE_URL."
    return _explained_by_name(error)


def _explained_by_name(error: Exception) -> str | None:
    """Faults of libraries that a light command does not load."""
    name = type(error).__name__
    if name == "ApiError":
        return _explained_api(getattr(error, "code", 0), getattr(error, "description", ""))
    if name in _DATABASE_FAULTS:
        cause = getattr(error, "orig", None) or error
        first = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
        return f"The database of TANDEM_DATABASE_URL does not answer as it should: {first}"
    if isinstance(error, OSError):
        return _explained_system(error)
    return None


def _explained_system(error: OSError) -> str:
    """A fault of a file names it; a fault of the network names no file."""
    reason = error.strerror or str(error)
    if error.errno == errno.EADDRINUSE:
        return f"Another programme listens there already: {reason}. Choose another TANDEM_HTTP_PORT, or 0 for none."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no such address to listen on: {reason}. Look at TANDEM_HTTP_HOST."
    if error.filename is not None:
        return f"{error.filename}: {reason}."
    if error.errno in _DISK_FAULTS:
        return f"This machine could not do it: {reason}."
    return f"No connection: {reason}. Is TANDEM_BOT_API_URL right, and the network there?"


def _explained_api(code: int, description: str) -> str:
    if code in {401, 404}:
        return "Telegram does not know this token. Check TANDEM_BOT_TOKEN, or ask @BotFather for a new one."
    return f"Telegram refused with {code}: {description}."
