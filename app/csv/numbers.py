"""Numbers as people write them: decimal point or comma, separators of thousands, currency, percent sign, unit."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

LARGEST = 1e100
"""The largest number that is read; squares of larger ones would overflow."""
SCALES = {
    "k": 1e3,
    "K": 1e3,
    "M": 1e6,
    "Mio": 1e6,
    "Mio.": 1e6,
    "Mrd": 1e9,
    "Mrd.": 1e9,
    "万": 1e4,
    "亿": 1e8,
}
"""Suffixes that multiply a number: 8.5k is 8500, whatever suffix the other cells of the column have."""
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
"""Full-width characters of Chinese and Japanese keyboards."""
LONGEST = 60
"""The most characters of a number."""

# Python's own float() also reads "nan", "1_000" and the digits of other scripts. Possessive ++ avoids backtracking.
PLAIN = r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?"
PLAIN_COLUMN = re.compile(rf"{PLAIN}(?:\n{PLAIN})*+", re.ASCII)
THREE_DECIMALS = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$", re.ASCII | re.MULTILINE)
SPACES = " \u00a0\u2009\u202f"


def pattern(decimal: str, groups: str) -> re.Pattern[str]:
    """A number with this decimal mark, and optionally one of `groups` between its thousands, always the same one."""
    mark = re.escape(decimal)
    lakhs = r"|[1-9]\d?(?:,\d\d)+,\d{3}" if "," in groups else ""
    whole = rf"(?:[1-9]\d{{0,2}}(?P<group>[{groups}])\d{{3}}(?:(?P=group)\d{{3}})*+{lakhs}|\d++)"
    return re.compile(rf"[+-]?(?:{whole}(?:{mark}\d*+)?|{mark}\d++)(?:[eE][+-]?\d++)?", re.ASCII)


WRITTEN = {".": pattern(".", f",'’{SPACES}"), ",": pattern(",", f".'’{SPACES}")}
"""The pattern of numbers for each decimal mark."""

CURRENCIES = "$€£¥₹₽₩₺₴₫฿元￥"
CODES = (
    r"(?:US|A|C|NZ|HK|R)\$|CHF|EUR|USD|GBP|CNY|RMB|JPY|SEK|NOK|DKK|PLN|CZK|HUF|INR"
    r"|Fr\.|kr\.?|zł|Kč|Ft|Rs\.?|DM|Euro|euros?"
)
UNITS = (
    r"[mckµ]?m[²³23]?|k?g|m?g|t|lbs?|oz|in|ft|mi|[mc]?l|s|ms|min|h|d|°|°[CF]"
    r"|岁|个|人|次|件|台|厘米|毫米|公斤|千克|克|米|秒|分|度|℃"
    r"|[kM]?W|kWh|V|A|k?Hz|km/h|mph|h?Pa|J|kJ|k?cal"
)
CELL = re.compile(
    rf"(?P<open>\()?(?P<sign>[+−-])? *(?P<before>[{CURRENCIES}]|{CODES})? *(?P<late>\()? *"
    rf"(?P<body>[+−-]?[\d.,][\d.,'’{SPACES}]*(?:[eE][+−-]?\d+)?)"
    r"(?P<scale>(?<=[\d.])[kKM](?![^\W\d_]|[²³/])| ?(?:Mio\.?|Mrd\.?|[万亿]))?"
    rf" *(?P<after>%|‰|％|[{CURRENCIES}]|{CODES}|{UNITS}|(?<= )[^\W\d_]{{1,12}}\.?)?(?(open)\))(?(late)\))",
    re.ASCII,
)


class Written(NamedTuple):
    """A cell that may hold a number: its digits, its unit and its scale."""

    body: str
    unit: str
    scale: float = 1


def written(cell: str) -> Written | None:
    """The parts of a cell, if it looks like a number."""
    found = CELL.fullmatch(cell.translate(FULL_WIDTH)) if len(cell) <= LONGEST else None
    if not found:
        return None
    sign, body = found["sign"] or "", found["body"].strip()
    if (
        (sign and body[0] in "+−-")
        or (found["before"] and found["after"])
        or (found["late"] and (sign or found["open"]))
    ):
        return None
    if found["open"] or found["late"]:
        sign = "-"
    unit = found["before"] or found["after"] or ""
    return Written(
        (sign + body).replace("−", "-"), unit, SCALES[found["scale"].strip()] if found["scale"] else 1
    )


def is_number(cell: str) -> bool:
    """Whether a cell is a number in any notation."""
    parts = written(cell)
    return parts is not None and any(each.fullmatch(parts.body) for each in WRITTEN.values())


def value(body: str, decimal: str) -> float | None:
    """The number that the digits denote; None if they do not fit the decimal mark."""
    if not WRITTEN[decimal].fullmatch(body):
        return None
    body = body.replace(".", "").replace(",", ".") if decimal == "," else body.replace(",", "")
    return float("".join(each for each in body if each not in f"'’{SPACES}"))


def plain_numbers(cells: Sequence[str]) -> list[float] | None:
    """The numbers of a column with nothing but numbers in a program's notation, else None. This is fast."""
    return list(map(float, cells)) if PLAIN_COLUMN.fullmatch("\n".join(cells)) else None


class Evidence(NamedTuple):
    """How many cells fit only a decimal point, only a comma, and both, with different values."""

    point: int = 0
    comma: int = 0
    either: int = 0
    either_comma: int = 0
    """The cells among `either` that contain a comma."""

    def __add__(self, other: "Evidence") -> "Evidence":  # type: ignore[override]
        return Evidence(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def decimal(self) -> str | None:
        if self.point == self.comma:
            return None
        return "." if self.point > self.comma else ","


def evidence(cells: Iterable[str], is_plain: bool) -> Evidence:
    """Count the evidence for a decimal mark in a column; a plain column has numbers with a point or integers."""
    if is_plain:
        text = "\n".join(cells)
        either = len(THREE_DECIMALS.findall(text))
        return Evidence(point=text.count(".") - either, either=either)
    found: Counter[str] = Counter()
    for cell in cells:
        if "." not in cell and "," not in cell:
            continue
        parts = written(cell)
        if parts is None:
            continue
        point, comma = (bool(WRITTEN[mark].fullmatch(parts.body)) for mark in ".,")
        if point and comma:
            found["either"] += 1
            found["either_comma"] += "," in parts.body
        else:
            found["point"] += point
            found["comma"] += comma
    return Evidence(**found)


def decimal_of(own: Evidence, file: Evidence, delimiter: str) -> str | None:
    """The decimal mark of a column, by its own cells, else by the file's; None where 1.234 is ambiguous."""
    known = own.decimal or file.decimal
    if known or not own.either:
        return known or "."
    # A file with commas as delimiters writes decimals with a point. With semicolons, 1.234 is ambiguous.
    if delimiter == "," or (delimiter != ";" and not own.either_comma):
        return "."
    return None
