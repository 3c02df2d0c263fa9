"""The columns of a file: the kind and the values of each."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.csv.header import made_unique, shortened
from app.csv.missing import ALWAYS, AMONG_NUMBERS, missing_among_texts
from app.csv.numbers import LARGEST, Written, evidence, plain_numbers, value, written
from app.csv.remarks import Remark, remark
from app.csv.table import SHOWN_ROWS, Column, Kind
from app.errors import cut, shown
from engine.data.chosen_columns import MOST_CLASSES

Values = NDArray[np.float64]

COUNTS_ROWS = re.compile(
    r"(?i:#|id|index|idx|n[ro]\.?|no\.|lfd\. ?nr\.?|row|rownames|row names|unnamed: 0|column 1|序号|编号|学号)"
    r"|.*[_ -](?i:id|nr)|.*[a-z]I[Dd]"
)
"""Names of columns that only identify the rows."""


class Cells:
    """The cells of a column, with their line numbers."""

    def __init__(self, name: str, cells: Sequence[str], lines: Sequence[int]) -> None:
        self.name = name
        self.cells = cells
        self.lines = lines
        self.present = [cell for cell in cells if cell not in AMONG_NUMBERS]
        self.plain = plain_numbers(self.present)
        self.evidence = evidence(self.present, is_plain=self.plain is not None)

    def read(self, decimal: str | None) -> tuple[Column, Values, list[Remark]]:
        """The column, its values (rows,), and a remark on each cell that cannot be read. `decimal` is None where the
        decimal mark is in doubt."""
        if not self.present and all(cell in ALWAYS for cell in self.cells):
            return self._unusable("empty")
        numbers, unit, faults = self._numbers(decimal or ".")
        read = int(np.isfinite(numbers).sum())
        if 2 * read < len(self.present) or not read or (faults and self._has_classes()):
            return self._texts()
        if decimal is None:
            cell = next(cell for cell in self.present if "." in cell or "," in cell)
            mark = "." if "." in cell else ","
            doubt = remark(
                self.lines[self.cells.index(cell)],
                self.name,
                "{cell} may be {one} or {other}: choose the decimal mark",
                cell=shown(cell),
                one=cell.replace(mark, "."),
                other=cell.replace(mark, ""),
            )
            return (*self._unusable("ambiguous")[:2], [doubt])
        known = numbers[np.isfinite(numbers)]
        kind: Kind = "index" if self._counts_rows(known) else "number"
        lowest, highest = float(known.min()), float(known.max())
        missing = len(numbers) - len(known)
        return Column(self.name, None, lowest, highest, kind, missing, unit), numbers, faults

    def _numbers(self, decimal: str) -> tuple[Values, str, list[Remark]]:
        """Values (rows,), NaN where there is no number; the most frequent unit; remarks on cells that are no
        numbers."""
        values = np.full(len(self.cells), np.nan)
        parts: list[Written | None]
        if decimal == "." and self.plain is not None:
            values[[cell not in AMONG_NUMBERS for cell in self.cells]] = self.plain
            parts, unit, allowed = [], "", {""}
        else:
            parts = [None if cell in AMONG_NUMBERS else written(cell) for cell in self.cells]
            units = Counter(each.unit for each in parts if each is not None)
            unit = next((each for each, _ in units.most_common() if each), "")
            # A missing currency changes nothing; 45 and 45 % are different numbers.
            allowed = {unit} if "%" in unit and units[unit] >= units[""] else {unit, ""}
            if "%" in unit and units[unit] < units[""]:
                unit, allowed = "", {""}
            for place, each in enumerate(parts):
                if each is not None and each.unit in allowed:
                    number = value(each.body, decimal)
                    values[place] = np.nan if number is None else each.scale * number
        faults = []
        too_large = np.abs(values) > LARGEST
        for place in np.flatnonzero(~np.isfinite(values) | too_large).tolist():
            cell = self.cells[place]
            if cell in AMONG_NUMBERS:
                continue
            line, what = self.lines[place], shown(cell)
            if too_large[place]:
                one = remark(
                    line,
                    self.name,
                    "{cell} is too large: the row is left out where this column is chosen",
                    cell=what,
                )
            elif (each := parts[place]) and each.unit not in allowed:
                one = remark(
                    line, self.name, "{cell} has another unit than the others: the row is left out", cell=what
                )
            else:
                one = remark(
                    line,
                    self.name,
                    "{cell} is not a number: the row is left out where this column is chosen",
                    cell=what,
                )
            faults.append(one)
        values[too_large] = np.nan
        return values, unit, faults

    def _has_classes(self) -> bool:
        """Whether a column of numbers and texts names classes: they are few, and most occur more than once."""
        counts = Counter(self.present)
        return len(counts) <= MOST_CLASSES and 2 * len(counts) <= len(self.present)

    def _texts(self) -> tuple[Column, Values, list[Remark]]:
        """A column of classes, or an unusable column if it has more texts than there may be classes."""
        counts = Counter(self.cells)
        missing = missing_among_texts(counts)
        texts = [text for text in counts if text not in missing]
        known = sum(counts[text] for text in texts)
        # Texts that differ only in spaces are one class. Its name is shortened to fit a line.
        whole = dict.fromkeys(" ".join(text.split()) for text in sorted(texts, key=in_order))
        shown_as = dict(zip(whole, made_unique(map(shortened, whole)), strict=True))
        classes = list(shown_as.values())
        if len(classes) < 2:
            return self._unusable("constant" if classes else "empty", len(self.cells) - known)
        if len(classes) > MOST_CLASSES or len(texts) == known > 2:
            return self._unusable("text", len(self.cells) - known)
        number = {text: float(place) for place, text in enumerate(classes)}
        place_of = {text: number[shown_as[" ".join(text.split())]] for text in texts}
        values = np.array([place_of.get(cell, np.nan) for cell in self.cells])
        column = Column(self.name, tuple(classes), 0, len(classes) - 1, "classes", len(self.cells) - known)
        return column, values, []

    def _unusable(self, kind: Kind, missing: int | None = None) -> tuple[Column, Values, list[Remark]]:
        values = np.full(len(self.cells), np.nan)
        gone = len(self.cells) - len(self.present) if missing is None else missing
        first = tuple(cut(" ".join(cell.split())) for cell in self.cells[:SHOWN_ROWS])
        return Column(self.name, None, 0, 0, kind, gone, first=first), values, []

    def _counts_rows(self, known: Values) -> bool:
        """Whether the numbers are 0, 1, 2 ... or 1, 2, 3 ..., or are unique in a column with the name of an index."""
        if len(known) < len(self.cells) or not (known == np.floor(known)).all():
            return False
        if known[0] in (0, 1) and (np.diff(known) == 1).all():
            return True
        return bool(COUNTS_ROWS.fullmatch(self.name)) and len(np.unique(known)) == len(known)


def in_order(text: str) -> tuple[bool, float, str]:
    """A sort key: numbers by size, then texts by the alphabet."""
    numbers = plain_numbers([text])
    return (numbers is None, numbers[0] if numbers else 0, text)
