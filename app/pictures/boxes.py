"""The boxes of pictures: a file boxes.csv in their archive says where in each picture the thing is."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from app.csv.dialect import dialect_of
from app.csv.encoding import decoded
from app.csv.header import padded
from app.csv.numbers import value, written
from app.csv.remarks import Remark, few, remark, wrong
from app.csv.rows import Row, rows_of
from app.csv.table import Column
from app.errors import cut, shown
from engine.array import Array
from engine.data.album import UNITS

FILE = "boxes.csv"
PLACES = ("x", "y", "width", "height")
HEADER = ("file", *PLACES)
BOXES = Column("boxes", None, 0, 1, "boxes")
LEAST = 1 / UNITS
"""The least width and height, as a share of the picture's side."""


class Box(NamedTuple):
    """A line of the file: a box in pixels of the upright picture, from its upper left corner."""

    line: int
    left: float
    top: float
    width: float
    height: float

    def edges(self, size: tuple[int, int]) -> Array | None:
        """The left, upper, right and lower edge as shares of the side of the square that is kept of a picture of this
        size, (4,), cut off at its edge; None: nothing of the box is in that square."""
        side = min(size)
        start = [
            (here - (length - side) / 2) / side
            for here, length in zip((self.left, self.top), size, strict=True)
        ]
        edges = np.clip([*start, start[0] + self.width / side, start[1] + self.height / side], 0, 1)
        return edges if (edges[2:] - edges[:2] >= LEAST).all() else None

    def is_in(self, size: tuple[int, int]) -> bool:
        """Whether it lies within a picture of this size."""
        ends = self.left + self.width, self.top + self.height
        return min(self.left, self.top) >= 0 and all(
            end <= length for end, length in zip(ends, size, strict=True)
        )


def read(content: bytes, paths: Sequence[str]) -> tuple[dict[str, Box], list[Remark]]:
    """The box of each picture, by its path in the archive, and remarks on the lines that are none. Raises WrongFile."""
    text, _ = decoded(content)
    dialect = dialect_of(text)
    first, rest, columns, _ = rows_of(text, dialect)
    head = [cell.lower() for cell in padded(first, columns)]
    if not {*HEADER} <= {*head}:
        wrong(
            first.line,
            "the first line of {boxes} must name the columns: {columns}",
            boxes=FILE,
            columns=", ".join(HEADER),
        )
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(parts_of(path)[0], []).append(path)
    found: dict[str, Box] = {}
    notes = []
    for row in rest:
        cells = dict(zip(head, padded(row, columns), strict=True))
        file = cut(cells["file"])
        alike = by_name.get(next(iter(parts_of(cells["file"])), ""), [])
        named = [path for path in alike if are_alike(path, cells["file"])]
        faults = [*wrong_cells(row, cells, dialect.delimiter)]
        if not named:
            faults = [
                remark(
                    row.line, None, "{boxes} names {file}, which is not in the archive", boxes=FILE, file=file
                )
            ]
        elif len(named) > 1:
            faults = [
                remark(
                    row.line,
                    None,
                    "{boxes} names {file}, which is in several folders: write it with its folder",
                    boxes=FILE,
                    file=file,
                )
            ]
        elif named[0] in found:
            faults = [
                remark(
                    row.line,
                    None,
                    "{boxes} has another box for {file}: only the first counts",
                    boxes=FILE,
                    file=file,
                )
            ]
        notes += faults
        if not faults:
            found[named[0]] = Box(
                row.line, *(number(cells[place], dialect.delimiter) or 0 for place in PLACES)
            )
    return found, few(notes)


def wrong_cells(row: Row, cells: Mapping[str, str], delimiter: str) -> Iterator[Remark]:
    """The cells of a line that are no numbers."""
    for place in PLACES:
        if number(cells[place], delimiter) is None:
            yield remark(
                row.line,
                place,
                "{boxes} has {cell} here, which is no number",
                boxes=FILE,
                cell=shown(cells[place]),
            )


def number(cell: str, delimiter: str) -> float | None:
    """The number in a cell. Where commas separate the cells, they are no decimal marks."""
    parts = written(cell)
    decimal = "," if "," in cell and delimiter != "," else "."
    return None if parts is None or parts.unit not in ("", "px") else value(parts.body, decimal)


def parts_of(path: str) -> list[str]:
    """The folders and the name of a file, from the last to the first."""
    parts = unicodedata.normalize("NFC", path).replace("\\", "/").split("/")
    return [part for part in reversed(parts) if part not in ("", ".", "..")]


def are_alike(path: str, name: str) -> bool:
    """Whether a file with this path in the archive may be meant: a name may have fewer folders, or more."""
    return all(here == there for here, there in zip(parts_of(path), parts_of(name), strict=False))


def is_boxes(path: str) -> bool:
    """Whether a file of the archive gives the boxes."""
    return path.rpartition("/")[2].lower() == FILE
