"""The data-protection page: what is stored for how long, for the person at a school who answers for it."""

from typing import NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.classroom.taking_home import MOST_DAYS
from app.door.cookies import Cookies
from app.web.class_pages import POLICY
from app.web.rendering import Templates
from app.web.static_files import ASK_FIRST


class Kept(NamedTuple):
    """What the settings of this server decide."""

    class_days: float
    run_days: float
    logs_requests: bool


def routes(cookies: Cookies, templates: Templates, kept: Kept) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/privacy")
    async def privacy(request: Request) -> Response:
        """Who reads it gets no cookie, unless they choose a language."""
        days = {
            "class_days": f"{kept.class_days:g}",
            "run_days": f"{kept.run_days:g}",
            "most_days": f"{max(kept.class_days, MOST_DAYS):g}",
        }
        html = templates.render(
            templates.language_of(request).code,
            "classroom/privacy.html",
            modules=[],
            home="./",
            path="privacy",
            days=days,
            logs_requests=kept.logs_requests,
        )
        headers = {
            "Cache-Control": ASK_FIRST,
            "Vary": "Accept-Language, Cookie",
            "Content-Security-Policy": POLICY,
        }
        response = HTMLResponse(html, headers=headers)
        templates.keep_language(request, response, cookies)
        return response

    return router
