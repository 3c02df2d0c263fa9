"""The rows of a file, each with its line number. Text above and below the table is left out."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from app.csv.dialect import Dialect
from app.csv.numbers import is_number
from app.csv.remarks import Remark, WrongFile, few, remark, wrong
from app.errors import shown
from engine.data.chosen_columns import MOST_COLUMNS, MOST_ROWS

FEWEST_COLUMNS = 2
MOST_LINES = 5 * MOST_ROWS
"""The most lines, blank ones and those within quotes included, since reading them takes time, too."""
MOST_ABOVE, MOST_BELOW = 50, 10
"""The most rows of text above a table, and below it."""
MOST_CHARACTERS = csv.field_size_limit()
FORMULA = re.compile(r'\A="([^"]*)"\Z')
"""A formula around a text, which programs write so that Excel does not read 007 as a number."""
RULE = re.compile(r"[-+:=]*(?:---|===)[-+:=]*")
"""A line of dashes above or below a header."""
AFTER_QUOTE = re.compile(r'(?<=")[ \t]+(?=[,;|\r\n]|\Z)')


class Row(NamedTuple):
    line: int
    cells: list[str]
    """The cells without the empty ones at the end."""
    width: int
    """The number of cells, with the empty ones at the end."""


class Rows(NamedTuple):
    first: Row
    """The header, if there is one."""
    rest: list[Row]
    columns: int
    notes: list[Remark]
    """Remarks on the parts that were left out."""


def rows_of(text: str, dialect: Dialect) -> Rows:
    """The rows of a table. Raises WrongFile."""
    try:
        rows = list(filled(text, dialect))
    except csv.Error as error:
        if "expected after" not in str(error):
            raise
        rows = list(filled(AFTER_QUOTE.sub("", text), dialect, is_last_try=True))
    if not rows:
        wrong(None, "The file is empty.")
    columns = Counter(row.width for row in rows).most_common(1)[0][0]
    columns = max(len(row.cells) for row in rows if row.width == columns)
    start = first_of(rows, columns)
    first, rest, notes = rows[start], rows[start + 1 :], []
    if start:
        notes.append(remark(None, None, "Lines above the table that are left out: {count}.", count=start))
    if first.cells[0] == "#" and len(first.cells) == columns + 1:
        first = first._replace(cells=first.cells[1:])
    columns = max(columns, len(first.cells))
    if columns < FEWEST_COLUMNS:
        wrong(
            first.line,
            "there is only one column: put commas, semicolons or tabs between the columns",
        )
    while rest and len(notes) < MOST_BELOW and is_below(rest[-1]):
        below = rest.pop()
        what = remark(below.line, None, "{cell} stands below the table: left out", cell=shown(below.cells[0]))
        notes.insert(bool(start), what)
    rest = [row for row in rest if not is_comment(row, columns, row.cells[0][:2] not in ("# ", "//"))]
    wide = [row for row in rest if len(row.cells) > columns]
    if wide:
        raise WrongFile(
            [
                remark(
                    row.line,
                    None,
                    "the row has {count} cells, but the first line has {first}",
                    count=len(row.cells),
                    first=columns,
                )
                for row in wide
            ]
        )
    notes += few(
        [
            remark(
                row.line,
                None,
                "the row has {count} cells, but the first line has {first}: the others count as empty",
                count=row.width,
                first=columns,
            )
            for row in rest
            if row.width < columns
        ]
    )
    if (
        len(first.cells) == columns - 1
        and first.width < columns
        and any(row.width == columns for row in rest)
    ):
        first = first._replace(cells=["", *first.cells])  # R writes no header above the names of the rows
    return Rows(first, rest, columns, notes)


def filled(text: str, dialect: Dialect, is_last_try: bool = False) -> Iterator[Row]:
    """All rows that are not blank, up to the first row beyond the limit. Raises WrongFile, and csv.Error where text
    follows a closing quote."""
    if dialect.delimiter == " ":
        text = text.replace("\t", " ")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        skipinitialspace=True,
        strict=True,
    )
    line, count = 1, 0
    if dialect.is_named:
        next(reader)
        line = 2
    try:
        for raw in reader:
            width = len(raw)
            while raw and not raw[-1].strip():
                raw.pop()
            if len(raw) > MOST_COLUMNS:  # before its cells are read, which may be millions
                wrong(
                    line,
                    "the row has {count} columns: {most} are allowed",
                    count=len(raw),
                    most=MOST_COLUMNS,
                )
            cells = [FORMULA.sub(r"\1", cell.strip()) for cell in raw]
            while cells and not cells[-1]:
                cells.pop()
            row = Row(line, cells, width)
            line = reader.line_num + 1
            if line > MOST_LINES:
                wrong(line, "the file has more than {most} lines, the maximum", most=MOST_LINES)
            if cells and not all(RULE.fullmatch(cell) for cell in cells if cell):
                count += 1
                yield row
            if count > MOST_ROWS + MOST_ABOVE:
                return
    except csv.Error as error:
        reason = str(error)
        if "field limit" in reason:
            wrong(line, "a cell has more than {most} characters", most=MOST_CHARACTERS)
        if "expected after" in reason and not is_last_try:
            raise
        if "expected after" in reason:
            wrong(line, "there is text behind a quote that closes")
        wrong(line, "a quote is opened here, and does not close")


def first_of(rows: list[Row], columns: int) -> int:
    """The index of the table's first row, below title and comments."""
    for place, row in enumerate(rows[:MOST_ABOVE]):
        below = rows[place + 1 : place + 6]
        follows = below[0] if below else row
        has_numbers = any(map(is_number, follows.cells))
        if is_comment(row, columns, has_numbers) or is_title(row, columns, below):
            continue
        names_are_short = row.width == columns - 1 == follows.width - 1 and has_numbers
        if len(row.cells) >= columns or row.width >= columns or names_are_short:
            return place
    return 0


def is_title(row: Row, columns: int, below: list[Row]) -> bool:
    """Whether a row has too few cells for a header, where a better one may follow."""
    full = sum(map(bool, row.cells))
    if not row.cells[0] or full == columns:
        return False
    better = (
        len(each.cells) >= columns and all(each.cells) and not any(map(is_number, each.cells))
        for each in below
    )
    return full == 1 or (columns > 3 and 2 * full <= columns) or any(better)


def is_comment(row: Row, columns: int, is_above_numbers: bool = True) -> bool:
    """Whether a row is a comment. A column may be named #, and NumPy writes its header as a comment."""
    if not row.cells[0].startswith(("#", "//", "%")) or row.cells[0] == "#" == row.cells[-1]:
        return False
    names = len(row.cells) - (row.cells[0] == "#" and len(row.cells) > columns)
    return len(row.cells) == 1 or names != columns or not is_above_numbers


def is_below(row: Row) -> bool:
    """Whether a row is a single text, such as a source or a note below the table."""
    return len(row.cells) == 1 and (row.cells[0].startswith("(") or not is_number(row.cells[0]))
