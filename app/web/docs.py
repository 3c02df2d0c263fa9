"""The reference: a page made from the REST interface's OpenAPI description and from the looks, without scripts or other
hosts."""

import json
import sys
from functools import cache
from inspect import getdoc
from typing import Any, NamedTuple

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse

from app.frames.look import Entry, Look
from app.frames.looks import LOOKS
from app.frames.views import LookView, Views
from app.web.rendering import Templates

METHODS = ("get", "post", "patch", "put", "delete")


class Operation(NamedTuple):
    """A method of an address, for the page."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: str | None
    answers: dict[str, str]


def name_of(content: dict[str, Any]) -> str:
    """The content of a body: the name of a schema, or its media type."""
    for media_type, shape in content.items():
        schema = shape.get("schema", {})
        items = schema.get("items", {}).get("$ref", "")
        if reference := schema.get("$ref") or items:
            return str(reference).rpartition("/")[2]
        return str(media_type)
    return ""


def operations(openapi: dict[str, Any]) -> dict[str, list[Operation]]:
    """All operations, by tag."""
    found: dict[str, list[Operation]] = {}
    for path, methods in openapi["paths"].items():
        for method, described in methods.items():
            if method in METHODS:
                body = described.get("requestBody")
                operation = Operation(
                    method.upper(),
                    path,
                    described.get("summary", ""),
                    described.get("description", ""),
                    [{**each, "kind": kind_of(each["schema"])} for each in described.get("parameters", [])],
                    name_of(body["content"]) if body else None,
                    {
                        status: name_of(answer.get("content", {}))
                        for status, answer in described["responses"].items()
                    },
                )
                found.setdefault(described["tags"][0], []).append(operation)
    return found


def kind_of(schema: dict[str, Any]) -> str:
    bounds = [f"{name} {schema[name]}" for name in ("minLength", "maxLength", "pattern") if name in schema]
    return ", ".join([schema.get("type", ""), *bounds])


class DocumentedLook(NamedTuple):
    """A look, or the common part of all looks, for the page."""

    title: str
    remark: str
    asked: dict[str, str]
    """The meaning of each of its fields of the views."""
    entries: tuple[Entry, ...]


def shown_looks() -> list[DocumentedLook]:
    """The looks, titled by the first sentences of their modules, after the fields common to all."""
    common = DocumentedLook("Fields of the views for every look", "", fields_of(Views), ())
    return [common, *(shown(look) for look in LOOKS)]


def shown(look: type[Look]) -> DocumentedLook:
    title = (getdoc(sys.modules[look.__module__]) or look.__name__).partition("\n\n")[0]
    remarks = [f"Sent {look.when}." if look.when else "", (getdoc(look) if look.__doc__ else "") or ""]
    return DocumentedLook(
        title, " ".join(filter(None, remarks)), fields_of(look.view) if look.view else {}, look.entries
    )


def fields_of(fields: type[LookView]) -> dict[str, str]:
    return {name: field.description or "" for name, field in fields.model_fields.items()}


def routes(app: FastAPI, templates: Templates) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @cache
    def page() -> str:
        openapi = app.openapi()
        shapes = {
            name: json.dumps(shape, indent=2, ensure_ascii=False)
            for name, shape in openapi["components"]["schemas"].items()
        }
        return templates.render(
            "en", "docs.html", operations=operations(openapi), shapes=shapes, looks=shown_looks()
        )

    @router.get("/docs")
    async def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(page(), headers={"Cache-Control": "no-cache"})

    return router
