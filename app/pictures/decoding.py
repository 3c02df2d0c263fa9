"""Decoding: a PNG or JPEG file becomes a small square of colours."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from engine.data.album import SIDE

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 16_000_000
"""Of one picture: four thousand along each side."""
LYING = (5, 6, 7, 8)
"""The orientations of Exif in which rows and columns are exchanged."""

# Our limit is lower, and is checked before decoding: Pillow would warn.
Image.MAX_IMAGE_PIXELS = None


class Undecodable(ValueError):  # noqa: N818  (it is an answer, not a mistake)
    """The reason why a file cannot be used as a picture: a sentence with {names}, and their values."""

    def __init__(self, text: str, **values: int) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


@contextmanager
def refusing() -> Iterator[None]:
    """Where a file is damaged, say so: it fails anywhere in its decoder, with OSError, SyntaxError, struct.error, ..
    What its decoder merely warns of, such as a camera's odd note, is no fault."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Undecodable:
        raise
    except Exception:
        refuse("{file} is damaged: left out")


@refusing()
def opened(content: bytes) -> Image.Image:
    """The picture; only its header is read. Undecodable: it is of another format, too large, or animated."""
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        refuse("{file} is no PNG or JPEG picture: left out")
    if picture.width * picture.height > MOST_PIXELS:
        refuse(
            "{file} has {width} × {height} pixels, more than {most} in all: left out",
            width=picture.width,
            height=picture.height,
            most=MOST_PIXELS,
        )
    # Phones add a second picture to a JPEG file, such as one of the depths: the first is the photograph.
    if picture.format == "PNG" and getattr(picture, "is_animated", False):
        refuse("{file} is animated: left out")
    return picture


@refusing()
def pixels_of(picture: Image.Image) -> NDArray[np.uint8]:
    """Its pixels, decoded, (3, SIDE, SIDE): upright, on white paper, and cut to a square about its middle. Undecodable:
    it is damaged."""
    # A JPEG file is decoded at half of its size, a quarter, or an eighth.
    picture.draft(None, (2 * SIDE, 2 * SIDE))
    upright = ImageOps.exif_transpose(picture)
    square = ImageOps.fit(in_color(upright), (SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(square, np.uint8).transpose(2, 0, 1)


@refusing()
def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Its width and its height as it is looked at: a camera that was held upright may say that its picture lies."""
    lies = picture.getexif().get(ExifTags.Base.Orientation) in LYING
    return (picture.height, picture.width) if lies else picture.size


def in_color(picture: Image.Image) -> Image.Image:
    """Red, green and blue, eight bits each; what is transparent shows white paper."""
    if picture.mode.startswith("I"):  # 16 bits of grey, of which Pillow would only cut off what is above 255.
        grey: NDArray[Any] = np.asarray(picture).astype(np.uint32)
        bytes_of_grey = (grey >> 8).clip(0, 255)
        bytes_of_grey[grey == picture.info.get("transparency", -1)] = 255
        picture = Image.fromarray(bytes_of_grey.astype(np.uint8))
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        picture = Image.alpha_composite(paper, seen)
    return picture.convert("RGB")


def refuse(text: str, **values: int) -> NoReturn:
    raise Undecodable(text, **values) from None
