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
MOST_PARTS = 8
"""Of a path, so many parts are compared: its name, and the folders next to it."""
LEAST = 1 / UNITS
"""The least width and height, as a share of the picture's side."""


class PixelBox(NamedTuple):
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


def read(content: bytes, paths: Sequence[str]) -> tuple[dict[str, PixelBox], list[Remark]]:
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
    archived = ArchivedPaths(paths)
    found: dict[str, PixelBox] = {}
    notes = []
    for row in rest:
        cells = dict(zip(head, padded(row, columns), strict=True))
        file = cut(cells["file"])
        named = archived.named(cells["file"])
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
            found[named[0]] = PixelBox(
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
    parts = written(cell.strip().removesuffix("px"))
    decimal = "," if "," in cell and delimiter != "," else "."
    return None if parts is None or parts.unit else value(parts.body, decimal)


class ArchivedPaths:
    """The paths of an archive, by the names that a person may write for them: with fewer folders, or with more."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._whole: dict[tuple[str, ...], list[str]] = {}
        self._ends: dict[tuple[str, ...], list[str]] = {}
        for path in paths:
            parts = parts_of(path)
            self._whole.setdefault(parts, []).append(path)
            for count in range(1, len(parts)):
                self._ends.setdefault(parts[:count], []).append(path)

    def named(self, name: str) -> list[str]:
        """The paths that may be meant: the same one, or else those that end so, or else the longest that the name ends
        with."""
        parts = parts_of(name)
        shorter = (self._whole.get(parts[:count]) for count in range(len(parts) - 1, 0, -1))
        return self._whole.get(parts) or self._ends.get(parts) or next(filter(None, shorter), [])


def parts_of(path: str) -> tuple[str, ...]:
    """The name of a file and the folders next to it, from the last part to the first."""
    parts = unicodedata.normalize("NFC", path).replace("\\", "/").split("/")
    return tuple(part for part in reversed(parts) if part not in ("", ".", ".."))[:MOST_PARTS]


def is_boxes(path: str) -> bool:
    """Whether a file of the archive gives the boxes."""
    return path.rpartition("/")[2].lower() == FILE
