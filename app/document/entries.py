"""The entries of a run's file: JSON and NumPy's arrays, each read no further than is allowed, and nothing pickled."""

import io
import json
import zipfile
from typing import Any, NoReturn

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from app.errors import Refusal, cut
from app.zipped import unpack

MOST_JSON = 1_000_000
"""Bytes of a description: one of 1000 points has 20,000."""
MOST_UNPACKED = 100_000_000
"""Bytes of all entries together, once they are unpacked."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same run is the same file."""


def refuse(text: str, **values: Any) -> NoReturn:
    """Refuse the whole file for one reason."""
    raise Refusal("wrong-file", None, text, **values)


class Entries:
    """The entries of an archive that has arrived."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.entries = {each.filename: each for each in archive.infolist()}
        self.left = MOST_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str, most: int | None = None) -> bytes:
        """An entry of at most so many bytes. Raises Refusal."""
        if name not in self.entries:
            refuse("This is no file of a Chalknet network: {entry} is missing in it.", entry=cut(name))
        most = self.left if most is None else min(most, self.left)
        content = unpack(self.archive, self.entries[name], most)
        if content is None:
            refuse("The file is damaged: {entry} cannot be unpacked.", entry=cut(name))
        if len(content) > most:
            refuse("The file is too large: {entry} has more than {most} bytes.", entry=cut(name), most=most)
        self.left -= len(content)
        return content

    def json(self, name: str) -> dict[str, Any]:
        """An entry of named fields. Raises Refusal."""
        try:
            found = json.loads(self.read(name, MOST_JSON), parse_constant=not_finite)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            refuse("The file is damaged: {entry} is no JSON with named fields.", entry=cut(name))
        return found

    def array(self, name: str, dtypes: tuple[str, ...], dimensions: int) -> NDArray[Any]:
        """An array of one of these types. Raises Refusal."""
        content = self.read(name)
        file = io.BytesIO(content)
        try:
            version = npy.read_magic(file)
            read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, is_transposed, dtype = read(file)
            if dtype.str not in dtypes or len(shape) != dimensions or is_transposed:
                raise ValueError("it is of another type or shape")
            # Raises ValueError where there are not as many numbers as the header says.
            return np.frombuffer(content, dtype, offset=file.tell()).reshape(shape)
        except (ValueError, TypeError, SyntaxError, OverflowError, MemoryError, RecursionError):
            refuse("The file is damaged: {entry} is no array of numbers as it should be.", entry=cut(name))


def not_finite(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def write_json(archive: zipfile.ZipFile, name: str, fields: dict[str, Any]) -> None:
    write(archive, name, json.dumps(fields, ensure_ascii=False, allow_nan=False).encode())


def write_array(archive: zipfile.ZipFile, name: str, array: NDArray[Any]) -> None:
    buffer = io.BytesIO()
    npy.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    write(archive, name, buffer.getvalue())


def write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
