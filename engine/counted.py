"""English sentences with numbers: after a 1, the noun is singular. static/words/counted.js does it on the page."""

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


def filled(text: str, values: Mapping[str, object]) -> str:
    """The sentence with its values in place of the {names}."""

    def agreeing(found: re.Match[str]) -> str:
        there, number, name, noun = found.groups()
        if str(values.get(name)) != "1":
            return found[0]
        return f"{there} is {number}{singular(noun)}" if there else f"{number}{singular(noun)}"

    return COUNTED.sub(agreeing, text).format(**values)


def singular(noun: str) -> str:
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun.endswith(("sses", "ches")) else noun[:-1]
