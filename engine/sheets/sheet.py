"""A sheet: rows of cells, and how they are written as a CSV file (RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.fault import Fault
from engine.pauses import pause

MOST_MEGABYTES = 16
ROWS_A_PAUSE = 200
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Spreadsheets read a cell that begins with one of these as a formula."""


class Sheet(NamedTuple):
    header: Sequence[str]
    rows: Iterable[Sequence[str | None]]
    """Cells as texts, of numbers those of `number`; None where there is no value."""


def number(value: Any) -> str:
    """The shortest decimals that give the same float32 or float64 again: 0.1, and 3 instead of 3.0."""
    return str(value).removesuffix(".0")


def measured(value: float) -> str:
    """A mean of measures, as far as float32 tells it apart: 0.9, whatever its last digits are."""
    return number(np.float32(value))


def numbers(row: np.ndarray[Any, Any]) -> list[str]:
    """A row of bytes or of floats, each as `number` writes it."""
    return [*map(str, row.tolist())] if row.dtype == np.uint8 else [*map(number, row)]


def harmless(text: str) -> str:
    """A person's text, with an apostrophe before what a spreadsheet would read as a formula."""
    try:
        float(text)
    except ValueError:
        return f"'{text}" if text.startswith(FORMULAS) else text
    return text


def written(sheet: Sheet) -> bytes:
    """The CSV file. With other letters than those of ASCII it begins with a byte order mark, without which Excel does
    not read them. Fault: it would be too large."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(sheet.header)
    for nth, row in enumerate(sheet.rows):
        writer.writerow(row)
        if nth % ROWS_A_PAUSE == 0:
            pause()
            if file.tell() > MOST_MEGABYTES * 1_000_000:
                raise Fault(
                    "The CSV file would have more than {most} MB: take fewer samples.", most=MOST_MEGABYTES
                )
    text = file.getvalue()
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")
