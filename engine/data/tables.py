"""A person's own tables, and pictures: their values stay in this process as long as a run learns from them."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.data.chosen_columns import ChosenColumns, Label
from engine.data.dataset import Unavailable

LARGEST = 1e6
"""Larger inputs and labels would make the loss overflow before there was anything to be seen."""


class UnusableTable(Unavailable):
    """A table is not on this machine, differs from its description, or cannot be used like this."""

    code = "unusable"
    place = "data.table"


class Content(NamedTuple):
    """The content of a table."""

    names: tuple[str, ...]
    """The name of every column."""
    classes: tuple[tuple[str, ...] | None, ...]
    """The class names of each column, by number; None for a column of numbers."""
    values: NDArray[np.float64] | NDArray[np.float32] | NDArray[np.uint8]
    """(columns, rows); NaN where there is no value. Of pictures, (n, rows): see
    `engine.data.album`"""


class Names(NamedTuple):
    """The names of the columns that are learned from."""

    inputs: tuple[str, ...]
    label: str
    classes: tuple[str, ...] | None
    """In the order of their numbers; None for a regression."""
    more_labels: tuple[str, ...] = ()
    """The names of the columns that are predicted with the label."""


_contents: dict[str, Content] = {}


def add(id: str, content: Content) -> None:
    """Have a table here."""
    _contents[id] = content


def keep(ids: Collection[str]) -> None:
    """Forget all other tables."""
    for id in _contents.keys() - set(ids):
        del _contents[id]


def content_with(id: str) -> Content | None:
    """The content with this id, if it is here."""
    return _contents.get(id)


def content_of(table: ChosenColumns) -> Content:
    """Raises UnusableTable if it is not here, or is not as described."""
    content = _contents.get(table.id)
    if content is None:
        raise UnusableTable("There is no such file here: it may have been deleted.")
    columns = len(content.names)
    last = max(table.columns)
    if last >= columns:
        raise UnusableTable(
            "Column {column} is named, but the file has {count} columns, counted from 0.",
            column=last,
            count=columns,
        )
    return content


def complete(table: ChosenColumns, content: Content) -> NDArray[np.bool]:
    """(rows,), which rows have a value in each column that is learned from; raises UnusableTable if
    they are not as many as described."""
    rows = np.logical_not(np.isnan(content.values[[*table.columns]]).any(axis=0))
    count = int(rows.sum())
    if table.rows != count:
        raise UnusableTable(
            "{count} rows of the file have a value in each of these columns, and not {given}.",
            count=count,
            given=table.rows,
        )
    return rows


def columns(table: ChosenColumns) -> tuple[Array, Array]:
    """Inputs (n, rows) and labels (t, rows), class numbers or values, in double precision; raises UnusableTable."""
    content = content_of(table)
    for column in table.inputs:
        if len(content.classes[column] or ()) > 2:
            raise UnusableTable(
                "The column {name} has texts of more than two kinds: as an input, their numbers would stand for an "
                "order that they do not have.",
                name=content.names[column],
            )
    rows = complete(table, content)
    X = content.values[np.ix_(np.array(table.inputs), rows)].astype(float)
    return X, np.stack([numbers_of(content, label, rows) for label in table.labels])


def numbers_of(content: Content, label: Label, rows: NDArray[np.bool]) -> Array:
    """The values of a label in these rows, (rows,); raises UnusableTable."""
    numbers: Array = content.values[label.column, rows].astype(float)
    if not label.classes:
        if content.classes[label.column] is not None:
            raise UnusableTable(
                "The column {name} has texts: it cannot be learned as a number.",
                name=content.names[label.column],
            )
        return numbers
    different = different_values(content.values[label.column])
    if len(different) != label.classes:
        raise UnusableTable(
            "The column {name} has {count} different values, and not {given}.",
            name=content.names[label.column],
            count=len(different),
            given=label.classes,
        )
    return np.asarray(np.searchsorted(different, numbers), float)


def different_values(column: NDArray[Any]) -> NDArray[Any]:
    """The different values of a column, in their order: each is a class, in whatever rows the inputs are missing."""
    return np.unique(column[~np.isnan(column)])


def names_of(table: ChosenColumns) -> Names:
    """Raises UnusableTable."""
    content = content_of(table)
    classes = content.classes[table.label]
    if table.classes and classes is None:
        # The shortest decimals that mean the same: 0.1, not 0.10000000149011612; and 3, not 3.0.
        different = different_values(content.values[table.label])
        classes = tuple(repr(float(str(value))).removesuffix(".0") for value in different)
    inputs = tuple(content.names[column] for column in table.inputs)
    more_labels = tuple(content.names[label.column] for label in table.more_labels)
    return Names(inputs, content.names[table.label], classes, more_labels)


def check_sizes(table: ChosenColumns, sets: Sequence[Array], labels: Array) -> None:
    """Raises UnusableTable if a network would be shown something too large, in X (n, m) of a set or in the labels (t,
    m)."""
    largest = np.max([np.abs(X).max(axis=1, initial=0) for X in sets], axis=0)
    for column, size in zip(table.columns, [*largest, *np.abs(labels).max(axis=1)], strict=True):
        if not size <= LARGEST:
            raise UnusableTable(
                "The column {name} has values of up to {size}, but {most} at most are allowed: standardise the "
                "features, or leave it out.",
                name=content_of(table).names[column],
                size=f"{size:.1g}",
                most=f"{LARGEST:g}",
            )
