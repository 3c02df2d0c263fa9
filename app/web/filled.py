"""A translation with its values filled in, as static/words/filled.js does it on the page: there is no blank between two
Chinese characters, and one between a Chinese character and a letter or digit."""

import re
import unicodedata
from collections.abc import Mapping
from functools import reduce

from engine.counted import agreeing, written

NAME = re.compile(r"\{(\w+)\}")
PUNCTUATION = re.compile("[\u3001-\u301f\uff01-\uff5e]")


def filled(text: str, values: Mapping[str, object]) -> str:
    """The text, of any language, with its values in place of the {names}."""
    parts = NAME.split(agreeing(text, values))
    parts[1::2] = [written(values[name]) for name in parts[1::2]]
    return reduce(joined, parts)


def joined(before: str, after: str) -> str:
    """Two parts of a text in a row."""
    end, start = before.removesuffix(" ")[-1:], after.removeprefix(" ")[:1]
    if is_chinese(end) and is_chinese(start):
        return before.removesuffix(" ") + after.removeprefix(" ")
    end, start = before[-1:], after[:1]
    are_apart = (is_han(end) and is_other(start)) or (is_other(end) and is_han(start))
    return f"{before} {after}" if are_apart else before + after


def is_chinese(sign: str) -> bool:
    return is_han(sign) or PUNCTUATION.match(sign) is not None


def is_han(sign: str) -> bool:
    """Whether it is a Chinese character."""
    return name_of(sign).startswith("CJK UNIFIED IDEOGRAPH")


def is_other(sign: str) -> bool:
    """Whether it is a letter or a digit of another script."""
    return name_of(sign).startswith(("LATIN ", "GREEK ")) or unicodedata.category(sign or " ")[0] == "N"


def name_of(sign: str) -> str:
    """Its name in Unicode; empty: it has none, or there is no sign."""
    return unicodedata.name(sign, "") if sign else ""
