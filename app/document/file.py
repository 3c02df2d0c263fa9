"""A run as a file that its visitor keeps, `NAME.chalknet`: a ZIP archive of JSON and of NumPy's arrays.

| entry        | what                                                                                              |
|--------------|---------------------------------------------------------------------------------------------------|
| run.json     | `format`: "chalknet run", and the fields of a run document (`app.document`), its `version` too    |
| NAME.npy     | an array of it, one-dimensional; `{"array": "NAME.npy"}` stands for it in run.json                |
| data.json    | of the visitor's own table or pictures: the file's `name`, and `columns` as in `app.csv.table`    |
| data.npy     | their values (columns, rows): f8, or the bytes of pictures; without such data, neither is there   |

The file has the run at the moment that is seen, without its past: neither `timeline` nor `present`.
"""

import io
import zipfile
from typing import Any, NamedTuple

import numpy as np

from app.csv.table import Table
from app.document.entries import Entries, refuse, write_array, write_json
from app.document.own_data import columns_of, table_of
from app.document.summary import without_past
from app.document.versions import Document, check_known
from app.zipped import ArchiveError, EntriesError, opened

FORMAT = "chalknet run"
RUN, DATA, VALUES = "run.json", "data.json", "data.npy"
MOST_ENTRIES = 400
"""A network of 128 layers from another one has two arrays for each of them."""
MOST_LISTED = 10_000
"""A newer release may write more entries: so many are listed, for the version to be read."""
LEARNED = {"theta", "slots", "statistics", "best.theta", "best.statistics"}
"""The arrays in the precision of the run."""
DEEPEST = 40
"""How deep the fields of a document may lie in one another: blocks in blocks have a third as many."""


class OwnData(NamedTuple):
    """The visitor's own data that a run learns from."""

    name: str
    """Of the file in which they came."""
    table: Table


class Contents(NamedTuple):
    """The contents of a file."""

    document: Document
    """A run document of any version, which may be anything yet: see `app.document.checking`."""
    data: OwnData | None


def packed(contents: Contents) -> bytes:
    """The file."""
    document = without_past(contents.document)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compresslevel=1) as archive:
        write_json(
            archive,
            RUN,
            {"format": FORMAT, **in_json(document, archive, learned=learned_in(document))},
        )
        if contents.data is not None:
            name, table = contents.data
            write_json(archive, DATA, {"name": name, "columns": columns_of(table)})
            # A former release kept four bytes for each value of a table.
            are_pixels = table.values.dtype == np.uint8
            write_array(archive, VALUES, table.values if are_pixels else table.values.astype("<f8"))
    return file.getvalue()


def learned_in(document: Document) -> str:
    """The type of what was learned: four bytes a number, or eight in double precision."""
    return "<f8" if document["experiment"].get("training", {}).get("precision") == "double" else "<f4"


def in_json(value: Any, archive: zipfile.ZipFile, name: str = "", *, learned: str) -> Any:
    """A part of the document; its arrays are written into the archive."""
    match value:
        case bytes():
            numbers = learned if name in LEARNED else "<f4"
            array = np.frombuffer(value, "<i8" if name.endswith(".steps") else numbers)
            write_array(archive, f"{name}.npy", array)
            return {"array": f"{name}.npy"}
        case dict():
            return {
                key: in_json(each, archive, f"{name}.{key}".strip("."), learned=learned)
                for key, each in value.items()
            }
        case list() | tuple():
            return [
                in_json(each, archive, f"{name}.{number}", learned=learned)
                for number, each in enumerate(value)
            ]
    return value


def contents_of(file: bytes) -> Contents:
    """The contents of the file. Raises Refusal where it is no such file, damaged or too large."""
    try:
        with opened(file, MOST_LISTED) as archive:
            return contents_in(Entries(archive))
    except ArchiveError:
        refuse("This is no file of a Chalknet network, or it is damaged.")
    except EntriesError:
        refuse("The file has more than {most} entries.", most=MOST_LISTED)


def contents_in(entries: Entries) -> Contents:
    run = entries.json(RUN)
    if run.pop("format", None) != FORMAT:
        refuse("This is no file of a Chalknet network.")
    check_known(run)  # before what a newer release may write otherwise
    if len(entries.archive.infolist()) > MOST_ENTRIES:
        refuse("The file has more than {most} entries.", most=MOST_ENTRIES)
    document = with_arrays(run, entries)
    if DATA not in entries:
        return Contents(document, None)
    name, table = table_of(entries.json(DATA), entries.array(VALUES, ("<f8", "|u1"), dimensions=2))
    return Contents(document, OwnData(name, table))


def with_arrays(value: Any, entries: Entries, depth: int = 0) -> Any:
    """A part of the document with the bytes of its arrays. Raises Refusal."""
    if depth > DEEPEST:
        refuse("The file is damaged: fields lie more than {most} deep in one another.", most=DEEPEST)
    match value:
        case {"array": str(name), **rest} if not rest:
            return entries.array(name, ("<f4", "<f8", "<i8"), dimensions=1).tobytes()
        case dict():
            return {key: with_arrays(each, entries, depth + 1) for key, each in value.items()}
        case list():
            return [with_arrays(each, entries, depth + 1) for each in value]
    return value
