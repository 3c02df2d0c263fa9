"""Remarks on a file: its faults and the parts that were left out, each with line and column."""

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

from app.errors import Refusal, cut
from engine.counted import english

MOST_SHOWN = 5
"""The most remarks of one kind that are shown."""


class Remark(NamedTuple):
    """`text` is English with {names}, and the key of the translations; `values` replace the names."""

    line: int | None
    column: str | None
    text: str
    values: dict[str, int | str]

    def sentence(self) -> str:
        """The remark in English."""
        where = [f"line {self.line}"] if self.line else []
        if self.column is not None:
            where.append(self.column if self.column.startswith("column ") else f"column {self.column}")
        words = english(self.text, self.values)
        return f"{', '.join(where)}: {words}" if where else words


class WrongFile(Refusal):
    """A file that cannot be read, with remarks on its faults."""

    def __init__(self, faults: Sequence[Remark]) -> None:
        self.remarks = few(faults)
        what = "\n".join(each.sentence() for each in self.remarks)
        super().__init__("wrong-file", None, "{what}", what=what)

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "remarks": [each._asdict() for each in self.remarks]}


def remark(line: int | None, column: str | None, text: str, **values: int | str) -> Remark:
    return Remark(line, None if column is None else cut(column), text, values)


def wrong(line: int | None, text: str, **values: int | str) -> NoReturn:
    """Refuse the whole file for one reason."""
    raise WrongFile([remark(line, None, text, **values)])


def check_most(count: int, text: str, *, most: int) -> None:
    """Refuse the whole file where it has more of something: `text` names {count} and {most}."""
    if count > most:
        wrong(None, text, count=count, most=most)


def check_least(count: int, text: str, *, least: int) -> None:
    """The same where it has less: `text` names {count} and {least}."""
    if count < least:
        wrong(None, text, count=count, least=least)


def few(remarks: Sequence[Remark]) -> list[Remark]:
    """The first remarks, and the number of the others."""
    if len(remarks) <= MOST_SHOWN:
        return list(remarks)
    more = remark(None, remarks[0].column, "and {count} more", count=len(remarks) - MOST_SHOWN)
    return [*remarks[:MOST_SHOWN], more]
