"""The page, in the visitor's language."""

import base64
import hashlib
import re
from functools import cache, partial
from typing import Any
from urllib.parse import quote

import numpy as np
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.door.addresses import address_of
from app.door.cookies import Cookies
from app.door.headers import CONTENT_SECURITY_POLICY
from app.door.visitors import Visitors
from app.errors import Refusal
from app.limits import Limits
from app.storage.networks import ID_PATTERN, Networks
from app.web.conditions import hold, written
from app.web.data_kinds import properties_of_kinds
from app.web.explanations import explained
from app.web.fields import experiment_schema, fields_of, standing
from app.web.packing import of_packed, packed, takes_packed
from app.web.rendering import Templates, folder
from app.web.static_files import ASK_FIRST
from app.web.thumbnails import thumbnails
from engine.data.dataset import Unavailable
from engine.data.mnist import published
from engine.examples import EXAMPLES
from engine.experiment import Experiment
from engine.experiment.fit import MOST_DRAWN_UNITS
from engine.export import FORMATS
from engine.search import STRATEGIES

HEAD = [folder("static") / name for name in ("theme.js", "live/head_start.js")]
"""The page's one inline script: what is needed before the page's files are there."""


def digest_of(script: str) -> str:
    """The digest by which a policy allows this inline script, and no other."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def some_digits() -> list[str]:
    """A handwritten digit of each class, 28 by 28 bytes row by row, in base64; none where they are not installed."""
    try:
        pixels, labels = published("t10k")
    except Unavailable:
        return []
    first = [int(np.argmax(labels == digit)) for digit in range(10)]
    return [base64.b64encode(pixels[number].tobytes()).decode() for number in first]


def routes(
    networks: Networks,
    visitors: Visitors,
    cookies: Cookies,
    limits: Limits,
    templates: Templates,
    *,
    first_play: bool,
) -> APIRouter:
    """`first_play`: whether the default run plays by itself on a visitor's first page."""
    router = APIRouter(include_in_schema=False)
    head = "".join(script.read_text("utf-8") for script in HEAD)
    policy = CONTENT_SECURITY_POLICY.replace(
        "default-src 'self';", f"default-src 'self'; script-src 'self' 'sha256-{digest_of(head)}';"
    )
    fields, defaults = fields_of(experiment_schema()), Experiment().model_dump(mode="json")
    about = properties_of_kinds()
    common: dict[str, Any] = {
        "script": head,
        "thumbnails": thumbnails(),
        "standing": partial(standing, fields),
        "coded": [field.coded for field in fields],
        "kinds": about,
        "values": {**defaults, "kind": about[defaults["data"]["kind"]]},
        "written": written,
        "hold": hold,
        "most_drawn": MOST_DRAWN_UNITS,
        "formats": FORMATS,
        "strategies": STRATEGIES,
        "plays": first_play,
        "examples": EXAMPLES,
        "explained": explained(),
    }

    def returning(request: Request) -> str | None:
        """The visitor, or None for a first page. Raises Refusal if the address has brought too many new visitors."""
        visitor = visitors.of(request)
        if visitor is None:
            limits.new_visitor(address_of(request))
        return visitor

    async def is_saved(network: str) -> bool:
        if re.fullmatch(ID_PATTERN, network) is None:
            return False
        try:
            await networks.about(network)
        except Refusal as refusal:
            if refusal.code != "unknown-network":
                raise
            return False
        return True

    @cache  # A class opens the page within a minute, and the page is the same for all readers of a language.
    def page_text(code: str, *, returning: bool) -> str:
        return templates.render(code, "page.html", **common, returning=returning)

    @cache
    def convolution_text(code: str) -> str:
        return templates.render(code, "convolution.html", modules=[], digits=some_digits())

    def answer(html: str, status: int = 200) -> Response:
        return HTMLResponse(html, status, {"Cache-Control": ASK_FIRST, "Vary": "Accept-Language, Cookie"})

    @router.get("/n/{network}")
    async def saved(request: Request, network: str) -> Response:
        """The address of a saved network: redirects to the page, which opens it."""
        visitor = returning(request)
        if visitor is not None:
            limits.command(visitor, address_of(request), 0)  # this address reads the database
        if not await is_saved(network):
            return answer(templates.render_above(request, "no_network.html"), 404)
        # A relative address also works behind a proxy with a path prefix.
        response = RedirectResponse(f"../?network={quote(network)}", 303)
        visitors.greet(request, response)
        return response

    @router.get("/")
    async def page(request: Request) -> Response:
        visitor = returning(request)
        language = templates.language_of(request)
        response = answer(page_text(language.code, returning=visitor is not None))
        if takes_packed(request):
            response = Response(packed(response.body), headers=of_packed(response.headers))
        response.headers["Content-Security-Policy"] = policy
        visitors.greet(request, response)
        templates.keep_language(request, response, cookies)
        return response

    @router.get("/convolution")
    async def convolution(request: Request) -> Response:
        """A page that needs no run: it computes in the browser, and makes no visitor."""
        response = answer(convolution_text(templates.language_of(request).code))
        templates.keep_language(request, response, cookies)
        return response

    return router
