"""A person's own table: which of its columns are learned from, and which is learned."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from engine.fault import Fault
from engine.part import Part

FEWEST_ROWS, MOST_ROWS = 10, 50_000
MOST_COLUMNS, MOST_INPUTS = 100, 100
"""What there may be, and how many columns a network may be shown."""
MOST_CLASSES = 20
"""So many colours and marks can be told apart."""

ColumnNumber = Annotated[int, Field(ge=0, lt=MOST_COLUMNS)]


class Table(Part):
    """What is learned from a person's own table, which this describes so far that nothing else need be known of it."""

    id: str = Field(pattern=r"^[0-9a-f]{32}(\.[0-9a-f]{1,25})?$")
    """A digest of what it holds: equal ids have equal values. Of a table that came with another's network, after a
    point, the columns that came along: a bit for each, in hexadecimal."""
    rows: int = Field(ge=FEWEST_ROWS, le=MOST_ROWS)
    """How many samples it has: the rows in which each of these columns has a value."""
    inputs: tuple[ColumnNumber, ...] = Field(min_length=1, max_length=MOST_INPUTS)
    """The columns that the network is shown, counted from 0."""
    label: ColumnNumber
    """The column that it is to predict."""
    classes: int = Field(ge=0, le=MOST_CLASSES)
    """How many different values the label has, each of which is a class; 0: it is a number, to be predicted as one."""

    @model_validator(mode="after")
    def each_column_has_one_use(self) -> Self:
        if self.classes == 1:
            raise Fault("With a single class there is nothing to tell apart.", where="data.table.classes")
        if len({*self.inputs, self.label}) <= len(self.inputs):
            raise Fault(
                "A column is named twice: each may be one input, or the label.", where="data.table.inputs"
            )
        return self
