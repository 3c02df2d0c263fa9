"""English sentences with numbers: after a 1, the noun is singular, and thousands are set apart. On the page,
static/words/counted.js and static/words/filled.js do it."""

import re
from collections.abc import Mapping

NOUNS = (
    "attempts branches bytes cells changes channels characters classes columns combinations corners days dimensions "
    "drawings entries epochs equations families features fields files folders formulas guesses inputs items iterations "
    "lanes layers letters levels lines masks members methods millionths multiplications networks neurons numbers "
    "outputs pages pairs parameters pictures pixels points rows runs samples seconds sets settings snapshots steps "
    "students symbols targets tasks terms trials units values variations weights windows words"
)
"""The nouns that are counted. None of them is a verb after the number of a layer or of a line."""
COUNTED = re.compile(
    r"(?:(there) are )?(\{(\w+)\}(?: (?:hidden|more|other|test|training))? )("
    + NOUNS.replace(" ", "|")
    + r")\b",
    re.IGNORECASE,
)


LARGEST = 2**53 - 1
"""Of the whole numbers that a page reads as they are."""


def english(text: str, values: Mapping[str, object]) -> str:
    """The English sentence with its values in place of the {names}."""
    return agreeing(text, values).format(**{name: written(value) for name, value in values.items()})


def agreeing(text: str, values: Mapping[str, object]) -> str:
    """The sentence, whose nouns and verbs agree with these values."""

    def agree(found: re.Match[str]) -> str:
        there, number, name, noun = found.groups()
        if str(values.get(name)) != "1":
            return found[0]
        return f"{there} is {number}{singular(noun)}" if there else f"{number}{singular(noun)}"

    return COUNTED.sub(agree, text)


def written(value: object) -> str:
    """A value in a sentence: the thousands of a whole number are set apart."""
    return f"{value:,}" if is_whole(value) else str(value)


def is_whole(value: object) -> bool:
    """Whether it is a whole number, which a page can read, too."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def singular(noun: str) -> str:
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun.endswith(("sses", "ches")) else noun[:-1]
