"""Lent tables: the visitors' own data that the runs of this process may name."""

import numpy as np

from engine.data import tables
from engine.data.album import n_rows


class LentTables:
    """The ids of the tables that each run may name. A table that no run may name is forgotten."""

    def __init__(self) -> None:
        self._ids: dict[str, set[str]] = {}

    def add(
        self, run: str, table: str, columns: list[tuple[str, list[str] | None]], values: bytes, size: int
    ) -> None:
        """`values` are (columns, rows), float32 or float64 by the `size` of each. A size of 1 is that of pictures: see
        `engine.data.album`."""
        self._ids.setdefault(run, set()).add(table)
        shape = (n_rows(len(columns) > 1) if size == 1 else len(columns), -1)
        numbers = np.frombuffer(values, "u1" if size == 1 else f"<f{size}").reshape(shape)
        classes = tuple(None if texts is None else tuple(texts) for _, texts in columns)
        tables.add(table, tables.Content(tuple(name for name, _ in columns), classes, numbers))

    def settle(self, run: str, named: set[str | None]) -> None:
        """Release a run's tables, except those that are named."""
        if run in self._ids:
            self._ids[run] &= named
            self._forget_unnamed()

    def forget(self, run: str) -> None:
        """Release the tables of a run that is removed."""
        if self._ids.pop(run, None):
            self._forget_unnamed()

    def _forget_unnamed(self) -> None:
        tables.keep(set().union(*self._ids.values()))
