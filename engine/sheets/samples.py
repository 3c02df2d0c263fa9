"""The samples of a data set as a sheet: the set of each, its inputs as they were measured, and its label."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine.array import Array, Precision
from engine.data import Data, dataset_of, tables
from engine.data.own_numbers import OwnNumbers
from engine.data.own_table import OwnTable
from engine.sheets.sheet import Sheet, harmless, number, numbers

Cells = Iterator[list[str]]
CHANNELS = {1: ("pixel",), 3: ("red", "green", "blue")}
BOX = ("box_x", "box_y", "box_width", "box_height")


def samples_of(data: Data, dtype: Precision) -> Sheet:
    """First the samples for training, then for validation, then for the test; of a truth table each row once.
    Numbers are those that a run of this precision learns from."""
    data = data.plain
    if isinstance(data, OwnTable):
        names, cells = columns_of(data)
    else:
        names, cells = [*inputs_named(data), *labels_named(data)], numbered(data, dtype)
    return Sheet(["split", *names], ([split, *row] for split, row in zip(splits(data), cells, strict=True)))


def splits(data: Data) -> Iterator[str]:
    """The set of each sample."""
    parts = {"training": data.n_train} if data.is_table else {
        "training": data.n_train, "validation": data.n_validation, "test": data.n_test
    }  # fmt: skip
    return chain.from_iterable([name] * count for name, count in parts.items())


def columns_of(data: OwnTable) -> tuple[list[str], Cells]:
    """The columns of a person's own table that are learned from, with their own names, values and classes."""
    table = data.own_table
    content = tables.content_of(table)
    rows = np.flatnonzero(tables.complete(table, content))[data.order]
    columns = [*table.columns]
    classes = [content.classes[column] for column in columns]
    texts = [None if names is None else [*map(harmless, names)] for names in classes]

    def cells() -> Cells:
        for row in rows:
            values = content.values[columns, row]
            yield [
                number(value) if of is None else of[int(value)]
                for of, value in zip(texts, values, strict=True)
            ]

    return [harmless(content.names[column]) for column in columns], cells()


def inputs_named(data: Data) -> list[str]:
    """A name for each input: x1 and x2 of a point, bit_1 of a row of bits, number_1 of numbers by hand,
    pixel_1_2 in the first line of a picture."""
    if data.view != "samples":
        return [f"x{row + 1}" for row in range(len(dataset_of(data).points))]
    if data.n_steps:
        return steps_named(data)
    if data.picture is None:
        word = "number" if isinstance(data, OwnNumbers) else "bit"
        return [f"{word}_{row + 1}" for row in range(data.n_inputs)]
    channels, height, width = data.shape_in
    return [
        f"{channel}_{y + 1}_{x + 1}"
        for channel in CHANNELS[channels]
        for y in range(height)
        for x in range(width)
    ]


def steps_named(data: Data) -> list[str]:
    """A name for each step of a sequence of symbols, step_1; of numbers one for each of them, number_1_2 at step 2."""
    steps, n = range(1, data.n_steps + 1), data.shape_in[0]
    if data.symbols is not None or n == 1:
        return [f"step_{step}" for step in steps]
    return [f"number_{number + 1}_{step}" for number in range(n) for step in steps]


def labels_named(data: Data) -> list[str]:
    """A name for each row of the labels."""
    if data.answered_steps:
        return [f"label_{step + 1}" for step in range(data.answered_steps)]
    names = ["label", *(f"label_{row + 1}" for row in range(1, len(data.label_classes)))]
    if data.box_label is not None:
        names[data.box_label : data.box_label + len(BOX)] = BOX
    return names


def numbered(data: Data, dtype: Precision) -> Cells:
    """The inputs and labels of each sample; classes by their names where they have names."""
    labels = dataset_of(data, dtype).labels.T
    names = data.class_names
    texts = None if names is None else [*map(harmless, names)]
    if data.n_steps:
        yield from sequences(data, dtype, labels, texts)
        return
    for inputs, row in zip(measured(data, dtype), labels, strict=True):
        first = number(row[0]) if texts is None else texts[int(row[0])]
        yield [*numbers(inputs), first, *numbers(row[1:])]


def sequences(data: Data, dtype: Precision, labels: Array, texts: list[str] | None) -> Cells:
    """The symbols or numbers of each sequence, and its labels (samples, t); empty cells where there is none."""
    dataset = dataset_of(data, dtype)
    classes = texts or [f"{each}" for each in range(data.n_classes)]
    for start, X in zip(
        accumulated(data), (dataset.X_train, dataset.X_validation, dataset.X_test), strict=True
    ):
        for nth in range(X.shape[1]):
            row = labels[start + nth]
            answers = [classes[int(each)] if each >= 0 else "" for each in row] if classes else numbers(row)
            if data.symbols is None:
                yield [*numbers(X[:, nth]), *answers]
            else:
                yield [*symbols_in(X.codes[:, nth], data.symbols), *answers]


def symbols_in(codes: NDArray[np.uint8], symbols: Sequence[str]) -> list[str]:
    return [harmless(symbols[code - 1]) if code else "" for code in codes]


def accumulated(data: Data) -> tuple[int, int, int]:
    """The number of the first sample of each set."""
    return 0, data.n_train, data.n_train + data.n_validation


def measured(data: Data, dtype: Precision) -> Iterator[NDArray[np.floating] | NDArray[np.uint8]]:
    """The inputs of each sample, (n,), before they are standardised; of a picture its bytes."""
    if data.view != "samples":
        yield from dataset_of(data, dtype).points.T
    elif data.picture is None:
        yield from dataset_of(data.model_copy(update={"standardize": False}), dtype).X_train.T
    else:
        dataset = dataset_of(data, dtype)
        for images in (dataset.X_train, dataset.X_validation, dataset.X_test):
            for nth in range(images.shape[1]):
                yield images.bytes(np.array([nth]))[0]
