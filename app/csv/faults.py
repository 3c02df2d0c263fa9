"""What is wrong with a file, or was left out of it: a list, each with its line and column, which the page translates."""

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

from app.errors import Refusal, cut

MOST_FAULTS = 5
"""So many of a file's faults are told at once."""


class Fault(NamedTuple):
    """The text is English with {names}, and the key of the translations; the values are put in their place."""

    line: int | None
    column: str | None
    text: str
    values: dict[str, int | str]

    def said(self) -> str:
        """In English."""
        where = [f"line {self.line}"] if self.line else []
        if self.column is not None:
            where.append(self.column if self.column.startswith("column ") else f"column {self.column}")
        words = self.text.format(**self.values)
        return f"{', '.join(where)}: {words}" if where else words


class WrongFile(Refusal):
    """A file that cannot be read, with its first faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = list(faults[:MOST_FAULTS])
        if len(faults) > MOST_FAULTS:
            first.append(fault(None, None, "and {count} more", count=len(faults) - MOST_FAULTS))
        super().__init__("wrong-file", None, "\n".join(each.said() for each in first))
        self.faults = first

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "faults": [each._asdict() for each in self.faults]}


def fault(line: int | None, column: str | None, text: str, **values: int | str) -> Fault:
    return Fault(line, None if column is None else cut(column), text, values)


def wrong(line: int | None, text: str, **values: int | str) -> NoReturn:
    """Refuse the whole file for one reason."""
    raise WrongFile([fault(line, None, text, **values)])
