"""The pictures of a pool as an album: from the students' ink to a file that runs learn from."""

from typing import Any

import numpy as np

from app.classroom.pool import PICTURE_SIDE, Pool
from app.csv.table import Column, Table
from engine.data.album import NUMBERS, SIDE

EDGE = (SIDE - PICTURE_SIDE) // 2
"""The pictures of an album are larger: so many pixels around each."""


def table_of(pool: Pool) -> Table:
    """All pictures in the order in which they were drawn; there is one at least."""
    drawn = sorted((each for own in pool.pictures.values() for each in own), key=lambda each: each.id)
    ink = np.pad(np.stack([each.pixels for each in drawn]), ((0, 0), (EDGE, EDGE), (EDGE, EDGE)))
    pixels = np.repeat(ink[:, np.newaxis], 3, axis=1).reshape(len(drawn), NUMBERS)  # as red, green and blue
    labels = np.array([each.label for each in drawn], np.uint8)
    names = tuple(map(str, range(pool.classes)))
    column = Column("pictures", names, 0, pool.classes - 1, "pictures")
    return Table((column,), np.concatenate([labels[np.newaxis], pixels.T]))


def album_of(pool: Pool) -> dict[str, Any]:
    """The album as an experiment describes it, but for its id."""
    return {"pictures": sum(map(len, pool.pictures.values())), "classes": pool.classes}
