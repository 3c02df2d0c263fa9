"""An archive of pictures is read: each file that is none is named and left out, and so is each picture without a box
where others have one."""

from collections.abc import Sequence
from typing import NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.csv.header import made_unique, shortened
from app.csv.remarks import Remark, WrongFile, check_most, remark, wrong
from app.csv.table import Column, Table
from app.pictures.archive import MOST_BYTES, ArchivedFile, members
from app.pictures.boxes import BOXES, FILE, is_boxes
from app.pictures.boxes import read as read_boxes
from app.pictures.decoding import Undecodable, opened, pixels_of, upright_size
from engine.array import Array
from engine.data.album import EDGES, FEWEST_PICTURES, MOST_CLASSES, NUMBERS, packed

MOST_IN_ALL = 1_000_000_000
"""Pixels of all pictures together: some ten seconds of work."""


class ReadPictures(NamedTuple):
    """The pictures that were understood, and what was left out."""

    table: Table
    """A column of classes and, where there are boxes, one of boxes. Its values are bytes, as an album is kept
    (`engine.data.album`)."""
    notes: list[Remark]


class Picture(NamedTuple):
    """A picture that was understood."""

    member: ArchivedFile
    size: tuple[int, int]
    """Its width and its height, upright."""
    pixels: NDArray[np.uint8]
    """(3, SIDE, SIDE), of the square in its middle."""


def read(content: bytes) -> ReadPictures:
    """The pictures in an archive, whose folders are the classes. Raises WrongFile."""
    pictures: list[Picture] = []
    notes: list[Remark] = []
    paths: list[str] = []
    boxes: ArchivedFile | None = None
    left = MOST_IN_ALL
    for member in members(content):
        if is_boxes(member.path):
            boxes = member
            continue
        paths.append(member.path)
        try:
            picture = picture_in(member)
            left -= picture.width * picture.height
            if left < 0:
                wrong(None, "The pictures have more than {most} pixels together.", most=MOST_IN_ALL)
            pictures.append(Picture(member._replace(content=None), upright_size(picture), pixels_of(picture)))
        except Undecodable as fault:
            notes.append(remark(None, None, fault.text, file=member.name, **fault.values))
    classes = classes_of(pictures)
    if len(classes) < 2:
        because(
            notes,
            "The pictures of each class belong in a folder that is named for it, and there must be two such folders at "
            "least.",
        )
    check_most(
        len(classes),
        "There are {count} folders with pictures, but {most} classes at most are allowed.",
        most=MOST_CLASSES,
    )
    if len(pictures) < FEWEST_PICTURES:
        because(
            notes,
            "There are too few pictures: {count}, where {least} at least are needed.",
            count=len(pictures),
            least=FEWEST_PICTURES,
        )
    edges: Array = np.zeros((0, len(pictures)))
    if boxes is not None:
        pictures, edges, faults = with_boxes(pictures, boxes, paths)
        notes += faults
        classes = classes_of(pictures)
        if len(pictures) < FEWEST_PICTURES or len(classes) < 2:
            because(
                notes,
                "With boxes of their own there are {count} pictures of {classes} classes, but {least} pictures of two "
                "classes at least are needed.",
                count=len(pictures),
                classes=len(classes),
                least=FEWEST_PICTURES,
            )
    folders = [picture.member.folder for picture in pictures]
    labels = np.searchsorted(classes, folders)[np.newaxis].astype(np.uint8)
    pixels = np.stack([picture.pixels for picture in pictures]).reshape(-1, NUMBERS).T
    parts = [labels, pixels] if boxes is None else [labels, pixels, packed(edges)]
    names = tuple(made_unique(map(shortened, classes)))
    column = Column("pictures", names, 0, len(classes) - 1, "pictures")
    columns = (column,) if boxes is None else (column, BOXES)
    return ReadPictures(Table(columns, np.concatenate(parts)), notes)


def classes_of(pictures: Sequence[Picture]) -> tuple[str, ...]:
    """The folders of the pictures, in the order of their names."""
    return tuple(sorted({picture.member.folder for picture in pictures}))


def with_boxes(
    pictures: Sequence[Picture], boxes: ArchivedFile, paths: Sequence[str]
) -> tuple[list[Picture], Array, list[Remark]]:
    """The pictures that have a box, the edges of these boxes (4, pictures), and remarks. Raises WrongFile."""
    if boxes.content is None or len(boxes.content) > MOST_BYTES:
        wrong(None, "{file} cannot be unpacked.", file=boxes.name)
    try:
        found, notes = read_boxes(boxes.content, paths)
    except WrongFile as fault:
        because(
            fault.remarks,
            "{boxes} cannot be read. It is a CSV file in UTF-8, with a line for each picture.",
            boxes=FILE,
        )
    kept, edges, without = [], [], []
    for picture in pictures:
        file, (width, height) = picture.member.name, picture.size
        box = found.get(picture.member.path)
        if box is None:
            without.append(
                remark(None, None, "{file} has no box in {boxes}: left out", file=file, boxes=FILE)
            )
        elif not (box.width > 0 and box.height > 0):
            notes.append(
                remark(box.line, None, "the box of {file} has no width or no height: left out", file=file)
            )
        elif min(box.width, box.height) < 1:
            notes.append(
                remark(
                    box.line,
                    None,
                    "the box of {file} is less than one pixel wide or high, and boxes are in pixels: left out",
                    file=file,
                )
            )
        elif not box.is_in(picture.size):
            notes.append(
                remark(
                    box.line,
                    None,
                    "the box of {file} is not inside of its picture of {width} × {height} pixels: left out",
                    file=file,
                    width=width,
                    height=height,
                )
            )
        elif (shares := box.edges(picture.size)) is None:
            notes.append(
                remark(
                    box.line,
                    None,
                    "the box of {file} is outside of the middle square, which alone is kept of a picture: left out",
                    file=file,
                )
            )
        else:
            kept.append(picture)
            edges.append(shares)
    return kept, np.array(edges).reshape(-1, EDGES).T, [*notes, *without]


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


def because(notes: Sequence[Remark], text: str, **values: int | str) -> NoReturn:
    """Refuse the archive, with remarks on the files that were left out."""
    raise WrongFile([remark(None, None, text, **values), *notes])
