"""The header: whether the first line is one, and the names of the columns."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.csv.missing import AMONG_NUMBERS
from app.csv.numbers import is_number
from app.csv.rows import Row
from app.names import MOST_CHARACTERS, unturned
from engine.data.chosen_columns import MOST_CLASSES

LOOKED_AT = 500
"""The number of rows that are compared with the first one."""
YEARS = re.compile(r"19\d\d|20\d\d")
MANY = 8
"""So many consecutive numbers, 0, 1, 2 ..., are column names and no data."""


def is_header(first: Row, rest: Sequence[Row], columns: int) -> bool:
    """Whether the first line names the columns. A header differs from the rows below it: a word above numbers, or a
    text that occurs once above texts that repeat. In doubt it is a header unless it contains numbers."""
    head = padded(first, columns)
    body = [padded(row, columns) for row in rest[:LOOKED_AT]]
    numbers = [cell for cell in head if is_number(cell)]
    counted = len(numbers) > 1 and is_counted(head)
    score = 0
    if counted and len(numbers) == len(head) and YEARS.fullmatch(head[0]):
        return True
    for place, cell in enumerate(head):
        below = [row[place] for row in body if row[place] not in AMONG_NUMBERS]
        if not below or not cell:
            continue
        are_numbers = [is_number(each) for each in below]
        if 2 * sum(are_numbers) >= len(below):
            if not is_number(cell):
                score += 2 * (cell not in AMONG_NUMBERS)
            elif not counted:
                score -= 2
            elif len(numbers) >= MANY or any(not each.isdigit() for each in below):
                score += 1
        elif (is_number(cell) and not counted) or cell in below:
            score -= 1
        elif len(set(below)) <= min(MOST_CLASSES, len(below) // 2):
            score += 1
    return score > 0 if score or numbers else True


def is_counted(head: Sequence[str]) -> bool:
    """Whether the numbers of a line are consecutive, 0, 1, 2 ... or 2019, 2020 ..., as column names may be."""
    numbers = [int(cell) for cell in head if cell.isdecimal() and len(cell) < 6]
    steps = {later - before for before, later in pairwise(numbers)}
    return len(numbers) == sum(is_number(cell) for cell in head) and steps == {1}


def padded(row: Row, columns: int) -> list[str]:
    """All cells of a row, the empty ones at its end included."""
    short = columns - len(row.cells)
    return row.cells + [""] * short if short else row.cells


def names_of(head: Sequence[str]) -> list[str]:
    """The columns' names: a column without a name gets a number, and equal names are made unique."""
    bare = [cell.removeprefix("# ") if number == 1 else cell for number, cell in enumerate(head, 1)]
    return made_unique(shortened(name) or f"column {number}" for number, name in enumerate(bare, 1))


def made_unique(names: Iterable[str]) -> list[str]:
    """The same names; a repeated name gets a number."""
    unique: dict[str, None] = {}
    for first in names:
        name, again = first, 2
        while name in unique:
            ending = f" ({again})"
            name = first[: MOST_CHARACTERS - len(ending)] + ending
            again += 1
        unique[name] = None
    return list(unique)


def shortened(text: str) -> str:
    """A name shortened to fit a line."""
    text = " ".join(unturned(text).split())
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
