"""Names that visitors give: any single line of text, which is displayed as text only."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from engine.fault import Fault

MOST_CHARACTERS = 80


def printable(text: str) -> str:
    """The text, if one line can display it; raises ValueError. Databases and terminals fail on other characters."""
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
        raise Fault("A name is one line of text, without control characters.")
    return text


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS),
    AfterValidator(printable),
    Field(description="Shown as it is, as text.", examples=["Two moons, by hand"]),
]
