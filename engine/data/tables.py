"""A person's own tables: their values stay in this process as long as a run learns from them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.experiment import Table

LARGEST = 1e6
"""Larger inputs and labels would make the loss overflow before there was anything to be seen."""


class UnusableTable(Exception):  # noqa: N818  (it is an answer, not a mistake)
    """A table is not here, or is not what was said of it, or cannot be used so."""


class Content(NamedTuple):
    """What is in a table."""

    names: tuple[str, ...]
    """Of every column."""
    classes: tuple[tuple[str, ...] | None, ...]
    """The texts that the numbers of a column stand for; None where they are no more than numbers."""
    values: NDArray[np.float32]
    """(columns, rows)"""


class Names(NamedTuple):
    """What a person calls the columns that are learned from."""

    inputs: tuple[str, ...]
    label: str
    classes: tuple[str, ...] | None
    """In the order of their numbers; None for a regression."""


_contents: dict[str, Content] = {}


def add(id: str, content: Content) -> None:
    """Have a table here."""
    _contents[id] = content


def keep(ids: Collection[str]) -> None:
    """Forget all other tables."""
    for id in _contents.keys() - set(ids):
        del _contents[id]


def content_of(table: Table) -> Content:
    """Raises UnusableTable if it is not here, or is not as described."""
    content = _contents.get(table.id)
    if content is None:
        raise UnusableTable("there is no such data set here: it may have been deleted")
    columns, rows = content.values.shape
    if table.rows != rows:
        raise UnusableTable(f"data.table.rows is {table.rows}, but the data set has {rows} rows")
    last = max(*table.inputs, table.label)
    if last >= columns:
        raise UnusableTable(
            f"data.table names column {last}, but the data set has {columns} columns, counted from 0"
        )
    return content


def columns(table: Table) -> tuple[Array, Array]:
    """Inputs (n, rows) and labels (rows,), class numbers or values, in double precision; raises UnusableTable."""
    content = content_of(table)
    for column in table.inputs:
        if len(content.classes[column] or ()) > 2:
            raise UnusableTable(
                f"data.table.inputs names column {column}, which has texts of more than two classes: their numbers "
                "would stand for an order that they do not have"
            )
    X = content.values[list(table.inputs)].astype(float)
    labels = content.values[table.label]
    if not table.classes:
        if content.classes[table.label] is not None:
            raise UnusableTable(
                f"data.table.classes is 0, but column {table.label} has texts: it cannot be a number"
            )
        return X, labels.astype(float)
    different, numbers = np.unique(labels, return_inverse=True)
    if len(different) != table.classes:
        raise UnusableTable(
            f"data.table.classes is {table.classes}, but column {table.label} has {len(different)} different values"
        )
    return X, numbers.astype(float)


def names_of(table: Table) -> Names:
    """Raises UnusableTable."""
    content = content_of(table)
    classes = content.classes[table.label]
    if table.classes and classes is None:
        classes = tuple(f"{value:.7g}" for value in np.unique(content.values[table.label]))
    return Names(tuple(content.names[column] for column in table.inputs), content.names[table.label], classes)


def check_sizes(table: Table, sets: Sequence[Array], labels: Array) -> None:
    """Raises UnusableTable if a network would be shown something too large, in X (n, m) of a set or the labels."""
    largest = np.max([np.abs(X).max(axis=1, initial=0) for X in sets], axis=0)
    for column, size in [*zip(table.inputs, largest, strict=True), (table.label, np.abs(labels).max())]:
        if not size <= LARGEST:
            raise UnusableTable(
                f"column {column} has values of up to {size:.1g} as the network would be shown them, but {LARGEST:g} "
                "are allowed: standardise (data.standardize), or leave the column out"
            )
