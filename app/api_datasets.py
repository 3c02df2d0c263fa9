"""The REST interface of data sets: send a CSV file, look at what was understood of it, delete it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.requests import ClientDisconnect

from app import csv_file
from app.caller import Caller, Known, guarded
from app.csv_file import Table
from app.errors import Refusal
from app.limits import Limits
from app.names import Name
from app.storage.datasets import Dataset, Datasets

AT_ONCE = 4
"""So many files are taken in at once; the others wait before they are read, and so take no memory."""
UPLOAD_SECONDS = 60.0
SHOWN_ROWS = 5

DatasetId = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9a-f]+$")]


class Column(BaseModel):
    name: str
    classes: tuple[str, ...] | None
    """Of a column of text; null: it is one of numbers."""
    lowest: float
    highest: float


class Summary(BaseModel):
    id: str
    name: str
    rows: int
    columns: list[Column]
    size: int
    """Bytes that it takes of what you may keep."""
    uploaded_at: float
    """In seconds since 1970."""


class Opened(Summary):
    first_rows: list[list[float | str]]
    """Numbers, and the names of classes."""
    different: list[int]
    """How many different values each column has: one with 2 to 10 may be a label of so many classes."""


def routes(datasets: Datasets, known: Known, limits: Limits, most_bytes: int) -> APIRouter:
    router = guarded(known, "data sets")
    By = Annotated[Caller, Depends(known)]
    room = asyncio.Semaphore(AT_ONCE)
    # One file after another, so that many of them slow the event loop no more than one does.
    reading = ThreadPoolExecutor(1, thread_name_prefix="csv")

    async def sent_by(by: Caller, request: Request) -> Table:
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                content = await request.body()
        except (TimeoutError, ClientDisconnect):
            raise Refusal(
                "too-slow",
                None,
                "The file did not arrive whole within {seconds} seconds.",
                seconds=int(UPLOAD_SECONDS),
            ) from None
        limits.uploaded(*by, len(content))
        return await asyncio.get_running_loop().run_in_executor(reading, csv_file.read, content)

    @router.post(
        "/datasets",
        status_code=201,
        summary="Send a CSV file",
        max_body_size=most_bytes,
        openapi_extra={
            "requestBody": {"content": {"text/csv": {"schema": {"type": "string"}}}, "required": True}
        },
    )
    async def save(by: By, request: Request, name: Annotated[Name, Query()]) -> Summary:
        """The body is the file: UTF-8, with commas, semicolons or tabs, a header or none, and in each column numbers
        or the names of 2 to 10 classes. The same content sent again keeps its id."""
        limits.upload(*by)
        async with room:
            table = await sent_by(by, request)
        return summary(await datasets.save(by.visitor, name, table))

    @router.get("/datasets", summary="Your data sets, the latest first")
    async def list_all(by: By) -> list[Summary]:
        return [summary(each) for each in await datasets.of_visitor(by.visitor)]

    @router.get("/datasets/{dataset}", summary="What is in a data set")
    async def read(by: By, dataset: DatasetId) -> Opened:
        about, table = await datasets.own(by.visitor, dataset)
        different = await asyncio.to_thread(lambda: [len(np.unique(values)) for values in table.values])
        return Opened(**summary(about).model_dump(), first_rows=first_rows(table), different=different)

    @router.delete("/datasets/{dataset}", status_code=204, summary="Delete a data set")
    async def delete(by: By, dataset: DatasetId) -> None:
        await datasets.remove(by.visitor, dataset)

    return router


def summary(dataset: Dataset) -> Summary:
    columns = [Column(**column._asdict()) for column in dataset.columns]
    return Summary(**{**dataset._asdict(), "columns": columns})


def first_rows(table: Table) -> list[list[float | str]]:
    """As the file had them, but for the rounding to float32."""
    return [
        [
            float(str(value)) if column.classes is None else column.classes[int(value)]
            for column, value in zip(table.columns, row, strict=True)
        ]
        for row in table.values.T[:SHOWN_ROWS]
    ]
