"""An album: a person's own pictures, so far as an experiment describes them."""

from pydantic import Field

from engine.data.chosen_columns import MOST_CLASSES as MOST_CLASSES
from engine.part import Part

SIDE, NUMBERS = 32, 3 * 32 * 32
"""Each is kept as a square of so many pixels along a side, of red, green and blue: so many numbers."""
FEWEST_PICTURES, MOST_PICTURES = 10, 500


class Album(Part):
    """A person's own pictures, described as far as an experiment must know them."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    """A digest of what is in it: equal ids have equal pictures."""
    pictures: int = Field(ge=FEWEST_PICTURES, le=MOST_PICTURES)
    """How many there are."""
    classes: int = Field(ge=2, le=MOST_CLASSES)
    """How many classes they have."""
