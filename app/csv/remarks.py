"""What is said of a file: what is wrong with it, or was left out of it, each with its line and column."""

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

from app.errors import Refusal, cut

MOST_TOLD = 5
"""So many of a kind are told at once."""


class Remark(NamedTuple):
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
    """A file that cannot be read, and what is wrong with it."""

    def __init__(self, faults: Sequence[Remark]) -> None:
        self.remarks = few(faults)
        what = "\n".join(each.said() for each in self.remarks)
        super().__init__("wrong-file", None, "{what}", what=what)

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "remarks": [each._asdict() for each in self.remarks]}


def remark(line: int | None, column: str | None, text: str, **values: int | str) -> Remark:
    return Remark(line, None if column is None else cut(column), text, values)


def wrong(line: int | None, text: str, **values: int | str) -> NoReturn:
    """Refuse the whole file for one reason."""
    raise WrongFile([remark(line, None, text, **values)])


def few(remarks: Sequence[Remark]) -> list[Remark]:
    """The first ones, and how many more there are."""
    if len(remarks) <= MOST_TOLD:
        return list(remarks)
    more = remark(None, remarks[0].column, "and {count} more", count=len(remarks) - MOST_TOLD)
    return [*remarks[:MOST_TOLD], more]
