"""The REST interface of data sets: upload a CSV file or pictures, inspect the result, delete it."""

import asyncio
from base64 import b64encode
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from app.connections.caller import Caller, Known, guarded
from app.csv import remarks
from app.csv.dialect import DELIMITERS
from app.csv.encoding import ENCODINGS
from app.csv.pairs import read as read_pairs
from app.csv.reading import Choices
from app.csv.reading import read as read_file
from app.csv.table import SHOWN_ROWS, Kind, Table
from app.names import Name
from app.pictures.reading import read as read_pictures
from app.storage.datasets import Datasets, StoredDataset
from app.web.uploads import Uploads, body
from engine.data.tables import different_values

DatasetId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[0-9a-f.]+$")]


class ListedColumn(BaseModel):
    name: str
    classes: tuple[str, ...] | None
    """The classes of a column of text; null for a column of numbers."""
    lowest: float
    highest: float
    kind: Kind
    """The kind of column, which decides its uses."""
    missing: int
    """The number of rows without a value; these are left out where the column is chosen."""
    unit: str
    """The unit beside its numbers."""


class ListedDataset(BaseModel):
    id: str
    name: str
    rows: int
    columns: list[ListedColumn]
    size: int
    """Bytes of your quota that it uses."""
    uploaded_at: float
    """In seconds since 1970."""


class OpenedDataset(ListedDataset):
    first_rows: list[list[float | str | None]]
    """Numbers, and the names of classes; null is a missing value."""
    different: list[int]
    """The number of different values of each column; a column with 2 to 20 may be a label of so many classes."""
    gaps: list[str | None]
    """The rows without a value, for each column: a bit for each row, the highest of a byte first, in base64; null where
    no value is missing. A network learns from the rows that have a value in each chosen column."""


class ListedRemark(BaseModel):
    """A remark on a part that was left out, or cannot be read."""

    line: int | None
    column: str | None
    text: str
    """English, with {names} that the values replace."""
    values: dict[str, int | str]


class SentDataset(OpenedDataset):
    """A data set, and the properties that its file was read with."""

    encoding: str
    delimiter: str
    header: bool
    decimal: str
    notes: list[ListedRemark]


class SentPictures(OpenedDataset):
    """The pictures that were read from an archive: a column of classes, and one of boxes where it has them."""

    notes: list[ListedRemark]


class SentPairs(BaseModel):
    """The pairs of texts that were read from a file. They are not stored: a run has them in its description."""

    pairs: list[tuple[str, str]]
    notes: list[ListedRemark]


def routes(datasets: Datasets, known: Known, uploads: Uploads) -> APIRouter:
    router = guarded(known, "data sets")
    By = Annotated[Caller, Depends(known)]

    async def stored(
        by: Caller, name: str, table: Table, notes: list[remarks.Remark], instead_of: str | None = None
    ) -> dict[str, Any]:
        """Store a file that was read; the fields of the answer: its contents, and remarks on what was left out."""
        about = await datasets.save(by.visitor, name, table, instead_of, by.address)
        opened = await asyncio.to_thread(contents, about, table)
        return {**opened, "notes": [ListedRemark(**each._asdict()) for each in notes]}

    @router.post(
        "/datasets",
        status_code=201,
        summary="Send a CSV file",
        max_body_size=uploads.most_bytes,
        openapi_extra=body("text/csv", {"schema": {"type": "string"}}),
    )
    async def save(
        by: By,
        request: Request,
        name: Annotated[Name, Query()],
        encoding: Literal[*ENCODINGS] | None = None,  # type: ignore[valid-type]
        delimiter: Literal[*DELIMITERS] | None = None,  # type: ignore[valid-type]
        header: bool | None = None,
        decimal: Literal[".", ","] | None = None,
        instead_of: DatasetId | None = None,
    ) -> SentDataset:
        """The body is the file, in any common encoding, with commas, semicolons, tabs, bars or spaces as delimiters,
        with or without a header. Properties without a parameter are guessed. The same content keeps its id when it is
        uploaded again; it replaces the data set `instead_of`, another reading of the same file."""
        choices = Choices(encoding, delimiter, header, decimal)
        reading = await uploads.read(by, request, lambda content: read_file(content, choices))
        return SentDataset(
            **await stored(by, name, reading.table, reading.notes, instead_of),
            encoding=reading.encoding,
            delimiter=reading.delimiter,
            header=reading.header,
            decimal=reading.decimal,
        )

    @router.post(
        "/datasets/pictures",
        status_code=201,
        summary="Send pictures",
        max_body_size=uploads.most_bytes,
        openapi_extra=body("application/octet-stream"),
    )
    async def save_pictures(by: By, request: Request, name: Annotated[Name, Query()]) -> SentPictures:
        """The body is a ZIP archive of up to 500 PNG or JPEG files, in folders that are named for their classes.
        The same pictures sent again keep their id. They are kept as squares of 32 by 32 pixels. A file `boxes.csv` in
        the archive gives each picture the box around the thing in it, in the columns file, x, y, width and height:
        pixels of the upright picture, from its upper left corner."""
        reading = await uploads.read(by, request, read_pictures)
        return SentPictures(**await stored(by, name, reading.table, reading.notes))

    @router.post(
        "/datasets/pairs",
        summary="Read pairs of texts",
        max_body_size=uploads.most_bytes,
        openapi_extra=body("text/csv", {"schema": {"type": "string"}}),
    )
    async def pairs(by: By, request: Request) -> SentPairs:
        """The body is a CSV file of two columns of text: 10 to 500 pairs, up to 40 letters a text and 100 different
        letters. The answer has the pairs as the data set `pairs` takes them; nothing is stored."""
        reading = await uploads.read(by, request, read_pairs)
        return SentPairs(
            pairs=reading.pairs, notes=[ListedRemark(**each._asdict()) for each in reading.notes]
        )

    @router.get("/datasets", summary="Your data sets, the latest first")
    async def list_all(by: By) -> list[ListedDataset]:
        return [listed(each) for each in await datasets.of_visitor(by.visitor)]

    @router.get("/datasets/{dataset}", summary="What is in a data set")
    async def read(by: By, dataset: DatasetId) -> OpenedDataset:
        about, table = await datasets.own(by.visitor, dataset)
        return OpenedDataset(**await asyncio.to_thread(contents, about, table))

    @router.delete("/datasets/{dataset}", status_code=204, summary="Delete a data set")
    async def delete(by: By, dataset: DatasetId) -> None:
        await datasets.remove(by.visitor, dataset)

    return router


def listed(dataset: StoredDataset) -> ListedDataset:
    columns = [ListedColumn(**column._asdict()) for column in dataset.columns]
    return ListedDataset(**{**dataset._asdict(), "columns": columns})


def contents(about: StoredDataset, table: Table) -> dict[str, Any]:
    """The fields of `OpenedDataset`."""
    if about.columns[0].kind == "pictures":
        table = Table(table.columns[:1], table.values[:1])  # the pixels are not columns
    missing = [np.isnan(values) for values in table.values]
    return {
        **listed(about).model_dump(),
        "first_rows": first_rows(table),
        "different": [len(different_values(values)) for values in table.values],
        "gaps": [b64encode(np.packbits(rows).tobytes()).decode() if rows.any() else None for rows in missing],
    }


def first_rows(table: Table) -> list[list[float | str | None]]:
    """The first rows, as in the file except for rounding."""
    return [
        [
            column.first[nth] or None if column.first else cell(column.classes, value)
            for column, value in zip(table.columns, row, strict=True)
        ]
        for nth, row in enumerate(table.values.T[:SHOWN_ROWS])
    ]


def cell(classes: tuple[str, ...] | None, value: Any) -> float | str | None:
    if np.isnan(value):
        return None
    return float(str(value)) if classes is None else classes[int(value)]
