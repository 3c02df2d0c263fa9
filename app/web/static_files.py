"""The files that the page loads, compressed, and kept by browsers."""

import asyncio
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.packing import of_packed, packed, takes_packed
from app.web.rendering import folder, version_of

FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
TEXTS = ("text/", "application/json", "image/svg+xml")


class CachedFiles(StaticFiles):
    """Static files. Imports of modules are relative, so that they load the same version."""

    def __init__(self, caching: str) -> None:
        super().__init__(directory=folder("static"))
        self.caching = caching
        self._packed: dict[tuple[str, str], bytes] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = self.caching
        response.headers.add_vary_header("Accept-Encoding")  # the answer "not modified" has it, too
        is_text = (response.media_type or "").startswith(TEXTS)
        if isinstance(response, FileResponse) and is_text and takes_packed(HTTPConnection(scope)):
            return Response(await self.packed(response), headers=of_packed(response.headers))
        return response

    async def packed(self, file: FileResponse) -> bytes:
        """The compressed file. It is compressed once for each state of a file, which its etag names."""
        key = str(file.path), file.headers["etag"]
        if key not in self._packed:
            self._packed[key] = await asyncio.to_thread(lambda: packed(Path(file.path).read_bytes()))
        return self._packed[key]


def mount_files(app: FastAPI) -> None:
    """Serve static files: under a version's name browsers keep them forever, without it they revalidate."""
    app.mount(f"/static/{version_of(folder('static'))}", CachedFiles(FOREVER))
    app.mount("/static", CachedFiles(ASK_FIRST))

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> RedirectResponse:
        """Browsers ask here for the icon of what is no page of ours, such as an answer of the REST interface."""
        return RedirectResponse("static/icon.svg", 301)
