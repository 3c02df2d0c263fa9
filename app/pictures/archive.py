"""The archive in which pictures come: a ZIP file, whose folders are the classes."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from app.csv.remarks import wrong
from app.errors import cut
from app.pictures.boxes import FILE as BOXES_FILE
from app.pictures.boxes import is_boxes
from app.zipped import ArchiveError, EntriesError, opened, unpack
from engine.data.album import MOST_PICTURES

MOST_ENTRIES = 2000
"""Folders, and what systems leave beside pictures, counted too."""
MOST_BYTES = 10_000_000
"""Of one file, once it is unpacked."""
MOST_UNPACKED = 200_000_000
"""And of all."""
UTF_8 = 0x800
"""A flag of an entry."""
KANA = re.compile("[\u3041-\u30ff]")
"""Hiragana and katakana."""


class ArchivedFile(NamedTuple):
    """A file in the archive."""

    path: str
    """The name of the file in the archive, with its folders."""
    content: bytes | None
    """None: it cannot be unpacked."""

    @property
    def name(self) -> str:
        """For remarks."""
        return cut(self.path)

    @property
    def folder(self) -> str:
        """The name of the folder that it is in; empty: in none."""
        return "".join(self.path.split("/")[-2:-1])


def members(content: bytes) -> Iterator[ArchivedFile]:
    """The files of an archive, in the order of their names. WrongFile: it is none, or there is too much in it."""
    try:
        with opened(content, MOST_ENTRIES) as archive:
            files = {
                name: entry
                for entry in archive.infolist()
                if not entry.is_dir() and not is_left_over(name := name_of(entry))
            }
            of_boxes = sum(map(is_boxes, files))
            if of_boxes > 1:
                wrong(
                    None,
                    "The archive has {count} files {boxes}, but one at most is allowed.",
                    count=of_boxes,
                    boxes=BOXES_FILE,
                )
            count = len(files) - of_boxes
            if count > MOST_PICTURES:
                wrong(
                    None,
                    "The archive has {count} files, but {most} pictures at most are allowed.",
                    count=count,
                    most=MOST_PICTURES,
                )
            left = MOST_UNPACKED
            for name, entry in sorted(files.items()):
                unpacked = unpack(archive, entry, MOST_BYTES)
                left -= len(unpacked or b"")
                if left < 0:
                    wrong(None, "Unpacked, the files would take more than {most} bytes.", most=MOST_UNPACKED)
                yield ArchivedFile(name, unpacked)
    except EntriesError:
        wrong(None, "The archive has more than {most} entries.", most=MOST_ENTRIES)
    except ArchiveError:
        wrong(None, "This is no ZIP archive, or a damaged one.")


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it."""
    name = entry.filename if entry.flag_bits & UTF_8 else unmarked(entry.filename)
    parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    printed = ("".join(each for each in part if each.isprintable()).strip() for part in parts)
    return "/".join(part for part in printed if part not in ("", ".", ".."))


def unmarked(name: str) -> str:
    """A name that is not marked as UTF-8, read as that of a DOS (cp437), as it may be: it may also be UTF-8, Japanese,
    which nearly always has kana, or Chinese. Of the two-byte characters only those in use are taken: in GBK and
    Shift-JIS nearly every word with an umlaut would be a word of rare ones."""
    for encoding, in_use in (("utf-8", None), ("cp932", KANA), ("gb2312", None)):
        try:
            found = name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
        if in_use is None or in_use.search(found):
            return found
    return name


def is_left_over(name: str) -> bool:
    """Whether it is what systems put beside a person's files."""
    *folders, file = name.split("/")
    return "__MACOSX" in folders or file.startswith(".") or file.lower() in ("", "thumbs.db", "desktop.ini")
