"""The pages of classes: open or join one, its door, the teacher's board, and the projector's wall."""

import io
from typing import Annotated
from urllib.parse import urlsplit

import segno
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from app.classroom.codes import code_in
from app.door.addresses import address_of
from app.door.cookies import Cookies
from app.door.headers import CONTENT_SECURITY_POLICY
from app.door.origins import Origins, own_origins
from app.door.visitors import Visitors
from app.errors import Refusal, sentence
from app.limits import Limits
from app.web.fields import experiment_schema, fields_of
from app.web.rendering import Templates
from app.web.static_files import ASK_FIRST
from engine.layers.activation import ACTIVATION_OPTIONS

POLICY = CONTENT_SECURITY_POLICY.replace("base-uri 'none'", "base-uri 'self'")
"""These pages lie below the top, and name it as the base of their addresses."""
NO_CODE = sentence("This is no code of a class: it has six letters and digits.")
OTHER_SITE = sentence("A QR code is drawn for addresses of this server only.")


def qr_svg(address: str) -> bytes:
    """A QR code, dark on white in every theme, as an SVG without a fixed size."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", light="#fff", dark="#101416", border=4, omitsize=True, xmldecl=False
    )
    return drawn.getvalue()


def routes(
    visitors: Visitors, cookies: Cookies, origins: Origins, limits: Limits, templates: Templates
) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    activations = [(name, option["label"]) for name, option in ACTIVATION_OPTIONS.items()]
    coded = [field.worded for field in fields_of(experiment_schema())]

    def page(request: Request, template: str, code: str = "") -> Response:
        """Its texts are the same for everybody: what is in a class comes over the REST interface."""
        if visitors.of(request) is None:
            limits.new_visitor(address_of(request))
        path = f"class/{code}" if code else "class"
        home = "../" * request.scope["path"].removeprefix(request.scope.get("root_path", "")).count("/")
        language = templates.language_of(request).code
        html = templates.render(
            language,
            template,
            modules=[],
            home=home[3:] or "./",
            class_code=code,
            path=path,
            coded=coded,
            activations=activations,
        )
        headers = {
            "Cache-Control": ASK_FIRST,
            "Vary": "Accept-Language, Cookie",
            "Content-Security-Policy": POLICY,
        }
        response = HTMLResponse(html, headers=headers)
        visitors.greet(request, response)
        templates.keep_language(request, response, cookies)
        return response

    def checked(code: str) -> str:
        """The code as it is printed. Whether there is such a class is not said here."""
        found = code_in(code)
        if found is None:
            raise Refusal("unknown-class", "code", NO_CODE)
        return found

    @router.get("/class")
    async def home(request: Request) -> Response:
        return page(request, "classroom/home.html")

    @router.get("/class/{code}")
    async def door(request: Request, code: str) -> Response:
        return page(request, "classroom/door.html", checked(code))

    @router.get("/class/{code}/board")
    async def board(request: Request, code: str) -> Response:
        return page(request, "classroom/board.html", checked(code))

    @router.get("/class/{code}/wall")
    async def wall(request: Request, code: str) -> Response:
        return page(request, "classroom/wall.html", checked(code))

    @router.get("/class/{code}/qr.svg")
    async def qr(request: Request, code: str, at: Annotated[str, Query(max_length=300)]) -> Response:
        """The QR code of the class's address, as the page knows it: behind a proxy, the server does not."""
        there = urlsplit(at)
        origin = f"{there.scheme}://{there.netloc}".lower()
        is_own = origin in origins.listed or origin in own_origins(request)
        if not is_own or not there.path.endswith(f"/class/{checked(code)}"):
            raise Refusal("wrong-origin", "at", OTHER_SITE)
        return Response(qr_svg(at), media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})

    return router
