"""A person's own table: which of its columns are learned from, and which is learned."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from engine.fault import Fault
from engine.part import Part

FEWEST_ROWS, MOST_ROWS = 10, 50_000
MOST_COLUMNS, MOST_INPUTS = 100, 100
"""The bounds of a table, and of the columns that a network reads."""
MOST_MORE_LABELS = 31
MOST_CLASSES = 20
"""The most colours and marks that can be told apart."""

ColumnNumber = Annotated[int, Field(ge=0, lt=MOST_COLUMNS)]


class Label(Part):
    """A column that is to be predicted."""

    column: ColumnNumber
    classes: int = Field(ge=0, le=MOST_CLASSES)
    """The number of its different values, each a class; 0: it is predicted as a number."""


class ChosenColumns(Part):
    """The columns of a person's own table that are learned from, described as far as an experiment must know them."""

    id: str = Field(pattern=r"^[0-9a-f]{32}(\.[0-9a-f]{1,25})?$")
    """A digest of what it holds: equal ids have equal values. Of a table that came with another's network, after a
    point, the columns that came along: a bit for each, in hexadecimal."""
    rows: int = Field(ge=FEWEST_ROWS, le=MOST_ROWS)
    """How many samples it has: the rows in which each of these columns has a value."""
    inputs: tuple[ColumnNumber, ...] = Field(min_length=1, max_length=MOST_INPUTS)
    """The columns that the network reads, counted from 0."""
    label: ColumnNumber
    """The column that it is to predict."""
    classes: int = Field(ge=0, le=MOST_CLASSES)
    """The number of different values of the label, each a class; 0: it is predicted as a number."""

    more_labels: tuple[Label, ...] = Field(
        default=(), max_length=MOST_MORE_LABELS, exclude_if=lambda labels: not labels
    )
    """Further columns that are to be predicted with it, by one head or by several."""

    @model_validator(mode="after")
    def each_column_has_one_use(self) -> Self:
        if 1 in self.label_classes:
            raise Fault("With a single class there is nothing to tell apart.", where="data.table.classes")
        if len({*self.columns}) < len(self.columns):
            raise Fault(
                "A column is named twice: each may be one input, or the label.", where="data.table.inputs"
            )
        return self

    @property
    def labels(self) -> tuple[Label, ...]:
        """All labels, the first one first."""
        return (Label(column=self.label, classes=self.classes), *self.more_labels)

    @property
    def label_classes(self) -> tuple[int, ...]:
        """How many classes each label names; 0: it is a number."""
        return (self.classes, *(label.classes for label in self.more_labels))

    @property
    def columns(self) -> tuple[int, ...]:
        """All columns that are learned from: a row counts if it has a value in each."""
        return (*self.inputs, self.label, *(label.column for label in self.more_labels))
