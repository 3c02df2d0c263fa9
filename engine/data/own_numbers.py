"""Numbers by hand: a few rows of inputs and targets, as a sheet of paper has them."""

from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from engine.array import FLOAT64, Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.sets import AllRows
from engine.fault import Fault

MOST_ROWS, MOST_COLUMNS = 50, 20

Number = Annotated[float, Field(ge=-1000, le=1000)]
Row = Annotated[tuple[Number, ...], Field(min_length=2, max_length=MOST_COLUMNS)]


class OwnNumbers(AllRows, title="Numbers by hand"):
    """Type in a few samples yourself: their inputs, and the numbers to be predicted."""

    kind: Literal["numbers"] = "numbers"
    targets: int = Field(
        default=1,
        ge=1,
        le=MOST_COLUMNS - 1,
        title="Targets",
        json_schema_extra=control(
            "data",
            order=30,
            scale="linear",
            help="The last columns are predicted: so many outputs the network has.",
        ),
    )
    """How many numbers are predicted: the last ones of each row."""
    rows: tuple[Row, ...] = Field(
        default=((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)),
        min_length=1,
        max_length=MOST_ROWS,
        title="Samples",
        json_schema_extra=control(
            "data",
            order=40,
            kind="rows",
            help="A line for each sample: its inputs, then its targets, with spaces between them.",
        ),
    )
    """The samples: a row of numbers each, the inputs first, then the targets."""

    @model_validator(mode="after")
    def rows_are_alike(self) -> Self:
        columns = len(self.rows[0])
        for number, row in enumerate(self.rows, start=1):
            if len(row) != columns:
                raise Fault(
                    "Row {number} has {count} numbers, but the first row has {columns}: all rows must be equally long.",
                    where="data.rows",
                    number=number,
                    count=len(row),
                    columns=columns,
                )
        if self.targets >= columns:
            raise Fault(
                "Each row has {columns} numbers: {targets} targets leave no input.",
                where="data.targets",
                columns=columns,
                targets=self.targets,
            )
        return self

    @property
    def n_samples(self) -> int:
        return len(self.rows)

    @property
    def n_classes(self) -> int:
        return 0

    @property
    def label_classes(self) -> tuple[int, ...]:
        return (0,) * self.targets

    @property
    def inputs(self) -> tuple[object, ...]:
        return tuple(("number", column) for column in range(len(self.rows[0]) - self.targets))

    @property
    def subject(self) -> tuple[object, ...]:
        return (self.kind, self.targets)

    @property
    def n_own(self) -> int:
        return sum(map(len, self.rows))

    def dataset(self, dtype: Precision) -> Dataset:
        """The rows in their order: inputs (n, rows), labels (targets, rows)."""
        numbers = np.array(self.rows, FLOAT64).T
        X, labels = numbers[: -self.targets], numbers[-self.targets :]
        return self.split(np.zeros((2, 0), dtype), X.astype(dtype), labels.astype(dtype))
