"""The REST interface of runs as files: save one, open one, export its network."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from app.connections.caller import Caller, Known, guarded
from app.runs.access import Do
from app.runs.exports import Exports
from app.runs.files import RunFiles, read
from app.web.api_runs import Created
from app.web.uploads import BINARY, Uploads, body
from app.wire.commands import RunId
from engine.export import FORMATS
from engine.sheets import SHEETS

KIND = "application/zip"
CSV = "text/csv; charset=utf-8"


def routes(files: RunFiles, exports: Exports, known: Known, uploads: Uploads) -> APIRouter:
    router = guarded(known, "files")
    By = Annotated[Caller, Depends(known)]

    @router.get(
        "/runs/{run}/file",
        summary="A run as a file",
        response_class=Response,
        responses={200: {"content": {KIND: BINARY}}},
    )
    async def save(by: By, run: RunId) -> Response:
        """Its experiment, weights, the optimiser's state and its histories; and, where it learns from your own table or
        pictures, the columns that it learns from. The format is described in `app/document/file.py`."""
        return Response(
            await files.save(by.visitor, run),
            media_type=KIND,
            headers=named("run.chalknet"),
        )

    @router.post(
        "/runs/files",
        status_code=201,
        summary="A run that continues from a file",
        max_body_size=uploads.most_bytes,
        openapi_extra=body("application/octet-stream"),
    )
    async def open_it(by: By, request: Request) -> Created:
        """The body is a file as `/runs/{run}/file` gives it, of this release or a former one, from any server. The run
        is paused where it was saved, and goes on from there bit for bit."""
        run, experiment = await files.open(by.visitor, by.address, await uploads.read(by, request, read))
        return Created(id=run.id, experiment=experiment)

    @router.get(
        "/runs/{run}/exports/{format}",
        summary="A run's network for other programs",
        response_class=Response,
        responses={200: {"content": {each.media_type: {} for each in FORMATS.values()}}},
    )
    async def export(by: By, run: RunId, format: Literal[*FORMATS]) -> Response:  # type: ignore[valid-type]
        """From a sample as it is measured to the network's answers: features, standardisation, layers and output
        functions. `numpy`, `pytorch` and `keras` are archives of a script with its weights."""
        owned = await files.runs.of(by.visitor, run, by.address, Do.OWN, pause=True)
        content, about = await exports.of(owned, format), FORMATS[format]
        return Response(content, media_type=about.media_type, headers=named(f"network.{about.ending}"))

    @router.get(
        "/runs/{run}/sheets/{sheet}",
        summary="The numbers of a run as a CSV file",
        response_class=Response,
        responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
    )
    async def sheet(by: By, run: RunId, sheet: Literal[*SHEETS]) -> Response:  # type: ignore[valid-type]
        """All from one state between two steps. `data`: the samples, with the set, the inputs and the label of each, as
        they were measured. `curve`: the losses by step, thinned as the page draws them, and the present accuracies."""
        owned = await files.runs.of(by.visitor, run, by.address, Do.OWN, pause=True)
        return Response(
            await files.sheet(by.visitor, owned, sheet), media_type=CSV, headers=named(f"{sheet}.csv")
        )

    return router


def named(file: str) -> dict[str, str]:
    """The headers of a file that is kept, and not shown."""
    return {"content-disposition": f'attachment; filename="{file}"', "cache-control": "no-store"}
