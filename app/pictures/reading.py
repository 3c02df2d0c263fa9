"""An archive of pictures is read: each file that is none is named and left out."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from app.csv.remarks import Remark, WrongFile, remark, wrong
from app.csv.table import Column, Table
from app.pictures.archive import MOST_BYTES, ArchivedFile, members
from app.pictures.decoding import Undecodable, opened, pixels_of
from engine.data.album import FEWEST_PICTURES, MOST_CLASSES, NUMBERS

MOST_IN_ALL = 1_000_000_000
"""Pixels of all pictures together: some ten seconds of work."""


class ReadPictures(NamedTuple):
    """The pictures that were understood, and what was left out."""

    table: Table
    """A single column, of classes. Its values are bytes, (1 + NUMBERS, pictures): the class, then all of the picture's
    red, of its green, and of its blue."""
    notes: list[Remark]


def read(content: bytes) -> ReadPictures:
    """The pictures in an archive, whose folders are the classes. Raises WrongFile."""
    pictures, folders, notes = [], [], []
    left = MOST_IN_ALL
    for member in members(content):
        try:
            picture = picture_in(member)
            left -= picture.width * picture.height
            if left < 0:
                wrong(None, "The pictures have more than {most} pixels together.", most=MOST_IN_ALL)
            pictures.append(pixels_of(picture))
            folders.append(member.folder)
        except Undecodable as fault:
            notes.append(remark(None, None, fault.text, file=member.name, **fault.values))
    classes = tuple(sorted(set(folders)))
    if len(classes) < 2:
        because(
            notes,
            "The pictures of each class belong in a folder that is named for it, and there must be two such folders at "
            "least.",
        )
    if len(classes) > MOST_CLASSES:
        wrong(
            None,
            "There are {count} folders with pictures, but {most} classes at most are allowed.",
            count=len(classes),
            most=MOST_CLASSES,
        )
    if len(pictures) < FEWEST_PICTURES:
        because(
            notes,
            "There are too few pictures: {count}, where {least} at least are needed.",
            count=len(pictures),
            least=FEWEST_PICTURES,
        )
    values = np.empty((1 + NUMBERS, len(pictures)), np.uint8)
    values[0] = np.searchsorted(classes, folders)
    values[1:] = np.stack(pictures).reshape(-1, NUMBERS).T
    column = Column("pictures", classes, 0, len(classes) - 1, "pictures")
    return ReadPictures(Table((column,), values), notes)


def picture_in(member: ArchivedFile) -> Image.Image:
    """The picture of a file; only its header is read. Undecodable: the file is not a picture, or has no class."""
    if member.content is None:
        raise Undecodable("{file} cannot be unpacked: left out")
    if len(member.content) > MOST_BYTES:
        raise Undecodable("{file} has more than {most} bytes: left out", most=MOST_BYTES)
    picture = opened(member.content)
    if not member.folder:
        raise Undecodable("{file} is in no folder, which would name its class: left out")
    return picture


def because(notes: Sequence[Remark], text: str, **values: int) -> None:
    """Refuse the archive, with remarks on the files that were left out."""
    raise WrongFile([remark(None, None, text, **values), *notes])
