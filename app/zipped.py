"""A ZIP archive that a visitor has sent: bounded before it is read, and unpacked no further than is allowed."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

ENTRY = b"PK\x01\x02"
"""With this each entry in the directory of an archive begins (APPNOTE.TXT 4.3.12)."""
ENCRYPTED = 0x1
"""A flag of an entry."""


class ArchiveError(ValueError):
    """The content is not a ZIP archive, or it is damaged."""


class EntriesError(ValueError):
    """It has more entries than are allowed."""


@contextmanager
def opened(content: bytes, most_entries: int) -> Iterator[zipfile.ZipFile]:
    """The archive. Raises EntriesError before its directory is read, and ArchiveError, also where the block meets a
    fault of the archive."""
    if content.count(ENTRY) > most_entries:
        raise EntriesError
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, ValueError, OverflowError, NotImplementedError) as error:
        raise ArchiveError(str(error)) from None


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """At most `most` bytes and one more; None: it is encrypted, damaged, or packed in a way that is not known."""
    if entry.flag_bits & ENCRYPTED:
        return None
    try:
        with archive.open(entry) as file:
            return file.read(most + 1)
    except (
        Exception
    ):  # A damaged archive fails anywhere in zipfile, zlib, bz2 or lzma, each with its own errors.
        return None
