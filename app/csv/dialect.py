"""The dialect of a file: its delimiter, and the quotes around its cells."""

import re
from itertools import islice
from typing import NamedTuple

from app.csv.numbers import CODES, CURRENCIES, UNITS

DELIMITERS = (",", ";", "\t", "|", " ")
SAMPLE_CHARACTERS = 32_000
"""The number of characters that the guess reads."""
FIRST_LINE = re.compile(r'\A"?sep=(.)"?(?=[\r\n])', re.IGNORECASE)
"""The line with the delimiter that Excel writes and reads above the table."""
LONG = re.compile(r"""([^,;\t| "'\r\n]{60})[^,;\t| "'\r\n]+""")
BESIDE_NUMBERS = re.compile(rf"(?<=\d) ?(?:[%‰{CURRENCIES}]|{CODES}|{UNITS}|[kKM万亿])(?=[,;\t|\r\n\"']|\Z)")
"""Units beside numbers. clevercsv recognises 1,5 as a number, but not 1,5 €."""
LINE = re.compile(r"[^\r\n]+")


class Dialect(NamedTuple):
    delimiter: str
    quote: str
    escape: str | None
    """The character before a quote within quotes, where quotes are not doubled."""
    is_named: bool
    """Whether the first line names the delimiter, and does not belong to the table."""


def with_plain_delimiters(text: str) -> str:
    """The same text with ASCII delimiters, where Chinese commas or semicolons separate its cells and no other delimiter
    does."""
    head = text[:SAMPLE_CHARACTERS]
    if any(mark in head for mark in ",;\t|"):
        return text
    for wide, plain in (("；", ";"), ("，", ","), ("、", ",")):
        lines = LINE.findall(head)
        if lines and 2 * sum(wide in line for line in lines) > len(lines):
            return text.replace(wide, plain)
    return text


def dialect_of(text: str, chosen: str | None = None) -> Dialect:
    """The dialect of a text: the one that makes its lines most alike and its cells numbers and words (clevercsv; van
    den Burg, Nazábal and Sutton, 2019). A chosen delimiter is kept."""
    import clevercsv  # not at the top: it goes through all of Unicode, a tenth of the time in which the server starts

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
    """The first lines that are not comments. Long words are cut, since the guess takes quadratic time for them."""
    words = BESIDE_NUMBERS.sub("", LONG.sub(r"\1", text[: 2 * SAMPLE_CHARACTERS]))
    lines = (match[0] for match in islice(LINE.finditer(words), 2000))
    sample = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    if len(sample) > SAMPLE_CHARACTERS:
        sample = sample[:SAMPLE_CHARACTERS].rpartition("\n")[0] or sample[:SAMPLE_CHARACTERS]
    return sample
