"""A CSV file becomes a table of numbers and classes, or a list of what is wrong with it, line by line."""

import csv
import io
import re
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from app.errors import Refusal, cut, shown
from app.names import MOST_CHARACTERS, printable
from engine.experiment.table import FEWEST_ROWS, MOST_CLASSES, MOST_COLUMNS, MOST_ROWS

DELIMITERS = ",;\t"
FEWEST_COLUMNS = 2
MOST_LINES = 5 * MOST_ROWS
"""Blank ones, and those within quotes, included: reading them takes time, too."""
MOST_FAULTS = 5
"""So many of a file's faults are told at once."""

# Python's own float() also reads "nan", "1_000" and the digits of other scripts. With ++ no digit is tried twice.
NUMBER = re.compile(r"[+-]?(\d++(\.\d*+)?|\.\d++)([eE][+-]?\d++)?", re.ASCII)
NO_NUMBER = re.compile(r"[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE)


class Column(NamedTuple):
    """A column of numbers, or of classes: texts in alphabetical order, in whose place their numbers stand."""

    name: str
    classes: tuple[str, ...] | None
    lowest: float
    highest: float


class Table(NamedTuple):
    """The values are (columns, rows) float32, finite; a column of classes holds 0 to k-1."""

    columns: tuple[Column, ...]
    values: NDArray[np.float32]


class Row(NamedTuple):
    line: int
    cells: list[str]


class Faults:
    """What is wrong with a file, gathered up to `MOST_FAULTS`."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def add(self, line: int, message: str, column: str | None = None) -> None:
        where = f"line {line}" if column is None else f"line {line}, {column_called(column)}"
        self.found.append((line, f"{where}: {message}"))

    def check(self) -> None:
        """Raises Refusal (wrong-file) if there are any: the first ones, a line each."""
        if self.found:
            first = [message for _, message in sorted(self.found, key=lambda fault: fault[0])[:MOST_FAULTS]]
            more = len(self.found) - len(first)
            wrong("\n".join([*first, *([f"and {more} more"] if more else [])]))


def column_called(name: str) -> str:
    return cut(name) if name.startswith("column ") else f"column {cut(name)}"


def wrong(message: str) -> NoReturn:
    raise Refusal("wrong-file", None, "{faults}", faults=message)


def read(content: bytes) -> Table:
    """The table that is in a file.

    The first line is a header if none of its cells is a number. A column is one of numbers if most of its cells are,
    else one of classes. Raises Refusal (wrong-file); each fault is named with its line.
    """
    first, *rest = rows_of(decoded(content))
    is_header = not any(NUMBER.fullmatch(cell) for cell in first.cells)
    names = names_of(first) if is_header else [f"column {n}" for n in range(1, len(first.cells) + 1)]
    rows = rest if is_header else [first, *rest]
    if len(rows) < FEWEST_ROWS:
        wrong(f"the file has {len(rows)} rows of data; at least {FEWEST_ROWS} are needed")
    if len(rows) > MOST_ROWS:
        wrong(
            f"line {rows[MOST_ROWS].line}: the file has more than {MOST_ROWS} rows of data, which is the most"
        )
    faults = Faults()
    for row in rows:
        if len(row.cells) != len(names):
            faults.add(row.line, f"the row has {len(row.cells)} cells, but the first line has {len(names)}")
    faults.check()
    lines = [row.line for row in rows]
    values = np.empty((len(names), len(rows)), np.float32)
    columns = []
    for place, name in enumerate(names):
        cells = [row.cells[place] for row in rows]
        classes, values[place] = column_of(name, cells, lines, faults)
        # Shortest decimals that mean the same float32: 0.1, not 0.10000000149011612.
        lowest, highest = (float(str(bound)) for bound in (values[place].min(), values[place].max()))
        columns.append(Column(name, classes, lowest, highest))
    faults.check()
    return Table(tuple(columns), values)


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong(f"line {line}: this is not UTF-8; save the file as CSV UTF-8, please")


def rows_of(text: str) -> list[Row]:
    """All rows that are not blank, and no more than one too many. Raises Refusal."""
    first_line = re.search(r"\S[^\r\n]*", text)
    delimiter = max(DELIMITERS, key=first_line[0].count) if first_line else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                wrong(f"line {line}: the row has {len(cells)} columns; {MOST_COLUMNS} are allowed")
            row = Row(line, [cell.strip() for cell in cells])
            line = reader.line_num + 1
            if line > MOST_LINES:
                wrong(f"line {line}: the file has more than {MOST_LINES} lines, which is the most")
            if row.cells and row.cells != [""]:
                rows.append(row)
            if len(rows) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        wrong(f"line {line}: {error}")
    if not rows:
        wrong("the file is empty")
    if len(rows[0].cells) < FEWEST_COLUMNS:
        wrong(
            f"line {rows[0].line}: there is only one column; at least {FEWEST_COLUMNS} are needed, with a comma, a "
            "semicolon or a tab between them"
        )
    return rows


def names_of(header: Row) -> list[str]:
    """The columns' names; those without one are numbered. Raises Refusal."""
    faults = Faults()
    names: list[str] = []
    for number, cell in enumerate(header.cells, 1):
        name = cell or f"column {number}"
        try:
            printable(name)
        except ValueError as error:
            faults.add(header.line, str(error), str(number))
        if len(name) > MOST_CHARACTERS:
            faults.add(header.line, f"its name has more than {MOST_CHARACTERS} characters", str(number))
        if name in names:
            faults.add(header.line, f"another column is called {shown(name)}, too", str(number))
        names.append(name)
    faults.check()
    return names


def column_of(
    name: str, cells: Sequence[str], lines: Sequence[int], faults: Faults
) -> tuple[tuple[str, ...] | None, NDArray[np.float32]]:
    """The classes of a column (None: it is one of numbers), and its values (rows,)."""
    are_numbers = [NUMBER.fullmatch(cell) is not None for cell in cells]
    values = np.zeros(len(cells), np.float32)
    if 2 * sum(are_numbers) < len(cells):
        return classes_of(name, cells, lines, faults)
    if all(are_numbers):
        with np.errstate(over="ignore"):
            values = np.array([float(cell) for cell in cells]).astype(np.float32)
        if np.isfinite(values).all():
            return None, values
    for line, cell, is_number, is_finite in zip(lines, cells, are_numbers, np.isfinite(values), strict=True):
        if not cell:
            faults.add(line, "the cell is empty", name)
        elif not is_number:
            comma = "; decimals are written with a point" if NUMBER.fullmatch(cell.replace(",", ".")) else ""
            faults.add(line, f"{shown(cell)} is not a number{comma}", name)
        elif not is_finite:
            faults.add(line, f"{shown(cell)} is too large", name)
    return None, values


def classes_of(
    name: str, cells: Sequence[str], lines: Sequence[int], faults: Faults
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The classes of a column of texts, and their numbers (rows,)."""
    found: dict[str, int] = {}
    for line, cell in zip(lines, cells, strict=True):
        if not cell:
            faults.add(line, "the cell is empty", name)
        elif NO_NUMBER.fullmatch(cell):
            faults.add(line, f"{shown(cell)} is not a number", name)
        elif cell not in found:
            found[cell] = line
            if len(found) > MOST_CLASSES:
                faults.add(
                    line,
                    f"{shown(cell)} is one class too many; a column of text may have {MOST_CLASSES}",
                    name,
                )
                break
            try:
                printable(cell)
            except ValueError:
                faults.add(line, "the name of a class is one line of text, without control characters", name)
            if len(cell) > MOST_CHARACTERS:
                faults.add(line, f"the name of the class has more than {MOST_CHARACTERS} characters", name)
    if len(found) == 1:
        faults.add(
            lines[0], f"{shown(cells[0])} is the only class; a column of text needs two at least", name
        )
    classes = tuple(sorted(found))
    number = {text: place for place, text in enumerate(classes)}
    return classes, np.array([number.get(cell, 0) for cell in cells], np.float32)
