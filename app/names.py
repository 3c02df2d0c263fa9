"""Names that visitors give: any single line of text, which is displayed as text only."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from engine.fault import Fault

MOST_CHARACTERS = 80
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that turn the direction of all that follows, the sentence around a name included."""


def unturned(text: str) -> str:
    """The text without these characters; languages that are written from the right do not need them. One of nothing
    else stays: names that were stored are read again."""
    left = text.translate(TURNING)
    return left if left.strip() else text


def printable(text: str) -> str:
    """The text, if one line can display it; raises ValueError. Databases and terminals fail on other characters."""
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
        raise Fault("A name is one line of text, without control characters.")
    return unturned(text)


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS),
    AfterValidator(printable),
    Field(description="Shown as it is, as text.", examples=["Two moons, by hand"]),
]
