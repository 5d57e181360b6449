"""What all tables share: named constraints, sealed columns."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage.sealing import Vault

metadata = SQLModel.metadata
# Named, so that migrations can change them and a violated one can become a typed error.
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """A row whose columns named `*_sealed` hold what the vault sealed for this table, column and id."""

    def seal(self, vault: Vault, column: str, value: str | None) -> None:
        """Puts the value into `{column}_sealed`; None empties it."""
        full = f"{column}_sealed"
        sealed = None if value is None else vault.seal(value, str(self.__tablename__), full, self._seal_id())
        setattr(self, full, sealed)

    def open(self, vault: Vault, column: str) -> str | None:
        """The value of `{column}_sealed`. Raises SealBrokenError."""
        full = f"{column}_sealed"
        sealed = getattr(self, full)
        return None if sealed is None else vault.open(sealed, str(self.__tablename__), full, self._seal_id())

    def _seal_id(self) -> int | bytes:
        row_id: int | bytes = self.id  # type: ignore[attr-defined]  # every sealed table has one
        return row_id
