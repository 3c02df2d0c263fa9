"""A visitor's own table or pictures in a run's file, within the bounds of those that come as CSV files or pictures."""

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.csv.numbers import LARGEST
from app.csv.table import Column, Table
from app.document.entries import refuse
from app.errors import cut
from app.names import Name
from app.pictures.boxes import BOXES
from engine.data.album import FEWEST_PICTURES, MOST_PICTURES, edges_in, n_rows
from engine.data.chosen_columns import FEWEST_ROWS, MOST_CLASSES, MOST_COLUMNS, MOST_ROWS

MOST_OF_A_UNIT = 20
"""Characters."""


class StoredColumn(BaseModel):
    """The properties of a column that its values do not show."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name
    kind: Literal["number", "classes", "index", "pictures", "boxes"]
    classes: Annotated[list[Name], Field(min_length=2, max_length=MOST_CLASSES)] | None = None
    unit: Annotated[str, Field(max_length=MOST_OF_A_UNIT)] = ""


class StoredTable(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name
    columns: Annotated[list[StoredColumn], Field(min_length=1, max_length=MOST_COLUMNS)]


def columns_of(table: Table) -> list[dict[str, Any]]:
    """The columns of a table, as JSON."""
    return [
        {"name": column.name, "kind": column.kind, "classes": column.classes, "unit": column.unit}
        for column in table.columns
    ]


def table_of(described: dict[str, Any], values: NDArray[Any]) -> tuple[str, Table]:
    """The name and the table of a file, with values (columns, rows). Raises Refusal."""
    try:
        stored = StoredTable.model_validate(described)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        refuse("The file is damaged: its data have no valid {field}.", field=cut(where))
    kinds = [column.kind for column in stored.columns]
    has_pictures, has_boxes = kinds[0] == "pictures", kinds == ["pictures", "boxes"]
    count = n_rows(has_boxes) if has_pictures else len(kinds)
    fewest, most = (FEWEST_PICTURES, MOST_PICTURES) if has_pictures else (FEWEST_ROWS, MOST_ROWS)
    is_mixed = bool({"pictures", "boxes"} & {*kinds}) and kinds != ["pictures"] and not has_boxes
    if is_mixed or (values.dtype == np.uint8) != has_pictures:
        refuse("The file is damaged: its data are neither a table nor pictures.")
    if len(values) != count or not fewest <= values.shape[1] <= most:
        refuse(
            "The file is damaged: its data have {count} columns and {rows} rows.",
            count=len(values),
            rows=values.shape[1],
        )
    if not has_boxes:
        return stored.name, Table(tuple(map(column_of, stored.columns, values)), values)
    start, end = edges_in(values).reshape(2, 2, -1)
    if (start >= end).any():
        refuse("The file is damaged: the column {name} has no valid values.", name=stored.columns[1].name)
    return stored.name, Table((column_of(stored.columns[0], values[0]), BOXES), values)


def column_of(stored: StoredColumn, values: NDArray[Any]) -> Column:
    """A column with its values (rows,). Raises Refusal."""
    known = values[~np.isnan(values)]
    names_classes = stored.kind in ("classes", "pictures")
    if names_classes != (stored.classes is not None) or not len(known) or (np.abs(known) > LARGEST).any():
        refuse("The file is damaged: the column {name} has no valid values.", name=stored.name)
    if stored.classes is None:
        ends = float(known.min()), float(known.max())
        return Column(stored.name, None, *ends, stored.kind, len(values) - len(known), stored.unit)
    numbers = known.astype(float)
    last = len(stored.classes) - 1
    if (numbers != np.floor(numbers)).any() or numbers.min() < 0 or numbers.max() > last:
        refuse("The file is damaged: the column {name} has no valid values.", name=stored.name)
    return Column(stored.name, tuple(stored.classes), 0, last, stored.kind, len(values) - len(known))
