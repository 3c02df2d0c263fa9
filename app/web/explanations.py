"""The longer explanations of fields and controls: prose in each language, loaded when the first one is opened."""

import re
from functools import cache

from fastapi import APIRouter, HTTPException, Response
from starlette.responses import HTMLResponse

from app.web.rendering import Templates, folder


@cache
def explained(code: str = "en") -> frozenset[str]:
    """The names of what a language's file explains: fields of the experiment, and controls that are none."""
    text = (folder("templates") / "explanations" / f"{code}.html").read_text(encoding="utf-8")
    return frozenset(name for names in re.findall(r'data-explains="([^"]+)"', text) for name in names.split())


def routes(templates: Templates) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    texts = {code: templates.render(code, f"explanations/{code}.html") for code in templates.languages}

    @router.get("/explanations/{code}")
    async def explanations(code: str) -> Response:
        """All explanations in one language, as HTML. Raises HTTPException for another language."""
        if code not in texts:
            raise HTTPException(404)
        return HTMLResponse(texts[code], headers={"Cache-Control": "no-cache"})

    return router
