"""Reading of a CSV file: a reader may choose each property that is guessed."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from app.csv.columns import Cells
from app.csv.dialect import dialect_of, with_plain_delimiters
from app.csv.encoding import decoded
from app.csv.header import is_header, names_of, padded
from app.csv.missing import AMONG_NUMBERS
from app.csv.numbers import Evidence, decimal_of, is_number
from app.csv.remarks import Remark, check_least, few, remark, wrong
from app.csv.rows import FEWEST_COLUMNS, Row, rows_of
from app.csv.table import Table
from engine.data.chosen_columns import FEWEST_ROWS, MOST_ROWS

NAMELESS = re.compile(r"column \d+")


class Choices(NamedTuple):
    """The properties of a file; those that are None are guessed."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    decimal: Literal[".", ","] | None = None


GUESSED = Choices()


class ReadTable(NamedTuple):
    """A table, the properties that the file was read with, and remarks on the parts that were left out."""

    table: Table
    encoding: str
    delimiter: str
    header: bool
    decimal: str
    notes: list[Remark]


def read(content: bytes, choices: Choices = GUESSED) -> ReadTable:
    """The table in a file. Raises WrongFile, which names the line of each fault."""
    text, encoding = decoded(content, choices.encoding)
    text = with_plain_delimiters(text)
    dialect = dialect_of(text, choices.delimiter)
    first, rest, columns, notes = rows_of(text, dialect)
    header = is_header(first, rest, columns) if choices.header is None else choices.header
    names = names_of(padded(first, columns) if header else [""] * columns)
    rows = rest if header else [first, *rest]
    if header and (again := [row for row in rows if row.cells == first.cells]):
        rows = [row for row in rows if row.cells != first.cells]
        notes += few([remark(row.line, None, "the header is repeated here: left out") for row in again])
    if header and has_units(rows, columns):
        notes.append(remark(rows[0].line, None, "the units below the header are left out"))
        rows = rows[1:]
    check_least(
        len(rows),
        "The file has too few rows of data: {count}, where {least} at least are needed.",
        least=FEWEST_ROWS,
    )
    if len(rows) > MOST_ROWS:
        wrong(
            rows[MOST_ROWS].line,
            "the file has more than {most} rows of data, the maximum",
            most=MOST_ROWS,
        )
    lines = [row.line for row in rows]
    cells = [
        Cells(name, column, lines) for name, column in zip(names, columns_of(rows, columns), strict=True)
    ]
    # A column without a name and values is a remnant of a spreadsheet, or the frame of a table.
    named = [each for each in cells if any(each.cells) or not NAMELESS.fullmatch(each.name)]
    cells = named if len(named) >= FEWEST_COLUMNS else cells
    own = [each.evidence for each in cells]
    whole = sum(own, Evidence())
    table_columns = []
    values = np.empty((len(cells), len(rows)))
    decimals: Counter[str] = Counter()
    for place, (each, tells) in enumerate(zip(cells, own, strict=True)):
        decimal = choices.decimal or decimal_of(tells, whole, dialect.delimiter)
        column, values[place], faults = each.read(decimal)
        table_columns.append(column)
        notes += few(faults)
        decimals[decimal or "."] += tells.point + tells.comma + tells.either
    decimal = choices.decimal or (decimals.most_common(1)[0][0] if decimals.total() else ".")
    return ReadTable(Table(tuple(table_columns), values), encoding, dialect.delimiter, header, decimal, notes)


def columns_of(rows: Sequence[Row], columns: int) -> Iterable[Sequence[str]]:
    """The cells of each column."""
    return zip(*(padded(row, columns) for row in rows), strict=True)


def has_units(rows: Sequence[Row], columns: int) -> bool:
    """Whether the first row names units: it has words where all other rows have numbers, and no number."""
    if len(rows) <= FEWEST_ROWS or any(map(is_number, rows[0].cells)):
        return False
    head = padded(rows[0], columns)
    below = [padded(row, columns) for row in rows[1:100]]
    words = [
        place
        for place, cell in enumerate(head)
        if cell not in AMONG_NUMBERS
        and all(is_number(row[place]) or row[place] in AMONG_NUMBERS for row in below)
    ]
    others = [place for place in range(columns) if place not in words]
    return len(words) > 0 and not any(head[place] in {row[place] for row in below} - {""} for place in others)
