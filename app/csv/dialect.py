"""The dialect of a file: what stands between its cells, and what around them."""

import re
from itertools import islice
from typing import NamedTuple

import clevercsv

from app.csv.numbers import CODES, CURRENCIES, UNITS

DELIMITERS = (",", ";", "\t", "|", " ")
SAMPLE_CHARACTERS = 32_000
"""So much of a file is looked at."""
FIRST_LINE = re.compile(r'\A"?sep=(.)"?(?=[\r\n])', re.IGNORECASE)
"""As Excel writes it, and reads it, above the table."""
LONG = re.compile(r"""([^,;\t| "'\r\n]{60})[^,;\t| "'\r\n]+""")
BESIDE_NUMBERS = re.compile(rf"(?<=\d) ?(?:[%‰{CURRENCIES}]|{CODES}|{UNITS}|[kKM万亿])(?=[,;\t|\r\n\"']|\Z)")
"""clevercsv takes 1,5 for a number, but not 1,5 €."""
LINE = re.compile(r"[^\r\n]+")


class Dialect(NamedTuple):
    delimiter: str
    quote: str
    escape: str | None
    """What stands before a quote within quotes, where that is not doubled."""
    is_named: bool
    """Whether the first line names the delimiter, and is no part of the table."""


def with_plain_delimiters(text: str) -> str:
    """The same text, where Chinese commas or semicolons, as a keyboard of that language writes them, stand between its
    cells and no other delimiter does."""
    head = text[:SAMPLE_CHARACTERS]
    if any(mark in head for mark in ",;\t|"):
        return text
    for wide, plain in (("；", ";"), ("，", ","), ("、", ",")):
        lines = LINE.findall(head)
        if lines and 2 * sum(wide in line for line in lines) > len(lines):
            return text.replace(wide, plain)
    return text


def dialect_of(text: str, chosen: str | None = None) -> Dialect:
    """How the cells of a text are kept apart, unless a delimiter is chosen: by what makes its lines alike, and its
    cells numbers and words (clevercsv; van den Burg, Nazábal and Sutton, 2019)."""
    named = FIRST_LINE.match(text)
    if named and (chosen or named[1]) in DELIMITERS:
        return Dialect(chosen or named[1], '"', None, True)
    try:
        found = clevercsv.Sniffer().sniff(sample_of(text), delimiters="".join(DELIMITERS))
    except clevercsv.Error:
        found = None
    delimiter, quote, escape = (found.delimiter, found.quotechar, found.escapechar) if found else ("", "", "")
    return Dialect(chosen or delimiter or ",", quote or '"', escape or None, False)


def sample_of(text: str) -> str:
    """The first lines that are no comments. Long words are cut: the guess takes quadratic time for them."""
    words = BESIDE_NUMBERS.sub("", LONG.sub(r"\1", text[: 2 * SAMPLE_CHARACTERS]))
    lines = (match[0] for match in islice(LINE.finditer(words), 2000))
    sample = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    if len(sample) > SAMPLE_CHARACTERS:
        sample = sample[:SAMPLE_CHARACTERS].rpartition("\n")[0] or sample[:SAMPLE_CHARACTERS]
    return sample
