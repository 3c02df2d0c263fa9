"""The REST interface, described and to be tried out; its files are our own: classrooms are often offline."""

import base64
import hashlib
import re
from pathlib import Path

import fastapi_offline
from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

FILES = "/docs/files"


def files() -> StaticFiles:
    """Swagger UI, as a package brought it."""
    return StaticFiles(directory=Path(fastapi_offline.__file__).parent / "static")


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    page = get_swagger_ui_html(
        openapi_url="openapi.json",
        title="Chalknet: REST interface",
        swagger_js_url=f".{FILES}/swagger-ui-bundle.js",
        swagger_css_url=f".{FILES}/swagger-ui.css",
        swagger_favicon_url=f".{FILES}/favicon.png",
    )
    # The page has one inline script: it is allowed by its digest, and no other is.
    script = re.search(rb"<script>(.*?)</script>", page.body, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1]).digest()).decode()
    policy = (
        f"default-src 'self'; script-src 'self' 'sha256-{digest}'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
    )

    @router.get("/docs")
    async def docs() -> HTMLResponse:
        return HTMLResponse(page.body, headers={"Content-Security-Policy": policy})

    return router
