"""A person's own table: some of its columns are the inputs, and one of them is the label."""

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from engine.array import Precision
from engine.control import control
from engine.data import tables
from engine.data.chosen_columns import ChosenColumns
from engine.data.dataset import Dataset
from engine.data.sets import Divided
from engine.fault import Fault
from engine.pauses import pause


class OwnTable(Divided, title="Your own file"):
    """The columns of your own file: a regression if its label is a number."""

    is_large: ClassVar = True

    kind: Literal["table"] = "table"
    table: ChosenColumns | None = Field(
        default=None, validate_default=True, title="Columns", json_schema_extra=control(coding="table")
    )
    """The file, and its columns that are learned from."""

    @field_validator("table")
    @classmethod
    def table_is_named(cls, table: ChosenColumns | None) -> ChosenColumns:
        if table is None:
            raise Fault("Choose a file and its columns first.", where="data.table")
        return table

    @property
    def own_table(self) -> ChosenColumns:
        assert self.table is not None
        return self.table

    @property
    def lent_id(self) -> str:
        return self.own_table.id

    @property
    def n_samples(self) -> int:
        return self.own_table.rows

    @property
    def label_classes(self) -> tuple[int, ...]:
        return super().label_classes if self.table is None else self.table.label_classes

    @property
    def n_classes(self) -> int:
        return 2 if self.table is None else self.table.classes  # Until a file is chosen, it may have classes.

    @property
    def inputs(self) -> tuple[object, ...]:
        return tuple(("column", self.own_table.id, column) for column in self.own_table.inputs)

    @property
    def subject(self) -> tuple[object, ...]:
        return (self.kind, self.own_table.id, self.own_table.label)

    @property
    def order(self) -> NDArray[np.integer]:
        """The rows that have a value in each chosen column, in the order of the samples."""
        return np.random.default_rng(self.seed).permutation(self.n_samples)

    def dataset(self, dtype: Precision) -> Dataset:
        """The chosen columns, their rows in random order; raises UnusableTable.

        All is reckoned in double precision, since columns of any scale may come.
        """
        X, labels = tables.columns(self.own_table)
        order = self.order
        X, labels = X[:, order], labels[:, order]
        means, deviations = [0.0] * len(labels), [1.0] * len(labels)
        for row, label in enumerate(self.own_table.labels):
            if self.standardize and not label.classes:
                train = labels[row, : self.n_train]
                means[row], deviations[row] = float(train.mean()), float(train.std()) or 1.0
                labels[row] = (labels[row] - means[row]) / deviations[row]
        pause()
        dataset = self.split(np.zeros((2, 0)), X, labels)
        pause()
        tables.check_sizes(self.own_table, [dataset.X_train, dataset.X_validation, dataset.X_test], labels)
        arrays = {
            name: each.astype(dtype) for name, each in vars(dataset).items() if isinstance(each, np.ndarray)
        }
        return replace(dataset, **arrays, label_means=tuple(means), label_deviations=tuple(deviations))
